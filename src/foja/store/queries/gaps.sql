-- Gaps in the record.

-- :name gaps.cited
-- Cited outlets after ?1, by name key.
SELECT DISTINCT outlet_key FROM citation WHERE outlet_key > ?1 ORDER BY outlet_key

-- :name gaps.page_of
SELECT 1 FROM source WHERE outlet_key = ?1 LIMIT 1

-- :name gaps.citing
SELECT count(DISTINCT proposition) FROM citation WHERE outlet_key = ?1

-- :name gaps.citing_statements
-- Accepted statements of texts that cite the outlet ?1; ?2 of them.
SELECT statement.record FROM citation CROSS JOIN statement INDEXED BY statement_text
    ON statement.text = citation.text AND statement.review = 'accepted' AND statement.proposition = citation.proposition
WHERE citation.outlet_key = ?1 ORDER BY citation.proposition, citation.link LIMIT ?2

-- :name gaps.document
-- Documents after the name key ?1, with how many propositions each is said to say, and the first of them.
SELECT key, min(name) AS name, min(proposition) AS proposition, count(*) AS number FROM document_named
WHERE key > ?1 GROUP BY key ORDER BY key

-- :name gaps.one_root
-- Propositions in several documents that lead to one origin, those in most documents first, after ?1 and ?2.
SELECT support.proposition, support.documents, support.record AS support, statement.record
FROM support JOIN statement ON statement.id = (
    SELECT id FROM statement WHERE proposition = support.proposition AND review = 'accepted' ORDER BY known_on, id LIMIT 1
)
WHERE support.origins = 1 AND support.documents > 1
AND support.documents <= ?1 AND (support.documents < ?1 OR support.proposition > ?2)
ORDER BY support.documents DESC, support.proposition

-- :name gaps.parties
-- Persons and organisations, those named in most documents first, after ?1, ?2 and ?3.
SELECT id, name, documents, mentions FROM party
WHERE kind IN ('person', 'organisation')
AND documents <= ?1 AND (documents < ?1 OR mentions < ?2 OR (mentions = ?2 AND id > ?3))
ORDER BY documents DESC, mentions DESC, id

-- :name gaps.named
-- In how many accepted statements the party ?1 is named, counted up to 1000.
SELECT count(*) FROM (
    SELECT DISTINCT statement_party.statement FROM party_key
    CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'about'
        AND statement_party.review = 'accepted'
    WHERE party_key.party = ?1 LIMIT 1000
)

-- :name gaps.speaks
-- An accepted statement by the party ?1, or a page that it publishes.
SELECT 1 FROM party_key
CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'by'
    AND statement_party.review = 'accepted'
WHERE party_key.party = ?1
UNION ALL
SELECT 1 FROM party_key CROSS JOIN source ON source.outlet_key = party_key.key
WHERE party_key.party = ?1 AND party_key.key <> '' LIMIT 1

-- :name gaps.accusing
-- Accepted allegations, charges or requests in which the party ?1 is named and that it does not make itself; ?2 of them.
SELECT statement.record ->> '$.content' AS content, statement.status FROM (
    SELECT DISTINCT statement.id FROM party_key
    CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'about'
        AND statement_party.review = 'accepted'
    CROSS JOIN statement ON statement.id = statement_party.statement
    WHERE party_key.party = ?1
    AND (statement.modality = 'alleged' OR statement.status IN ('alleged', 'charged', 'requested'))
    AND NOT EXISTS (
        SELECT 1 FROM party_key AS own JOIN statement_party AS made ON made.key = own.key AND made.role = 'by'
        WHERE own.party = ?1 AND made.statement = statement.id
    ) LIMIT ?2
) AS found CROSS JOIN statement ON statement.id = found.id

-- :name gaps.denies
-- An accepted denial by the party ?1, or one in which it is named.
SELECT 1 FROM party_key
CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.review = 'accepted'
JOIN statement ON statement.id = statement_party.statement
WHERE party_key.party = ?1 AND (statement.modality = 'denied' OR statement.status = 'denied') LIMIT 1

-- :name gaps.issued
-- A statement of the conflict ?1 that stands in a document of a body, as a person recorded.
SELECT 1 FROM conflict_statement JOIN statement ON statement.id = conflict_statement.statement
JOIN source ON source.sha256 = statement.source
WHERE conflict_statement.conflict = ?1 AND source.issuer <> '' LIMIT 1

-- :name gaps.of_source
-- The propositions in which the source ?1 is counted, each with a statement of its text.
SELECT counted.proposition, statement.record, support.record AS support
FROM counted JOIN support ON support.proposition = counted.proposition
JOIN statement ON statement.id = (
    SELECT min(id) FROM statement INDEXED BY statement_text
    WHERE text = counted.text AND review = 'accepted' AND proposition = counted.proposition
)
WHERE counted.source = ?1 ORDER BY counted.proposition

-- :name gaps.accepted_of
-- Accepted statements of the source ?1 that stand in no other source.
SELECT id FROM statement WHERE source = ?1 AND review = 'accepted'
AND NOT EXISTS (SELECT 1 FROM source AS twin WHERE twin.text = statement.text AND twin.sha256 <> ?1)

-- :name gaps.conflicts_of_source
SELECT DISTINCT conflict.record FROM statement
JOIN conflict_statement ON conflict_statement.statement = statement.id
JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE statement.source = ?1 AND statement.review = 'accepted'
AND NOT EXISTS (SELECT 1 FROM source AS twin WHERE twin.text = statement.text AND twin.sha256 <> ?1) ORDER BY conflict.id

-- :name gaps.acts_of_source
-- Acts that rest on accepted statements of the source ?1 and on no others.
SELECT DISTINCT act_basis.act FROM statement JOIN act_basis ON act_basis.statement = statement.id
WHERE statement.source = ?1 AND statement.review = 'accepted'
AND NOT EXISTS (SELECT 1 FROM source AS twin WHERE twin.text = statement.text AND twin.sha256 <> ?1)
AND NOT EXISTS (
    SELECT 1 FROM act_basis AS other JOIN statement AS theirs ON theirs.id = other.statement
    WHERE other.act = act_basis.act AND theirs.review = 'accepted' AND theirs.source <> ?1
)
ORDER BY act_basis.act

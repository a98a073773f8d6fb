-- Rows for pages and lists.

-- :name row.source
SELECT * FROM source WHERE sha256 = ?1

-- :name row.readings
-- Readings of a source by which its texts can be placed: the one in use first, then what the machine read last,
-- and those that persons corrected.
SELECT reading FROM source WHERE sha256 = ?1 AND reading <> ''
UNION ALL
SELECT output FROM run WHERE stage IN ('read', 'read.scan') AND input = ?1 AND output <> ''
    AND output <> (SELECT reading FROM source WHERE sha256 = ?1)
UNION ALL
SELECT before_reading FROM correction WHERE source = ?1
UNION ALL
SELECT reading FROM correction WHERE source = ?1

-- :name row.source_by_prefix
SELECT * FROM source WHERE sha256 >= ?1 AND sha256 < ?1 || 'g' ORDER BY sha256 LIMIT 2

-- :name row.members
SELECT * FROM source WHERE sha256 IN (SELECT sha256 FROM receipt WHERE parent = ?1) ORDER BY name, sha256

-- :name row.statement
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.id = ?1

-- :name row.statements_of_source
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.source = ?1 AND statement.text = ?2 AND review IN ('draft', 'accepted', 'rejected', 'stale')
ORDER BY statement.start, statement."end" DESC, statement.id

-- :name row.statements_of_earlier_texts
-- What persons decided on before the source was read anew.
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.source = ?1 AND statement.text <> ?2 AND review IN ('accepted', 'stale')
ORDER BY statement.start, statement."end" DESC, statement.id

-- :name row.statements_of_proposition
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.proposition = ?1 AND statement.id <> ?2 AND review IN ('draft', 'accepted')
ORDER BY review, source.published, statement.id LIMIT 200

-- :name row.statements_of_party
-- The first ?3 accepted ones by date; they are chosen before their rows are read. CROSS JOIN keeps the order of the
-- joins: from the party to its statements, never through all statements.
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM (
    SELECT DISTINCT statement_party.statement AS id, statement_party.sort_date AS sort_date
    FROM party_key
    CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = ?2
        AND statement_party.review = 'accepted'
    WHERE party_key.party = ?1
    ORDER BY sort_date, id LIMIT ?3
) AS chosen
JOIN statement ON statement.id = chosen.id
JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
ORDER BY chosen.sort_date, chosen.id

-- :name row.links_of_text
-- A text that several sources have is shown by one of them.
SELECT link.*, a.title AS first_title, a.name AS first_name, a.sha256 AS first_source, a.outlet AS first_outlet,
       b.outlet AS second_outlet, b.title AS second_title, b.name AS second_name, b.sha256 AS second_source,
       a.published AS first_published, b.published AS second_published
FROM link LEFT JOIN source AS a ON a.sha256 = (SELECT min(sha256) FROM source WHERE text = link.first)
LEFT JOIN source AS b ON b.sha256 = (SELECT min(sha256) FROM source WHERE text = link.second)
WHERE link.first = ?1 OR link.second = ?1 ORDER BY link.id

-- :name row.links
-- ?4 links in the state ?1 after one that sways ?2 counts and has the id ?3.
SELECT link.*, a.title AS first_title, a.name AS first_name, a.sha256 AS first_source, a.outlet AS first_outlet,
       b.outlet AS second_outlet, b.title AS second_title, b.name AS second_name, b.sha256 AS second_source,
       a.published AS first_published, b.published AS second_published
FROM link LEFT JOIN source AS a ON a.sha256 = (SELECT min(sha256) FROM source WHERE text = link.first)
LEFT JOIN source AS b ON b.sha256 = (SELECT min(sha256) FROM source WHERE text = link.second)
WHERE link.state = ?1 AND link.sways <= ?2 AND (link.sways < ?2 OR link.id > ?3)
ORDER BY link.sways DESC, link.id LIMIT ?4

-- :name row.conflicts_of_statement
SELECT conflict.record FROM conflict_statement JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE conflict_statement.statement = ?1 ORDER BY conflict.id

-- :name row.party
SELECT * FROM party WHERE id = ?1

-- :name row.party_of_key
SELECT party FROM party_key WHERE key = ?1

-- :name row.kind_of_key
SELECT party.kind FROM party_key JOIN party ON party.id = party_key.party WHERE party_key.key = ?1

-- :name row.parties_near
-- Names of at most ?2 parties with a word of ?1 (a question to the index), named by a source that is not protected.
SELECT name FROM party
WHERE number IN (SELECT rowid FROM party_words WHERE party_words MATCH ?1)
AND EXISTS (
    SELECT 1 FROM party_document JOIN source ON source.sha256 = party_document.source
    WHERE party_document.party = party.id AND source.sensitivity <= 1
)
ORDER BY documents DESC, mentions DESC, id LIMIT ?2

-- :name row.keys_with_words
-- Name keys of parties with a form that has all words of ?1 (a question to the index), at most ?2.
SELECT party_key.party AS subject, party_key.key FROM party_words
JOIN party ON party.number = party_words.rowid JOIN party_key ON party_key.party = party.id
WHERE party_words MATCH ?1 LIMIT ?2

-- :name row.keys_that_begin
-- Name keys that acts and particulars have, from ?1 on and before ?2, at most ?3, each with the party it leads to.
SELECT DISTINCT coalesce(party_key.party, act_party.key) AS subject, act_party.key FROM act_party
LEFT JOIN party_key ON party_key.key = act_party.key
WHERE act_party.key > ?1 AND act_party.key < ?2 LIMIT ?3

-- :name row.names_of_party
-- In the ?2 sources that name it most.
SELECT naming.*, source.title AS title, source.name AS source_name FROM party_key
CROSS JOIN naming ON naming.key = party_key.key JOIN source ON source.sha256 = naming.source
WHERE party_key.party = ?1 ORDER BY naming.mentions DESC, naming.source, naming.key LIMIT ?2

-- :name row.forms_of_party
SELECT name, sum(mentions) AS mentions, sum(documents) AS documents FROM party_key
JOIN name_count ON name_count.key = party_key.key
WHERE party_key.party = ?1 GROUP BY name ORDER BY mentions DESC, name LIMIT ?2

-- :name row.parties_together
-- Parties named in the same statements as ?1, by the first 2,000 of these.
SELECT other.id AS id, other.name AS name, other.kind AS kind, count(DISTINCT theirs.statement) AS statements
FROM (
    SELECT DISTINCT statement_party.statement AS statement FROM party_key
    JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'about'
    WHERE party_key.party = ?1 LIMIT 2000
) AS ours
JOIN statement_party AS theirs ON theirs.statement = ours.statement AND theirs.role = 'about'
JOIN party_key AS their_key ON their_key.key = theirs.key
JOIN party AS other ON other.id = their_key.party
WHERE other.id <> ?1
GROUP BY other.id ORDER BY statements DESC, other.name LIMIT 20

-- :name row.count_by_role
SELECT count(DISTINCT statement_party.statement) FROM party_key
CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = ?2
    AND statement_party.review = ?3
WHERE party_key.party = ?1

-- :name row.parties_of_statement
SELECT DISTINCT party.id AS id, party.name AS name, party.kind AS kind, statement_party.role AS role
FROM statement_party JOIN party_key ON party_key.key = statement_party.key
JOIN party ON party.id = party_key.party
WHERE statement_party.statement = ?1 ORDER BY party.name, party.id

-- :name row.party_of_old_id
-- Every key of a party leads to it, also under the id that the key alone would have.
SELECT party FROM party_key WHERE id = ?1

-- :name row.party_name_of_key
SELECT party.name AS name FROM party_key JOIN party ON party.id = party_key.party WHERE party_key.key = ?1

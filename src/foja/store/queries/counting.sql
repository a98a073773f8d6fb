-- What counts are made from.

-- :name counting.accepted
-- The accepted statements of the proposition ?1, each once for every source that has its text, with the first name key
-- of who says it.
SELECT statement.id, source.sha256 AS source, statement.text, statement.published AS published, statement.record, source.outlet_key,
       source.issuer,
       (SELECT min(key) FROM statement_party WHERE statement_party.statement = statement.id AND role = 'by') AS by_key
FROM statement JOIN source ON source.sha256 = statement.source
WHERE statement.proposition = ?1 AND statement.review = 'accepted'
UNION ALL
SELECT statement.id, source.sha256 AS source, statement.text, source.published AS published, statement.record, source.outlet_key,
       source.issuer,
       (SELECT min(key) FROM statement_party WHERE statement_party.statement = statement.id AND role = 'by') AS by_key
FROM statement JOIN source ON source.text = statement.text AND source.sha256 <> statement.source
WHERE statement.proposition = ?1 AND statement.review = 'accepted' ORDER BY statement.id, source.sha256

-- :name counting.accepted_of
-- The same for the source ?2 alone.
SELECT statement.id, source.sha256 AS source, statement.text, statement.published AS published, statement.record, source.outlet_key,
       source.issuer,
       (SELECT min(key) FROM statement_party WHERE statement_party.statement = statement.id AND role = 'by') AS by_key
FROM statement INDEXED BY statement_proposition JOIN source ON source.sha256 = statement.source
WHERE statement.proposition = ?1 AND statement.source = ?2 AND statement.review = 'accepted'
UNION ALL
SELECT statement.id, source.sha256 AS source, statement.text, source.published AS published, statement.record, source.outlet_key,
       source.issuer,
       (SELECT min(key) FROM statement_party WHERE statement_party.statement = statement.id AND role = 'by') AS by_key
FROM source CROSS JOIN statement INDEXED BY statement_text ON statement.text = source.text
WHERE source.sha256 = ?2 AND source.text <> '' AND statement.review = 'accepted' AND statement.proposition = ?1
    AND statement.source <> ?2 ORDER BY statement.id

-- :name counting.links
-- Links from the texts ?1 (a JSON list), in their order.
SELECT link.record, link.state, link.second FROM json_each(?1) AS wanted
CROSS JOIN link ON link.first = wanted.value ORDER BY wanted.key, link.id

-- :name counting.keep
INSERT INTO support (proposition, record, documents, origins, lower, access, shares) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (proposition) DO UPDATE SET record = excluded.record, documents = excluded.documents,
    origins = excluded.origins, lower = excluded.lower, access = excluded.access, shares = excluded.shares

-- :name counting.spoken_by
-- Propositions with an accepted statement of somebody with one of the name keys ?1 (a JSON list), and its sources.
SELECT DISTINCT statement.proposition, statement.source FROM json_each(?1) AS wanted
CROSS JOIN statement_party ON statement_party.key = wanted.value AND statement_party.role = 'by'
    AND statement_party.review = 'accepted'
JOIN statement ON statement.id = statement_party.statement ORDER BY statement.proposition, statement.source

-- :name proposition.parted
-- Propositions with a statement that a person, or what it says, keeps apart from another to which likeness led.
SELECT statement.proposition FROM likeness JOIN statement ON statement.id = likeness.first
WHERE likeness.state IN ('rejected', 'unlike')
UNION
SELECT statement.proposition FROM likeness JOIN statement ON statement.id = likeness.second
WHERE likeness.state IN ('rejected', 'unlike')

-- Questions about counts.

-- :name counts.statements
-- The first ?2 accepted statements of the proposition ?1, by when they became known.
-- Found first and read then: those that are not shown are not sorted with all that they hold.
WITH shown AS (
    SELECT id FROM statement WHERE proposition = ?1 AND review = 'accepted' ORDER BY known_on, id LIMIT ?2
)
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM shown CROSS JOIN statement ON statement.id = shown.id
JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
ORDER BY statement.known_on, statement.id

-- :name counts.number
SELECT count(*) FROM statement WHERE proposition = ?1 AND review = 'accepted'

-- :name counts.name
-- What is shown for ?1: an outlet or party by its name key, a source by its digest.
SELECT name FROM (
    SELECT 1 AS rank, source.outlet AS name FROM source WHERE source.outlet_key = ?1 AND ?1 <> ''
    UNION ALL
    SELECT 2, party.name FROM party_key JOIN party ON party.id = party_key.party WHERE party_key.key = ?1
    UNION ALL
    SELECT 3, CASE title WHEN '' THEN name ELSE title END FROM source WHERE sha256 = ?1
) ORDER BY rank, name LIMIT 1

-- :name counts.conflicts
SELECT DISTINCT conflict.record FROM statement
JOIN conflict_statement ON conflict_statement.statement = statement.id
JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE statement.proposition = ?1 AND statement.review = 'accepted' AND statement.conflicted = 1
ORDER BY conflict.id LIMIT 50

-- :name counts.owners
-- Who owns the roots ?1 (a JSON list of outlets and sources), as persons recorded.
SELECT wanted.value AS root, source.owner FROM json_each(?1) AS wanted
CROSS JOIN source ON source.outlet_key = wanted.value AND source.owner <> ''
UNION
SELECT wanted.value, source.owner FROM json_each(?1) AS wanted
CROSS JOIN source ON source.sha256 = wanted.value AND source.owner <> ''

-- :name counts.speaker_kind
-- What the speaker of the statement ?1 is.
SELECT party.kind FROM statement_party JOIN party_key ON party_key.key = statement_party.key
JOIN party ON party.id = party_key.party
WHERE statement_party.statement = ?1 AND statement_party.role = 'by' ORDER BY statement_party.key LIMIT 1

-- :name counts.link
SELECT link.*, a.title AS first_title, a.name AS first_name, a.sha256 AS first_source, a.outlet AS first_outlet,
       b.outlet AS second_outlet, b.title AS second_title, b.name AS second_name, b.sha256 AS second_source,
       a.published AS first_published, b.published AS second_published
FROM link LEFT JOIN source AS a ON a.sha256 = (SELECT min(sha256) FROM source WHERE text = link.first)
LEFT JOIN source AS b ON b.sha256 = (SELECT min(sha256) FROM source WHERE text = link.second)
WHERE link.id = ?1

-- :name counts.citation
SELECT text, outlet_key FROM citation WHERE link = ?1 LIMIT 1

-- :name counts.source_of_text
SELECT * FROM source WHERE text = ?1 AND text <> '' ORDER BY sha256 LIMIT 1

-- :name counts.swayed_by
-- The first ?2 propositions that the link ?1 sways or cites in, each with its first statement.
SELECT wanted.proposition, statement.record, support.record AS support
FROM (SELECT proposition FROM sway WHERE link = ?1 UNION SELECT proposition FROM citation WHERE link = ?1 LIMIT ?2) AS wanted
JOIN support ON support.proposition = wanted.proposition
JOIN statement ON statement.id = (
    SELECT id FROM statement WHERE proposition = wanted.proposition AND review = 'accepted' ORDER BY known_on, id LIMIT 1
)
ORDER BY wanted.proposition

-- :name counts.stating
-- Accepted statements of the text ?1.
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.text = ?1 AND statement.review = 'accepted' ORDER BY statement.start, statement.id LIMIT ?2

-- :name counts.days_of_citation
-- When the text ?1 was last published, and the outlet ?2 first: its earliest page in the file, '' where one has no date.
SELECT (SELECT max(published) FROM source WHERE text = ?1) AS citing,
       (SELECT min(published) FROM source WHERE outlet_key = ?2) AS cited

-- :name counts.pages_of_outlet
SELECT * FROM source WHERE outlet_key = ?1 AND outlet_key <> '' ORDER BY published, sha256 LIMIT ?2

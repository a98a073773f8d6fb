-- Counts kept by island.

-- :name island.of_source
SELECT source, text, island, node, named FROM counted WHERE proposition = ?1 AND source = ?2

-- :name island.nodes
SELECT node FROM counted WHERE proposition = ?1 AND island = ?2 ORDER BY source

-- :name island.part
SELECT part FROM island WHERE proposition = ?1 AND island = ?2

-- :name island.accounts
-- The first ?4 islands of the proposition ?1 after ?2 and ?3, those of most documents first.
SELECT island, documents, account FROM island
WHERE proposition = ?1 AND documents <= ?2 AND (documents < ?2 OR island > ?3)
ORDER BY documents DESC, island LIMIT ?4

-- :name island.linked
-- Texts at the other ends of the links of the text ?1.
SELECT second AS other FROM link WHERE first = ?1 UNION ALL SELECT first FROM link WHERE second = ?1

-- :name island.met
-- Islands of the proposition ?1 with one of the texts ?2, or one of the keys ?3 (JSON lists).
SELECT counted.island FROM json_each(?2) AS wanted
CROSS JOIN counted ON counted.proposition = ?1 AND counted.text = wanted.value
UNION
SELECT counted.island FROM json_each(?3) AS wanted
CROSS JOIN counted_key ON counted_key.proposition = ?1 AND counted_key.key = wanted.value
CROSS JOIN counted ON counted.proposition = ?1 AND counted.source = counted_key.source

-- :name island.with_key
SELECT source FROM counted_key WHERE proposition = ?1 AND key = ?2 LIMIT 2

-- :name island.naming
SELECT counted.named FROM counted_key
JOIN counted ON counted.proposition = counted_key.proposition AND counted.source = counted_key.source
WHERE counted_key.proposition = ?1 AND counted_key.key = ?2

-- :name island.speakers
SELECT count(DISTINCT key) FROM counted_key WHERE proposition = ?1 AND key >= 's' AND key < 't'

-- :name island.hinges
-- Hinges of the islands of the proposition ?1 but ?2.
SELECT json_extract(part, '$.hinge') AS hinge FROM island
WHERE proposition = ?1 AND island <> ?2 AND coalesce(json_extract(part, '$.hinge'), '') <> ''

-- :name island.set_origins
UPDATE statement SET origins = ?2 WHERE proposition = ?1 AND origins IS NOT ?2

-- :name island.places
SELECT proposition FROM counted WHERE source = ?1
UNION
SELECT proposition FROM statement WHERE source = ?1 AND review = 'accepted'
UNION
SELECT statement.proposition FROM source JOIN statement ON statement.text = source.text AND statement.review = 'accepted'
WHERE source.sha256 = ?1 AND source.text <> ''

-- :name island.twins
-- The source ?2 and those that carry what it carries of the proposition ?1, as they have its text, or had it.
SELECT ?2 AS source
UNION
SELECT other.sha256 FROM source JOIN source AS other ON other.text = source.text
WHERE source.sha256 = ?2 AND source.text <> ''
UNION
SELECT other.sha256 FROM statement JOIN source AS other ON other.text = statement.text
WHERE statement.proposition = ?1 AND statement.source = ?2
UNION
SELECT other.source FROM counted JOIN counted AS other
    ON other.proposition = counted.proposition AND other.text = counted.text
WHERE counted.proposition = ?1 AND counted.source = ?2

-- :name island.outlets
SELECT outlet_key FROM source WHERE sha256 = ?1
UNION
SELECT json_extract(node, '$.outlet_key') FROM counted WHERE source = ?1

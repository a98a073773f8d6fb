-- Sensitivity of sources. Ranks are places on the ladder of labels, 0 for public.

-- :name label.set
INSERT INTO label VALUES (?, ?, ?, ?)
ON CONFLICT (source, part) DO UPDATE SET rank = excluded.rank, seq = excluded.seq

-- :name label.family
-- The source ?1, what it lies in and what lies in it, at any depth.
WITH RECURSIVE
above (sha256) AS (
    VALUES (?1) UNION
    SELECT receipt.parent FROM above JOIN receipt ON receipt.sha256 = above.sha256 WHERE receipt.parent <> ''
),
below (sha256) AS (
    VALUES (?1) UNION
    SELECT receipt.sha256 FROM below JOIN receipt ON receipt.parent = below.sha256
)
SELECT sha256 FROM above UNION SELECT sha256 FROM below
UNION -- how sealed sources lie in one another is sealed too; what was sealed together belongs together
SELECT other.source FROM shut AS one JOIN shut AS other ON other.seq = one.seq WHERE one.source = ?1
ORDER BY sha256

-- :name label.refresh
-- The label of the source ?1: its own, else ?2, or a higher one in its family ?3 (a JSON list), or that of how something
-- came that lies in it: an archive or a letter has the names of its members in its own bytes.
WITH RECURSIVE inside (sha256) AS (
    SELECT sha256 FROM receipt WHERE parent = ?1 UNION
    SELECT receipt.sha256 FROM inside JOIN receipt ON receipt.parent = inside.sha256
)
UPDATE source SET sensitivity = max(
    coalesce((SELECT rank FROM label WHERE source = ?1 AND part = ''), ?2),
    coalesce((SELECT max(rank) FROM label WHERE part = '' AND source IN (SELECT value FROM json_each(?3))), 0),
    coalesce((SELECT max(rank) FROM label WHERE part = 'receipt' AND source IN (SELECT sha256 FROM inside)), 0)
) WHERE sha256 = ?1

-- :name label.containers
-- What the source ?1 lies in, as far as it is in the clear.
SELECT DISTINCT source.sha256, source.name FROM receipt JOIN source ON source.sha256 = receipt.parent
WHERE receipt.sha256 = ?1 AND source.state NOT IN ('sealed', 'erased')

-- :name label.above
SELECT sha256 FROM source WHERE sensitivity > ?1

-- :name label.tokens
-- What may not be named where the sources ?1 (a JSON list) are closed: they, texts that no other source has, their
-- statements, links.
WITH given AS MATERIALIZED (SELECT value AS sha256 FROM json_each(?1))
SELECT sha256 FROM given
UNION
SELECT text FROM source WHERE sha256 IN (SELECT sha256 FROM given) AND text <> '' AND NOT EXISTS (
    SELECT 1 FROM source AS other WHERE other.text = source.text AND other.sha256 NOT IN (SELECT sha256 FROM given)
)
UNION
SELECT statement.id FROM statement WHERE statement.source IN (SELECT sha256 FROM given)
UNION
SELECT link.id FROM source JOIN link ON source.text IN (link.first, link.second)
WHERE source.sha256 IN (SELECT sha256 FROM given)

-- :name label.acts
-- Acts that rest on a statement of the sources ?1 (a JSON list), or name one who stands in no other source.
SELECT act_basis.act FROM statement JOIN act_basis ON act_basis.statement = statement.id
WHERE statement.source IN (SELECT value FROM json_each(?1))
UNION
SELECT act FROM act_party WHERE key IN (
    SELECT key FROM naming WHERE source IN (SELECT value FROM json_each(?1))
    EXCEPT
    SELECT key FROM naming WHERE source NOT IN (SELECT value FROM json_each(?1))
)

-- :name label.items
-- Incidents, evidence and positions that rest on a statement of the sources ?1 (a JSON list), or name one who stands in
-- no other source; and positions on such an act or incident.
WITH RECURSIVE alone AS (
    SELECT key FROM naming WHERE source IN (SELECT value FROM json_each(?1))
    EXCEPT
    SELECT key FROM naming WHERE source NOT IN (SELECT value FROM json_each(?1))
),
closed (id) AS (
    SELECT item_basis.item FROM statement JOIN item_basis ON item_basis.statement = statement.id
    WHERE statement.source IN (SELECT value FROM json_each(?1))
    UNION
    SELECT item FROM item_party WHERE key IN (SELECT key FROM alone)
    UNION
    SELECT act_basis.act FROM statement JOIN act_basis ON act_basis.statement = statement.id
    WHERE statement.source IN (SELECT value FROM json_each(?1))
    UNION
    SELECT act FROM act_party WHERE key IN (SELECT key FROM alone)
    UNION
    SELECT item.id FROM closed JOIN item ON item.target = closed.id
)
SELECT closed.id FROM closed JOIN item ON item.id = closed.id

-- :name label.names
-- Names that stand in no source but the closed ones, ?1.
SELECT key FROM naming WHERE source IN (SELECT value FROM json_each(?1))
EXCEPT
SELECT key FROM naming WHERE source NOT IN (SELECT value FROM json_each(?1))

-- :name label.owners
-- The sources that something named by ?1 belongs to: a source, a text, a statement, a link.
SELECT sha256 FROM source WHERE sha256 = ?1
UNION
SELECT sha256 FROM source WHERE text = ?1 AND ?1 <> ''
UNION
SELECT source FROM statement WHERE id = ?1
UNION
SELECT source.sha256 FROM link JOIN source ON source.text IN (link.first, link.second) WHERE link.id = ?1

-- :name label.receipts
SELECT source FROM label WHERE part = 'receipt' AND rank > ?1

-- :name label.file_names
SELECT sha256, name FROM source WHERE sha256 IN (SELECT value FROM json_each(?1))

-- :name label.any_above
-- A statement among ?1 (a JSON list) whose source has a label above rank ?2.
SELECT 1 FROM json_each(?1) AS wanted JOIN statement ON statement.id = wanted.value
JOIN source ON source.sha256 = statement.source WHERE source.sensitivity > ?2 LIMIT 1

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
SELECT sha256 FROM above UNION SELECT sha256 FROM below ORDER BY sha256

-- :name label.refresh
-- The label of the source ?1: its own, else ?2, or a higher one in its family ?3 (a JSON list).
UPDATE source SET sensitivity = max(
    coalesce((SELECT rank FROM label WHERE source = ?1 AND part = ''), ?2),
    coalesce((SELECT max(rank) FROM label WHERE part = '' AND source IN (SELECT value FROM json_each(?3))), 0)
) WHERE sha256 = ?1

-- :name label.tokens
-- What may not be named before an audience of rank ?1: sources, texts that no open source has, statements, links.
SELECT sha256 FROM source WHERE sensitivity > ?1
UNION
SELECT text FROM source WHERE sensitivity > ?1 AND text <> ''
AND NOT EXISTS (SELECT 1 FROM source AS other WHERE other.text = source.text AND other.sensitivity <= ?1)
UNION
SELECT statement.id FROM source JOIN statement ON statement.source = source.sha256 WHERE sensitivity > ?1
UNION
SELECT link.id FROM source JOIN link ON source.text IN (link.first, link.second) WHERE sensitivity > ?1

-- :name label.acts
-- Acts that rest on a statement of a source above rank ?1, or name one who stands in no open source.
SELECT act_basis.act FROM source JOIN statement ON statement.source = source.sha256
JOIN act_basis ON act_basis.statement = statement.id WHERE sensitivity > ?1
UNION
SELECT act FROM act_party WHERE key IN (
    SELECT naming.key FROM source JOIN naming ON naming.source = source.sha256 WHERE sensitivity > ?1
    EXCEPT
    SELECT naming.key FROM source JOIN naming ON naming.source = source.sha256 WHERE sensitivity <= ?1
)

-- :name label.names
-- Names that stand in no source open to rank ?1.
SELECT naming.key FROM source JOIN naming ON naming.source = source.sha256 WHERE sensitivity > ?1
EXCEPT
SELECT naming.key FROM source JOIN naming ON naming.source = source.sha256 WHERE sensitivity <= ?1

-- :name label.receipts
SELECT source FROM label WHERE part = 'receipt' AND rank > ?1

-- :name label.any_above
-- A statement among ?1 (a JSON list) whose source has a label above rank ?2.
SELECT 1 FROM json_each(?1) AS wanted JOIN statement ON statement.id = wanted.value
JOIN source ON source.sha256 = statement.source WHERE source.sensitivity > ?2 LIMIT 1

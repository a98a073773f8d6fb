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

-- :name label.sending
-- What decides whether the source ?1 may be sent to another machine: its label, that of how it came, its state.
SELECT sensitivity, state,
    coalesce((SELECT rank FROM label WHERE label.source = source.sha256 AND part = 'receipt'), 0) AS receipt
FROM source WHERE sha256 = ?1

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

-- :name label.entered
-- What persons entered that rests on no source: acts, particulars and items, evidence that no statement tells of, what
-- is on them, and names that were joined or kept apart and that stand nowhere else.
WITH bare (id) AS (
    SELECT id FROM official_act WHERE entered = 1 UNION SELECT id FROM particular WHERE entered = 1
    UNION SELECT id FROM item WHERE entered = 1
    UNION SELECT id FROM item WHERE sort = 'evidence'
        AND NOT EXISTS (SELECT 1 FROM item_basis WHERE item = item.id AND part = 'shown')
)
SELECT id FROM bare UNION SELECT item.id FROM bare JOIN item ON item.target = bare.id
UNION SELECT * FROM (
    SELECT first FROM name_decision UNION SELECT second FROM name_decision
    EXCEPT SELECT key FROM naming EXCEPT SELECT key FROM act_party EXCEPT SELECT key FROM item_party
    EXCEPT SELECT key FROM statement_party
)

-- :name label.met
-- Name keys that the sources ?1 (a JSON list) have at all, alone or not, and those of acts, particulars and items that
-- rest on a statement of theirs.
WITH theirs AS (SELECT id FROM statement WHERE source IN (SELECT value FROM json_each(?1)))
SELECT key FROM naming WHERE source IN (SELECT value FROM json_each(?1))
UNION SELECT act_party.key FROM theirs JOIN act_basis ON act_basis.statement = theirs.id
    JOIN act_party ON act_party.act = act_basis.act
UNION SELECT item_party.key FROM theirs JOIN item_basis ON item_basis.statement = theirs.id
    JOIN item_party ON item_party.item = item_basis.item

-- :name label.names
-- Names that stand in no source but the closed ones, ?1.
SELECT key FROM naming WHERE source IN (SELECT value FROM json_each(?1))
EXCEPT
SELECT key FROM naming WHERE source NOT IN (SELECT value FROM json_each(?1))

-- :name given.touched
-- Propositions of the statements among ?1 (a JSON list), and those in which one of the sources among them is counted.
SELECT statement.proposition FROM json_each(?1) AS closed JOIN statement ON statement.id = closed.value
UNION
SELECT counted.proposition FROM json_each(?1) AS closed JOIN counted ON counted.source = closed.value

-- :name given.keys_of_party
-- All name keys of the party that the key ?1 leads to.
SELECT other.key FROM party_key AS one JOIN party_key AS other ON other.party = one.party WHERE one.key = ?1

-- :name given.drafts
SELECT count(*) FROM statement JOIN source ON source.sha256 = statement.source
WHERE statement.review = 'draft' AND source.sensitivity <= ?1

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

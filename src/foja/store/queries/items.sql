-- Incidents, evidence, positions; flags beside statements.

-- :name item.insert
INSERT OR IGNORE INTO item (
    id, sort, target, kind, earliest, latest, state, entered, known_on, seq, recorded_by, recorded_at, record
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- :name item.row
SELECT * FROM item WHERE id = ?1

-- :name item.page
SELECT * FROM item
WHERE sort = :sort AND state = 'recorded' AND (earliest, id) > (:begin, :after)
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
AND (:target = '' OR target = :target) AND (:kind = '' OR kind = :kind)
AND (:keys = '' OR id IN (SELECT item FROM item_party WHERE key IN (SELECT value FROM json_each(:keys))))
ORDER BY earliest, id LIMIT :limit

-- :name item.count
SELECT count(*) FROM item
WHERE sort = :sort AND state = 'recorded' AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
AND (:target = '' OR target = :target) AND (:kind = '' OR kind = :kind)
AND (:keys = '' OR id IN (SELECT item FROM item_party WHERE key IN (SELECT value FROM json_each(:keys))))

-- :name item.basis
-- The statements of the item ?1 with their parts; corrected ones stand for those that they correct.
SELECT item_basis.part, statement.*, source.title AS source_title, source.name AS source_name,
       source.outlet AS source_outlet, support.record AS support
FROM item_basis JOIN statement ON statement.id = item_basis.statement
JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE item_basis.item = ?1 AND statement.review <> 'superseded'
ORDER BY statement.known_on, statement.id, item_basis.part

-- :name item.of_statement
SELECT DISTINCT item.* FROM item_basis JOIN item ON item.id = item_basis.item
WHERE item_basis.statement = ?1 ORDER BY item.sort, item.earliest, item.id

-- :name flag.marks
-- What persons noted beside the statements ?1 (a JSON list).
SELECT statement, mark, note FROM json_each(?1) AS wanted JOIN statement_mark ON statement_mark.statement = wanted.value
ORDER BY statement, mark

-- :name flag.evidence
-- The evidence that the statements ?1 (a JSON list) rest on.
SELECT item_basis.statement, item.record FROM json_each(?1) AS wanted
JOIN item_basis ON item_basis.statement = wanted.value AND item_basis.part = 'carries'
JOIN item ON item.id = item_basis.item AND item.state = 'recorded'
ORDER BY item_basis.statement, item.id

-- :name flag.findings
-- Of the statements ?1 (a JSON list) those with one of the statuses ?2 (a JSON list), with whose own text the source is.
SELECT statement.id, statement.record, statement.review, statement.known_on, statement.speaker_key, source.issuer
FROM json_each(?1) AS wanted JOIN statement ON statement.id = wanted.value
JOIN source ON source.sha256 = statement.source
WHERE statement.status IN (SELECT value FROM json_each(?2)) ORDER BY statement.id

-- Look-ups that find what a new document has to be compared with.

-- :name comparison.statements
-- Pairs of statements that share a key, one of them in the source ?1.
SELECT DISTINCT a.id AS first_id, a.record AS first, b.id AS second_id, b.record AS second
FROM statement AS a
JOIN statement_key AS ours ON ours.statement = a.id
JOIN statement_key AS theirs ON theirs.key = ours.key
JOIN statement AS b ON b.id = theirs.statement
WHERE a.source = ?1 AND b.id <> a.id AND a.review <> 'superseded' AND b.review <> 'superseded'
ORDER BY a.id, b.id

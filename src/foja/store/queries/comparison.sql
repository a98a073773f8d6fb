-- Look-ups that find what a new document has to be compared with.

-- :name comparison.own
-- Statements of the source ?1 by face, the first of each face at its head.
SELECT face, id, record FROM statement
WHERE source = ?1 AND face IS NOT NULL AND review <> 'superseded' ORDER BY face, id

-- :name comparison.elsewhere
-- The first statement with the face ?1 in another source than ?2.
SELECT id, record FROM statement
WHERE face = ?1 AND source <> ?2 AND review <> 'superseded' ORDER BY id LIMIT 1

-- :name comparison.met
-- The first statement of each other face that shares a key with the face ?1.
SELECT statement.id, statement.record FROM (
    SELECT DISTINCT theirs.face FROM face_key AS ours CROSS JOIN face_key AS theirs ON theirs.key = ours.key
    WHERE ours.face = ?1 AND theirs.face <> ?1
) AS met
CROSS JOIN statement ON statement.id = (
    SELECT id FROM statement WHERE face = met.face AND review <> 'superseded' ORDER BY id LIMIT 1
)
ORDER BY statement.id

-- :name comparison.heir
-- The first statement, but ?1, that has its face.
SELECT other.id FROM statement JOIN statement AS other ON other.face = statement.face
WHERE statement.id = ?1 AND other.id <> ?1 AND other.review <> 'superseded' ORDER BY other.id LIMIT 1

-- :name comparison.bequeath
-- What the statement ?1 was found to be like is said of ?2, which has its face.
INSERT OR IGNORE INTO likeness
SELECT min(other, ?2), max(other, ?2), state, reason FROM (
    SELECT second AS other, state, reason FROM likeness WHERE first = ?1
    UNION ALL SELECT first, state, reason FROM likeness WHERE second = ?1
) WHERE state IN ('suggested', 'unlike') AND other <> ?2

-- :name comparison.faces
-- A statement of each face in the proposition ?1.
SELECT record, min(id) FROM statement WHERE proposition = ?1 AND face IS NOT NULL GROUP BY face ORDER BY face

-- Look-ups that find what a new document has to be compared with.

-- :name comparison.texts
-- Texts that share two keys with the text ?1 (LEAST_SHARED in weigh/fingerprint.py). A pair of which both
-- are due is left to the one with the greater digest.
SELECT theirs.text AS text
FROM sketch AS ours JOIN sketch AS theirs USING (key, kind)
WHERE ours.text = ?1 AND theirs.text <> ?1
GROUP BY theirs.text
HAVING count(*) >= 2
   AND NOT (theirs.text > ?1 AND EXISTS (
        SELECT 1 FROM source JOIN run ON run.stage = 'weigh.compare' AND run.input = source.sketch
        WHERE source.text = theirs.text AND run.state = ''))
ORDER BY theirs.text

-- :name comparison.statements
-- Pairs of statements that share a key, one of them in the source ?1.
SELECT DISTINCT a.id AS first_id, a.record AS first, b.id AS second_id, b.record AS second
FROM statement AS a
JOIN statement_key AS ours ON ours.statement = a.id
JOIN statement_key AS theirs ON theirs.key = ours.key
JOIN statement AS b ON b.id = theirs.statement
WHERE a.source = ?1 AND b.id <> a.id AND a.review <> 'superseded' AND b.review <> 'superseded'
ORDER BY a.id, b.id

-- What is computed beside the form for a grade.

-- :name grades.voices
-- Accepted statements of the source ?1, and those of them for which no speaker is named.
SELECT count(*) AS accepted, sum(json_extract(record, '$.chain[#-1].kind') = 'page') AS own
FROM statement WHERE source = ?1 AND review = 'accepted'

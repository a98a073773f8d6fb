-- Finding the conflicts that a statement is part of.

-- :name conflict.other_figures
-- Statements with a figure under the key ?1 that does not meet the interval from ?2 to ?3; NULL is an open bound.
SELECT DISTINCT statement FROM figure_key WHERE key = ?1 AND (low > ?3 OR high < ?2)

-- :name conflict.other_words
-- Statements under the key ?1 on the side ?2 of a pair of lists of opposite words.
SELECT statement FROM opposite_key WHERE key = ?1 AND side = ?2

-- :name conflict.of_kind
-- The conflicts of the kind ?2 that hold the statement ?1.
SELECT conflict.id AS conflict FROM conflict_statement JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE conflict_statement.statement = ?1 AND conflict.kind = ?2

-- :name conflict.denials_of
-- The denials that stand against the claim ?1.
SELECT theirs.statement FROM conflict_statement AS ours
JOIN conflict ON conflict.id = ours.conflict AND conflict.kind = 'denial'
JOIN conflict_statement AS theirs ON theirs.conflict = ours.conflict
WHERE ours.statement = ?1
AND EXISTS (SELECT 1 FROM denial_key WHERE denial_key.statement = theirs.statement AND denial_key.denies = 1)

-- :name conflict.other_side
-- Statements that share ?3 or more of the keys ?1 (a JSON list), on the side ?2 (1: denials).
SELECT statement FROM json_each(?1) AS wanted CROSS JOIN denial_key
ON denial_key.key = wanted.value AND denial_key.denies = ?2
GROUP BY statement HAVING count(*) >= ?3 ORDER BY statement

-- :name conflict.described
-- What describes the matter ?1, by the first day it speaks of.
SELECT statement, term FROM description_key WHERE key = ?1 ORDER BY day, statement

-- :name conflict.keep
INSERT INTO conflict (id, kind, record, reason) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET record = excluded.record, reason = excluded.reason

-- Writing statements.

-- :name statement.insert
INSERT INTO statement (
    number, id, source, text, start, "end", review, machine, modality, polarity, status, presupposed, speaker,
    speaker_key, outlet, language, published, known_on, earliest, latest, sort_date, weight, proposition, recorded_at,
    record
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- :name statement.mark_conflicted
-- Whether the statement ?1 still stands in a conflict.
UPDATE statement SET conflicted = EXISTS (SELECT 1 FROM conflict_statement WHERE statement = ?1) WHERE id = ?1

-- :name party.link_statement
-- The statement ?1 is linked to the name key ?2 in the role ?3.
INSERT INTO statement_party SELECT id, ?2, ?3, review, sort_date FROM statement WHERE id = ?1

-- :name party.follow_review
UPDATE statement_party SET review = (SELECT review FROM statement WHERE id = ?1) WHERE statement = ?1

-- :name link.insert
INSERT INTO link VALUES (?, ?, ?, ?, 'suggested', ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record

-- :name statement.resting_on_source
-- Propositions of accepted statements in the source ?1, and of those whose speaker is its outlet.
SELECT proposition FROM statement WHERE source = ?1 AND review = 'accepted'
UNION
SELECT proposition FROM source
JOIN statement ON statement.speaker_key = source.outlet_key AND statement.review = 'accepted'
WHERE source.sha256 = ?1 AND source.outlet_key <> ''
ORDER BY proposition

-- :name statement.published
-- The source ?2 was published on ?1: what its statements are known by.
UPDATE statement SET published = ?1, known_on = substr(CASE ?1 WHEN '' THEN recorded_at ELSE ?1 END, 1, 10)
WHERE source = ?2

-- :name search.statements
-- The best ?3 of the first ?2 hits for the query ?1.
SELECT s.*, source.title AS source_title, source.name AS source_name
FROM (
    SELECT number, rank FROM (SELECT rowid AS number, rank FROM statement_words WHERE statement_words MATCH ?1 LIMIT ?2)
    ORDER BY rank, number LIMIT ?3
) AS found
JOIN statement AS s ON s.number = found.number
JOIN source ON source.sha256 = s.source
ORDER BY found.rank, s.number

-- :name search.few_statements
-- The best ?2 hits for the words ?1, accepted ones first, with how many there are. For words that few statements hold.
SELECT s.*, source.title AS source_title, source.name AS source_name, found.total AS total
FROM (
    SELECT statement.number AS number, f.rank AS rank, statement.review AS review, count(*) OVER () AS total
    FROM statement_words AS f CROSS JOIN statement ON statement.number = f.rowid
    WHERE f.words MATCH ?1 AND statement.review IN ('accepted', 'draft')
    ORDER BY review, rank, number LIMIT ?2
) AS found
JOIN statement AS s ON s.number = found.number
JOIN source ON source.sha256 = s.source
ORDER BY found.review, found.rank, found.number

-- :name search.passages
-- The best ?3 of the first ?2 hits for the query ?1; page furniture after the body.
SELECT p.source, p.start, p."end", p.role, source.text, source.title, source.name, source.language
FROM (
    SELECT number, rank FROM (SELECT rowid AS number, rank FROM passage_words WHERE words MATCH ?1 LIMIT ?2)
    ORDER BY rank, number LIMIT ?3
) AS found
JOIN passage AS p ON p.number = found.number
JOIN source ON source.sha256 = p.source
ORDER BY p.role NOT IN ('body', 'title'), found.rank, p.source, p.start

-- :name search.follow_review
UPDATE statement_words SET review = (SELECT review FROM statement WHERE id = ?1)
WHERE rowid = (SELECT number FROM statement WHERE id = ?1)

-- :name conflict.other_figures
-- Statements with a figure under the key ?1 that does not meet the interval from ?2 to ?3; NULL is an open bound.
SELECT DISTINCT statement FROM figure_key WHERE key = ?1 AND (low > ?3 OR high < ?2)

-- :name conflict.of_figures
-- The conflicts of figures that hold the statement ?1.
SELECT conflict.id AS conflict FROM conflict_statement JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE conflict_statement.statement = ?1 AND conflict.reason = 'figures'

-- :name conflict.denials_of
-- The denials that stand against the claim ?1.
SELECT theirs.statement FROM conflict_statement AS ours
JOIN conflict ON conflict.id = ours.conflict AND conflict.reason = 'denial'
JOIN conflict_statement AS theirs ON theirs.conflict = ours.conflict
WHERE ours.statement = ?1
AND EXISTS (SELECT 1 FROM denial_key WHERE denial_key.statement = theirs.statement AND denial_key.denies = 1)

-- :name conflict.other_side
-- Statements that share ?3 or more of the keys ?1 (a JSON list), on the side ?2 (1: denials).
SELECT statement FROM json_each(?1) AS wanted CROSS JOIN denial_key
ON denial_key.key = wanted.value AND denial_key.denies = ?2
GROUP BY statement HAVING count(*) >= ?3 ORDER BY statement

-- Searching statements and passages.

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

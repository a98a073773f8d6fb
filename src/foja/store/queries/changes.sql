-- What became known from the day :since up to the day :until: published then, or received here then where no date of
-- publication is known.

-- :name changes.statements
SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,
       support.record AS support
FROM statement JOIN source ON source.sha256 = statement.source
LEFT JOIN support ON support.proposition = statement.proposition
WHERE statement.review = 'accepted' AND statement.known_on BETWEEN :since AND :until
ORDER BY statement.known_on, statement.id LIMIT :limit

-- :name changes.count
SELECT count(*) FROM statement WHERE review = 'accepted' AND known_on BETWEEN :since AND :until

-- :name changes.sources
SELECT * FROM source WHERE parent = ''
AND (CASE published WHEN '' THEN substr(recorded_at, 1, 10) ELSE published END) BETWEEN :since AND :until
ORDER BY published, sha256 LIMIT :limit

-- :name changes.acts
SELECT * FROM official_act WHERE state = 'recorded' AND known_on BETWEEN :since AND :until ORDER BY known_on, earliest, id LIMIT :limit

-- :name changes.posts
SELECT * FROM particular WHERE state = 'recorded' AND sort = 'post' AND known_on BETWEEN :since AND :until
ORDER BY known_on, earliest, id LIMIT :limit

-- :name changes.items
SELECT * FROM item WHERE state = 'recorded' AND known_on BETWEEN :since AND :until ORDER BY sort, known_on, earliest, id LIMIT :limit

-- :name changes.recorded
-- How much was recorded here since, though it was known before.
SELECT 'statements' AS sort, count(*) AS number FROM statement
WHERE review = 'accepted' AND known_on < :since AND decided_at >= :since
UNION ALL
SELECT 'acts', count(*) FROM official_act WHERE state = 'recorded' AND known_on < :since AND recorded_at >= :since
UNION ALL
SELECT 'posts', count(*) FROM particular
WHERE state = 'recorded' AND sort = 'post' AND known_on < :since AND recorded_at >= :since
UNION ALL
SELECT 'items', count(*) FROM item WHERE state = 'recorded' AND known_on < :since AND recorded_at >= :since

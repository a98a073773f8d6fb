-- Signs that two texts share an origin.

-- :name release.near
-- Accepted statements that pass on a release of the party ?1, on pages of the days ?2 to ?3.
SELECT statement FROM release WHERE party = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, statement

-- :name release.body
SELECT min(key) AS key FROM statement_party WHERE statement = ?1 AND role = 'by'

-- :name sign.of_text
SELECT kind, first, second FROM link WHERE first = ?1 AND kind IN ('same_release', 'shared_error')
UNION SELECT kind, first, second FROM link WHERE second = ?1 AND kind IN ('same_release', 'shared_error')
UNION SELECT kind, first, second FROM sign WHERE kind IN ('same_release', 'shared_error') AND first = ?1
UNION SELECT kind, first, second FROM sign WHERE second = ?1

-- :name sign.of_pair
SELECT record FROM sign WHERE kind = ?1 AND first = ?2 AND second = ?3 ORDER BY one, other

-- :name sign.copied
-- Whether one of two texts copies, retells or translates the other, as far as nobody rejected that.
SELECT 1 FROM link WHERE first = ?1 AND second = ?2 AND state <> 'rejected'
AND kind IN ('copy', 'partial_copy', 'translation', 'paraphrase', 'revision') LIMIT 1

-- :name sign.resting_on
SELECT kind, first, second FROM sign WHERE one = ?1 UNION SELECT kind, first, second FROM sign WHERE other = ?1

-- :name sign.named
-- The name keys of a statement: in its content, as they were looked up, and in signs that rest on them.
SELECT key FROM said_key WHERE statement = ?1 UNION SELECT key FROM statement_party WHERE statement = ?1 AND role = 'about'

-- :name sign.keys_of_party
-- The name keys of the party that ?1 leads to.
SELECT other.key FROM party_key AS ours JOIN party_key AS other ON other.party = ours.party
WHERE ours.key = ?1 ORDER BY other.key

-- :name sign.spoken_by
-- Accepted statements of somebody with one of the name keys ?1 (a JSON list).
SELECT DISTINCT statement_party.statement FROM json_each(?1) AS wanted
CROSS JOIN statement_party ON statement_party.key = wanted.value AND statement_party.role = 'by'
    AND statement_party.review = 'accepted' ORDER BY statement_party.statement

-- :name sign.spelled
-- Of the first ?2 accepted statements that write the name ?1: the first of each text and language.
SELECT statement.language, min(statement.id) AS statement
FROM (SELECT statement FROM said_key WHERE key = ?1 ORDER BY statement LIMIT ?2) AS ours
JOIN statement ON statement.id = ours.statement
GROUP BY statement.language, statement.text ORDER BY statement.language, statement.text

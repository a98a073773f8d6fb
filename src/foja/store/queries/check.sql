-- Holding a page against the accepted statements.

-- :name check.by_words
-- Accepted statements that match ?1, the best first, at most ?2.
SELECT statement.id, statement.record FROM statement_words
JOIN statement ON statement.number = statement_words.rowid
WHERE statement_words MATCH ?1 AND statement.review = 'accepted'
ORDER BY bm25(statement_words, 1.0, 0.0), statement.id LIMIT ?2

-- :name check.by_party
-- Accepted statements about the party ?1, at most ?2.
SELECT DISTINCT statement.id, statement.record FROM party_key
JOIN statement_party ON statement_party.key = party_key.key AND statement_party.review = 'accepted'
JOIN statement ON statement.id = statement_party.statement
WHERE party_key.party = ?1 ORDER BY statement.sort_date DESC, statement.id LIMIT ?2

-- :name check.often
SELECT count(*) FROM statement_words WHERE statement_words MATCH ?1

-- :name check.in_acts
-- Whether a recorded act names the party ?1 in the role ?2.
SELECT 1 FROM act_party JOIN official_act AS act ON act.id = act_party.act AND act.state = 'recorded'
LEFT JOIN party_key ON party_key.key = act_party.key
WHERE act_party.role = ?2 AND (act_party.key = ?1 OR party_key.party = ?1) LIMIT 1

-- :name check.by_surname
-- Persons with a form that has a word (?1, a question to the index) and a name key like ?2.
SELECT DISTINCT party_key.party FROM party JOIN party_key ON party_key.party = party.id
WHERE party.number IN (SELECT rowid FROM party_words WHERE party_words MATCH ?1) AND party_key.key LIKE ?2 AND party.kind = 'person'

-- What is known of statements for comparing them.

-- :name said.party
-- The first key of the party that the name key ?1 leads to.
SELECT party.key FROM party_key JOIN party ON party.id = party_key.party WHERE party_key.key = ?1

-- :name said.row
SELECT statement.record, statement.source, statement.start, statement.published, source.outlet_key
FROM statement JOIN source ON source.sha256 = statement.source WHERE statement.id = ?1

-- :name said.named
-- The parties that the passage of ?1 names.
SELECT key FROM statement_party WHERE statement = ?1 AND role = 'about' ORDER BY key

-- :name said.paragraph
-- The folded words of the paragraph of the source ?1 in which the character ?2 stands.
SELECT passage_words.words FROM passage JOIN passage_words ON passage_words.rowid = passage.number
WHERE passage.source = ?1 AND passage.start <= ?2 AND passage."end" > ?2
ORDER BY passage.start DESC LIMIT 1

-- :name said.known
SELECT statement.record, statement.published, source.outlet_key, said.names, said.about, said.hints
FROM said JOIN statement ON statement.id = said.statement JOIN source ON source.sha256 = statement.source
WHERE said.statement = ?1

-- :name said.naming
SELECT DISTINCT said_key.statement FROM json_each(?1) AS wanted
CROSS JOIN said_key ON said_key.key = wanted.value ORDER BY said_key.statement

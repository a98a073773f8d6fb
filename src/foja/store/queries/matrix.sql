-- The corroboration matrix.

-- :name matrix.page
-- The first :limit propositions after one, those of most documents first, each with its first statement.
SELECT chosen.proposition, chosen.documents, chosen.record AS support, chosen.shares, statement.record
FROM (
    SELECT proposition, documents, record, shares FROM support
    WHERE documents <= :documents AND (documents < :documents OR proposition > :id)
    ORDER BY documents DESC, proposition LIMIT :limit
) AS chosen
JOIN statement ON statement.id = (
    SELECT id FROM statement WHERE proposition = chosen.proposition AND review = 'accepted' ORDER BY known_on, id LIMIT 1
)
ORDER BY chosen.documents DESC, chosen.proposition

-- :name matrix.about
-- The same for those that name the party :party.
SELECT chosen.proposition, chosen.documents, chosen.record AS support, chosen.shares, statement.record
FROM (
    SELECT DISTINCT support.proposition, support.documents, support.record, support.shares
    FROM party_key
    CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'about'
        AND statement_party.review = 'accepted'
    JOIN statement ON statement.id = statement_party.statement
    JOIN support ON support.proposition = statement.proposition
    WHERE party_key.party = :party
    AND support.documents <= :documents AND (support.documents < :documents OR support.proposition > :id)
    ORDER BY support.documents DESC, support.proposition LIMIT :limit
) AS chosen
JOIN statement ON statement.id = (
    SELECT id FROM statement WHERE proposition = chosen.proposition AND review = 'accepted' ORDER BY known_on, id LIMIT 1
)
ORDER BY chosen.documents DESC, chosen.proposition

-- :name matrix.count
SELECT count(*) FROM (SELECT 1 FROM support LIMIT :cap)

-- :name matrix.count_about
SELECT count(*) FROM (
    SELECT DISTINCT statement.proposition FROM party_key
    CROSS JOIN statement_party ON statement_party.key = party_key.key AND statement_party.role = 'about'
        AND statement_party.review = 'accepted'
    JOIN statement ON statement.id = statement_party.statement
    WHERE party_key.party = :party LIMIT :cap
)

-- :name matrix.members
SELECT id FROM statement WHERE proposition = ?1 AND review = 'accepted' ORDER BY id LIMIT ?2

-- :name matrix.roots_of
-- The supports of the statements ?1 (a JSON list), one statement for each proposition.
SELECT min(statement.id) AS statement, support.record FROM json_each(?1) AS wanted
JOIN statement ON statement.id = wanted.value
JOIN support ON support.proposition = statement.proposition
GROUP BY statement.proposition ORDER BY statement.proposition

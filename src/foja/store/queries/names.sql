-- Evidence and decisions about names.

-- :name names.edges
-- What joins the key ?1 with another one: evidence in documents, and decisions of persons.
SELECT second AS other, reason, 0 AS decided FROM alias WHERE first = ?1
UNION SELECT first, reason, 0 FROM alias WHERE second = ?1
UNION SELECT second, reason, 1 FROM name_decision WHERE first = ?1 AND joined = 1
UNION SELECT first, reason, 1 FROM name_decision WHERE second = ?1 AND joined = 1
ORDER BY other, decided DESC, reason

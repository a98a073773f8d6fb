-- What rules ask about one party. :keys is a JSON list of name keys; both clocks as everywhere.

-- :name argument.acts
SELECT DISTINCT act.matter, act.machine, act.id, act.kind, act.earliest, act.latest, act.until_first, act.until_last,
       act.known_on
FROM json_each(:keys) AS wanted
JOIN act_party AS person ON person.key = wanted.value AND person.role = 'person'
JOIN official_act AS act ON act.id = person.act
WHERE act.state = 'recorded' AND act.known_on <> ''
AND act.earliest <= :as_of AND act.known_on BETWEEN :known_from AND :known_by
ORDER BY act.id

-- :name argument.particulars
-- Posts of the party, and circumstances and decisions of :kinds (a JSON list; of a decision: its rulebook) that are about
-- it or about nobody by name. said_on: the last day
-- on which something accepted and known by then said so.
SELECT DISTINCT particular.record, particular.known_on, particular.id, (
    SELECT max(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
    WHERE act_basis.act = particular.id AND statement.review = 'accepted' AND statement.known_on <= :known_by
) AS said_on
FROM json_each(:keys) AS wanted
CROSS JOIN act_party AS person ON person.key = wanted.value AND person.role = 'person'
CROSS JOIN particular ON particular.id = person.act
WHERE particular.state = 'recorded' AND particular.known_on <> ''
AND particular.earliest <= :as_of AND particular.known_on BETWEEN :known_from AND :known_by
AND (particular.sort = 'post' OR particular.kind IN (SELECT value FROM json_each(:kinds)))
UNION
SELECT particular.record, particular.known_on, particular.id, (
    SELECT max(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
    WHERE act_basis.act = particular.id AND statement.review = 'accepted' AND statement.known_on <= :known_by
) AS said_on FROM particular
WHERE state = 'recorded' AND sort IN ('circumstance', 'resolution')
AND kind IN (SELECT value FROM json_each(:kinds)) AND known_on <> ''
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
AND NOT EXISTS (SELECT 1 FROM act_party WHERE act_party.act = particular.id AND act_party.role = 'person')
ORDER BY 3

-- :name argument.acts_named
SELECT act.* FROM json_each(?1) AS wanted JOIN official_act AS act ON act.id = wanted.value
ORDER BY act.earliest, act.latest, act.id

-- :name argument.particulars_named
SELECT particular.* FROM json_each(?1) AS wanted JOIN particular ON particular.id = wanted.value
ORDER BY particular.earliest, particular.latest, particular.id

-- :name argument.decisions
SELECT DISTINCT act.* FROM json_each(:keys) AS wanted
JOIN act_party AS person ON person.key = wanted.value AND person.role = 'person'
JOIN official_act AS act ON act.id = person.act
WHERE act.state = 'recorded' AND act.machine IN (SELECT value FROM json_each(:machines)) AND act.known_on <> ''
AND act.earliest <= :as_of AND act.known_on BETWEEN :known_from AND :known_by
ORDER BY act.earliest, act.latest, act.id

-- :name argument.positions
-- Positions on acts about a party, and on the matters that they are in, by both clocks.
SELECT DISTINCT item.id, item.earliest, item.latest, item.record, act.matter
FROM json_each(:keys) AS wanted
CROSS JOIN act_party AS person ON person.key = wanted.value AND person.role = 'person'
CROSS JOIN official_act AS act ON act.id = person.act AND act.state = 'recorded'
CROSS JOIN item ON item.target IN (act.id, act.matter) AND item.sort = 'position' AND item.state = 'recorded'
WHERE item.earliest <= :as_of AND item.known_on BETWEEN :known_from AND :known_by AND item.known_on <> ''
ORDER BY item.earliest, item.id

-- :name argument.asking
-- Who did acts of requests about a party, and of which machines, by both clocks.
SELECT DISTINCT act.machine, act.record FROM json_each(:keys) AS wanted
CROSS JOIN act_party AS person ON person.key = wanted.value AND person.role = 'person'
CROSS JOIN official_act AS act ON act.id = person.act AND act.state = 'recorded'
WHERE act.earliest <= :as_of AND act.known_on BETWEEN :known_from AND :known_by AND act.known_on <> ''

-- :name argument.precedents
-- Circumstances of the kinds :kinds (a JSON list), about anybody, by both clocks.
SELECT record FROM particular
WHERE state = 'recorded' AND sort = 'circumstance' AND kind IN (SELECT value FROM json_each(:kinds)) AND known_on <> ''
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
ORDER BY earliest, latest, id

-- Particulars: posts, circumstances, decisions between arguments, filings.

-- :name particular.insert
INSERT OR IGNORE INTO particular (
    id, sort, kind, earliest, latest, state, entered, known_on, seq, recorded_by, recorded_at, record
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- :name particular.row
SELECT * FROM particular WHERE id = ?1

-- :name particular.page
-- Recorded particulars of a sort and kind (any where empty) that had begun, or may have, and were known by then.
SELECT * FROM particular
WHERE state = 'recorded' AND sort = :sort AND (:kind = '' OR kind = :kind)
AND (earliest, latest, id) > (:begin, :end, :id) AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
ORDER BY earliest, latest, id LIMIT :limit

-- :name particular.count
SELECT count(*) FROM particular
WHERE state = 'recorded' AND sort = :sort AND (:kind = '' OR kind = :kind)
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by

-- :name particular.of_keys
-- Those of a sort that are about one of :keys (a JSON list of name keys), by both clocks.
SELECT DISTINCT particular.* FROM json_each(:keys) AS wanted
JOIN act_party ON act_party.key = wanted.value AND act_party.role = 'person'
JOIN particular ON particular.id = act_party.act
WHERE particular.state = 'recorded' AND particular.sort = :sort
AND particular.earliest <= :as_of AND particular.known_on BETWEEN :known_from AND :known_by
ORDER BY particular.earliest, particular.latest, particular.id

-- :name particular.of_statement
SELECT particular.* FROM act_basis JOIN particular ON particular.id = act_basis.act
WHERE act_basis.statement = ?1 ORDER BY particular.earliest, particular.latest, particular.id

-- :name particular.named
SELECT particular.record FROM act_party JOIN particular ON particular.id = act_party.act
WHERE act_party.key = ?1 ORDER BY particular.id LIMIT 1

-- :name particular.using_name
-- Names used that are one of the keys ?1 (a JSON list).
SELECT DISTINCT particular.* FROM json_each(?1) AS wanted
JOIN act_party ON act_party.key = wanted.value AND act_party.role = 'name'
JOIN particular ON particular.id = act_party.act
WHERE particular.state = 'recorded' ORDER BY particular.earliest, particular.latest, particular.id

-- :name particular.deaths
-- Deaths on file, with the party or the name of whom they are told, by both clocks.
SELECT DISTINCT coalesce(party_key.party, person.key) AS subject, particular.id, particular.record
FROM particular
JOIN act_party AS person ON person.act = particular.id AND person.role = 'person'
LEFT JOIN party_key ON party_key.key = person.key
WHERE particular.state = 'recorded' AND particular.sort = 'circumstance' AND particular.kind = 'death'
AND particular.known_on <> '' AND particular.earliest <= :as_of
AND particular.known_on BETWEEN :known_from AND :known_by
ORDER BY particular.earliest, particular.id, subject

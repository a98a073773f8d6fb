-- Acts of authorities, and what the states of matters are computed from.

-- :name act.insert
INSERT OR IGNORE INTO official_act (
    id, matter, machine, title, kind, earliest, latest, until_first, until_last, state, entered, known_on, seq,
    recorded_by, recorded_at, record
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- :name act.rest
INSERT OR IGNORE INTO act_basis VALUES (?, ?)

-- :name act.row
SELECT * FROM official_act WHERE id = ?1

-- :name act.subjects_of_machine
-- What the states of all matters of the machines ?1 (a JSON list) are computed from, a row for each person.
SELECT act.id, act.matter, act.machine, act.kind, act.earliest, act.latest, act.until_first, act.until_last,
       act.known_on, coalesce(party_key.party, person.key) AS subject
FROM json_each(?1) AS wanted
JOIN official_act AS act ON act.machine = wanted.value AND act.state = 'recorded'
JOIN act_party AS person ON person.act = act.id AND person.role = 'person'
LEFT JOIN party_key ON party_key.key = person.key

-- :name act.subjects_of_matter
SELECT act.id, act.matter, act.machine, act.kind, act.earliest, act.latest, act.until_first, act.until_last,
       act.known_on, coalesce(party_key.party, person.key) AS subject
FROM official_act AS act
JOIN act_party AS person ON person.act = act.id AND person.role = 'person'
LEFT JOIN party_key ON party_key.key = person.key
WHERE act.matter = ?1 AND act.state = 'recorded'

-- :name act.concerned
-- Whom the last ?1 recorded acts concern, those of most acts first.
SELECT coalesce(party_key.party, person.key) AS subject, count(DISTINCT person.act) AS acts
FROM (SELECT id FROM official_act WHERE state = 'recorded' ORDER BY seq DESC LIMIT ?1) AS newest
JOIN act_party AS person ON person.act = newest.id AND person.role = 'person'
LEFT JOIN party_key ON party_key.key = person.key
GROUP BY subject ORDER BY acts DESC, subject LIMIT ?2

-- :name act.of_key
-- What the states of one subject are computed from: the acts about a person with the name key ?1, by both clocks (?2, ?3),
-- in the order of the primary key. What nothing accepted shows any more is known on no day.
SELECT machine, matter, act, kind, earliest, latest, until_first, until_last FROM person_act
WHERE key = ?1 AND earliest <= ?2 AND known_on <> '' AND known_on <= ?3
ORDER BY machine, matter, earliest, latest, act

-- :name act.named_by_keys
-- Acts that name one of the keys ?1 (a JSON list), in whatever role.
SELECT DISTINCT act.* FROM json_each(?1) AS wanted
JOIN act_party ON act_party.key = wanted.value
JOIN official_act AS act ON act.id = act_party.act
ORDER BY act.earliest, act.latest, act.id

-- :name act.of_matter
SELECT * FROM official_act WHERE matter = ?1 ORDER BY earliest, latest, id

-- :name act.of_statement
SELECT act.* FROM act_basis JOIN official_act AS act ON act.id = act_basis.act
WHERE act_basis.statement = ?1 ORDER BY act.earliest, act.latest, act.id

-- :name act.page
SELECT * FROM official_act
WHERE state = 'recorded' AND (earliest, latest, id) > (:begin, :end, :id) AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
ORDER BY earliest, latest, id LIMIT :limit

-- :name act.count
SELECT count(*) FROM official_act
WHERE state = 'recorded' AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by

-- :name act.basis
SELECT act_basis.statement, statement.review, statement.known_on, statement.record, statement.source, statement.start,
       coalesce(party_key.party, statement.speaker_key) AS speaker,
       source.title, source.name, source.outlet, source.published, source.issuer
FROM act_basis JOIN statement ON statement.id = act_basis.statement
JOIN source ON source.sha256 = statement.source
LEFT JOIN party_key ON party_key.key = statement.speaker_key
WHERE act_basis.act = ?1 AND statement.review <> 'superseded'
ORDER BY statement.known_on, act_basis.statement

-- :name act.disputes
SELECT conflict.record FROM conflict_statement JOIN conflict ON conflict.id = conflict_statement.conflict
WHERE conflict_statement.statement = ?1

-- :name act.matters
-- :limit matters of :machines (a JSON list) with an act that counts by then, after a machine, title and matter.
SELECT DISTINCT machine, title, matter FROM official_act
WHERE state = 'recorded' AND machine IN (SELECT value FROM json_each(:machines))
AND (machine, title, matter) > (:machine, :title, :matter)
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by
ORDER BY machine, title, matter LIMIT :limit

-- :name act.count_matters
SELECT count(DISTINCT matter) FROM official_act
WHERE state = 'recorded' AND machine IN (SELECT value FROM json_each(:machines))
AND earliest <= :as_of AND known_on BETWEEN :known_from AND :known_by

-- :name act.title
SELECT machine, title FROM official_act WHERE matter = ?1 LIMIT 1

-- :name act.titles
SELECT DISTINCT title FROM official_act WHERE state = 'recorded' ORDER BY title LIMIT ?1

-- :name act.names_one
-- A recorded act of the party ?1 that names one of the parties ?2 (a JSON list of ids).
SELECT 1 FROM party_key AS mine
JOIN act_party AS authority ON authority.key = mine.key AND authority.role = 'authority'
JOIN official_act AS act ON act.id = authority.act AND act.state = 'recorded'
JOIN act_party AS person ON person.act = act.id AND person.role = 'person'
JOIN party_key AS theirs ON theirs.key = person.key
WHERE mine.party = ?1 AND theirs.party IN (SELECT value FROM json_each(?2)) LIMIT 1

-- :name act.published
-- Newest dates of publication, of sources that are not protected.
SELECT published FROM source WHERE published <> '' AND sensitivity <= 1 ORDER BY published DESC LIMIT 20

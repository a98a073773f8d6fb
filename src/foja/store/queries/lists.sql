-- Screening lists and what was asked of them.

-- :name list.snapshots
SELECT list_snapshot.seq, list_snapshot.record FROM list_snapshot ORDER BY list, date DESC, seq DESC

-- :name list.in_force
-- The snapshot of each list that was in force on the day ?1.
SELECT record, max(date || printf('-%012d', seq)) AS newest FROM list_snapshot WHERE date <= ?1
GROUP BY list ORDER BY list

-- :name list.snapshot
-- The snapshots whose id begins with ?1.
SELECT record FROM list_snapshot WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 2

-- :name screening.of_party
SELECT DISTINCT seq FROM party_key JOIN screening ON screening.key = party_key.key WHERE party_key.party = ?1
ORDER BY seq DESC LIMIT ?2

-- :name screening.latest
-- The last screening of every party.
SELECT max(seq) AS seq FROM screening LEFT JOIN party_key USING (key)
GROUP BY coalesce(party_key.party, screening.key) ORDER BY seq DESC

-- :name screening.particulars
-- Posts and names used of whoever has one of the keys ?1 (a JSON list).
SELECT DISTINCT particular.record FROM json_each(?1) AS wanted
JOIN act_party ON act_party.key = wanted.value AND act_party.role = 'person'
JOIN particular ON particular.id = act_party.act
WHERE particular.state = 'recorded' AND particular.sort IN ('name', 'post') ORDER BY particular.id

-- :name hit.of_keys
-- What was said of leads of whoever has one of the keys ?1 (a JSON list); the last word comes last.
SELECT hit_decision.* FROM json_each(?1) AS wanted JOIN hit_decision ON hit_decision.key = wanted.value
ORDER BY hit_decision.seq

-- :name list.later
SELECT other.record FROM list_snapshot AS one JOIN list_snapshot AS other ON other.list = one.list
WHERE one.id = ?1 AND (other.date, other.seq) > (one.date, one.seq) ORDER BY other.date, other.seq

-- :name hit.decide
INSERT INTO hit_decision VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key, list, entry) DO UPDATE SET state = excluded.state, seq = excluded.seq

-- :name hit.reopen
DELETE FROM hit_decision WHERE key = ?1 AND list = ?2 AND entry = ?3

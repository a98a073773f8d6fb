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

-- :name hit.of_party
SELECT hit_decision.* FROM party_key JOIN hit_decision ON hit_decision.key = party_key.key WHERE party_key.party = ?1
ORDER BY seq

-- :name hit.decide
INSERT INTO hit_decision VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key, list, entry) DO UPDATE SET state = excluded.state, seq = excluded.seq

-- :name hit.reopen
DELETE FROM hit_decision WHERE key = ?1 AND list = ?2 AND entry = ?3

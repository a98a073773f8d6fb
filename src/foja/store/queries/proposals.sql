-- Proposed merges.

-- :name proposal.due
-- Keys of persons, bodies, places and names of unknown kind that were not compared by the version ?1.
SELECT DISTINCT name_count.key FROM name_count LEFT JOIN compared ON compared.key = name_count.key
WHERE name_count.kind <> 'role' AND (compared.version IS NULL OR compared.version <> ?1)
ORDER BY name_count.key

-- :name proposal.names
-- Every name of a person, a body, a place or of unknown kind, as written, those used most first.
SELECT key, name, kind, sum(mentions) AS mentions FROM name_count WHERE kind <> 'role'
GROUP BY key, name, kind ORDER BY key, mentions DESC, name, kind

-- :name proposal.undecided
-- Proposals between names of different parties on which nothing was said, or that were put off.
SELECT proposal.*, one.party AS first_party, other.party AS second_party, put_off.seq AS put_off
FROM proposal
JOIN party_key AS one ON one.key = proposal.first
JOIN party_key AS other ON other.key = proposal.second AND other.party <> one.party
LEFT JOIN put_off ON put_off.first = proposal.first AND put_off.second = proposal.second
LEFT JOIN name_decision ON name_decision.first = proposal.first AND name_decision.second = proposal.second
WHERE name_decision.first IS NULL
ORDER BY proposal.probability DESC, proposal.first, proposal.second

-- :name proposal.decided
-- Pairs of names that a person joined (?1: 1) or holds apart (0).
SELECT name_decision.first, name_decision.second, proposal.record, coalesce(proposal.probability, 0) AS probability,
       one.party AS first_party, other.party AS second_party
FROM name_decision
JOIN party_key AS one ON one.key = name_decision.first
JOIN party_key AS other ON other.key = name_decision.second
LEFT JOIN proposal ON proposal.first = name_decision.first AND proposal.second = name_decision.second
WHERE name_decision.joined = ?1 ORDER BY name_decision.first, name_decision.second

-- :name proposal.statements
-- Statements by or about each party of the keys ?1 (a JSON list of ids of parties).
SELECT party_key.party, statement_party.review, count(DISTINCT statement_party.statement) AS number
FROM json_each(?1) AS wanted JOIN party_key ON party_key.party = wanted.value
JOIN statement_party ON statement_party.key = party_key.key AND statement_party.review IN ('accepted', 'draft')
GROUP BY party_key.party, statement_party.review

-- :name proposal.acts
SELECT party_key.party, count(DISTINCT act_party.act) AS number
FROM json_each(?1) AS wanted JOIN party_key ON party_key.party = wanted.value
JOIN act_party ON act_party.key = party_key.key AND act_party.role <> 'name' GROUP BY party_key.party

-- :name proposal.between
-- The last event in which a person said something of both names.
SELECT max(one.seq) AS seq FROM touch AS one JOIN touch AS other ON other.seq = one.seq
WHERE one.target = ?1 AND other.target = ?2

-- Writing statements.

-- :name statement.insert
INSERT INTO statement (
    number, id, source, text, start, "end", review, machine, modality, polarity, status, presupposed, speaker,
    speaker_key, outlet, language, published, known_on, earliest, latest, sort_date, weight, proposition, recorded_at,
    record
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- :name statement.mark_conflicted
-- Whether the statement ?1 still stands in a conflict.
UPDATE statement SET conflicted = EXISTS (SELECT 1 FROM conflict_statement WHERE statement = ?1) WHERE id = ?1

-- :name party.link_statement
-- The statement ?1 is linked to the name key ?2 in the role ?3.
INSERT INTO statement_party SELECT id, ?2, ?3, review, sort_date FROM statement WHERE id = ?1

-- :name party.follow_review
UPDATE statement_party SET review = (SELECT review FROM statement WHERE id = ?1) WHERE statement = ?1

-- :name date.follow_review
UPDATE statement_date SET state = (SELECT review FROM statement WHERE id = ?1) WHERE statement = ?1

-- :name link.insert
-- What is known already of the counts that it sways is kept: links can be forgotten and found again.
INSERT INTO link (id, kind, first, second, state, record, sways)
VALUES (?1, ?2, ?3, ?4, 'suggested', ?5, (SELECT count(*) FROM sway WHERE link = ?1)) ON CONFLICT (id) DO UPDATE SET record = excluded.record

-- :name statement.spoken_by_outlet
-- Propositions, with their sources, of accepted statements whose speaker is the outlet ?1.
SELECT DISTINCT proposition, source FROM statement WHERE speaker_key = ?1 AND review = 'accepted'
ORDER BY proposition, source

-- :name statement.published
-- The source ?2 was published on ?1: what its statements are known by, since the day ?3, or their receipt where empty.
UPDATE statement SET published = ?1, known_on = CASE ?3 WHEN '' THEN substr(recorded_at, 1, 10) ELSE ?3 END
WHERE source = ?2

-- :name statement.effort
-- What became of the drafts that a machine made. What a draft on a corrected text superseded was not corrected itself:
-- what a person puts in the place of one is no machine's.
SELECT
    coalesce(sum(made.review = 'accepted'), 0) AS accepted,
    coalesce(sum(made.review = 'superseded' AND after.machine = 0), 0) AS corrected,
    coalesce(sum(made.review = 'rejected'), 0) AS rejected
FROM statement AS made LEFT JOIN statement AS after ON after.id = made.superseded_by
WHERE made.review IN ('accepted', 'superseded', 'rejected') AND made.machine = 1

-- Texts of a source: what a machine read, and what persons corrected.

-- :name text.read_by_machine
-- Whether the reading ?2 is what a machine read last of the source ?1.
SELECT 1 FROM run WHERE stage IN ('read', 'read.scan') AND input = ?1 AND output = ?2

-- :name text.versions
-- Readings of a source that were in use, the first one first.
SELECT before_reading AS reading, 0 AS seq, seq AS place FROM correction
WHERE source = ?1 AND seq = (SELECT min(seq) FROM correction WHERE source = ?1)
UNION ALL
SELECT reading, seq, seq FROM correction WHERE source = ?1
ORDER BY place, seq

-- :name text.corrections
-- Who made the texts of a source, the last one first where two are the same.
SELECT text, by, at FROM correction WHERE source = ?1 ORDER BY seq

-- :name text.inherit_links
-- Decisions on links of an earlier text of the same source hold for the links of the text ?1 to the same documents.
UPDATE link SET state = coalesce((
    SELECT old.state FROM correction JOIN link AS old
        ON old.kind = link.kind AND old.state <> 'suggested'
        AND ((old.first = correction.before_text AND link.first = ?1 AND old.second = link.second)
            OR (old.second = correction.before_text AND link.second = ?1 AND old.first = link.first)
            OR (old.first = correction.before_text AND link.second = ?1 AND old.second = link.first)
            OR (old.second = correction.before_text AND link.first = ?1 AND old.first = link.second))
    WHERE correction.source IN (SELECT sha256 FROM source WHERE text = ?1)
    ORDER BY correction.seq DESC LIMIT 1
), state)
WHERE state = 'suggested' AND id IN (
    SELECT id FROM link WHERE first = ?1 UNION SELECT id FROM link WHERE second = ?1
)

-- :name text.decided_on
-- Statements of the source ?1 on the text ?2 that a person made or decided on.
SELECT id, review, superseded_by, machine, record FROM statement
WHERE source = ?1 AND text = ?2 AND (machine = 0 OR review <> 'draft') ORDER BY start, id

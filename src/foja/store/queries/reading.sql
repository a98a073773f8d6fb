-- Queries about how sources are read.

-- :name reading.allowed
-- What a person allowed for the reading of a source (NULL for nothing), and which source holds it.
SELECT source.parent, allowance.limits
FROM source LEFT JOIN allowance ON allowance.sha256 = source.sha256
WHERE source.sha256 = ?

-- :name source.captures
-- The captures by which a source came out of the web archive that first brought it, the earliest first.
SELECT receipt.received_from, receipt.modified
FROM source JOIN receipt ON receipt.sha256 = source.sha256 AND receipt.parent = source.parent
WHERE source.sha256 = ? AND receipt.via = 'capture'
ORDER BY receipt.modified, receipt.received_from LIMIT 20

-- :name reading.outdated
-- Runs of a stage that were not made with this version and setting; with ?3, only those that did not end well. What a password opened stays as it was read:
-- without the password it would only be lost.
SELECT input, version, setting
FROM run
WHERE stage = ?1 AND state <> '' AND version || ' ' || setting <> ?2 AND NOT (?3 AND state = 'done')
  AND NOT (stage IN ('read', 'read.scan') AND output <> '' AND EXISTS (SELECT 1 FROM allowance WHERE sha256 = input AND locked))

-- :name reading.again
-- Marks as due the reading of a source, and of what lies in it at any depth and was not read whole.
UPDATE run SET state = ''
WHERE stage = 'read' AND input IN (
    WITH RECURSIVE below (sha256) AS (
        VALUES (?1) UNION
        SELECT receipt.sha256 FROM below JOIN receipt ON receipt.parent = below.sha256
    )
    SELECT sha256 FROM below
) AND (input = ?1 OR state <> 'done')

-- :name reading.owed_meaning
-- Readings in use whose sentences were not encoded. Asked once a build, and only where an encoder is installed.
INSERT OR IGNORE INTO run (stage, input)
SELECT 'weigh.meaning', source.reading FROM source
WHERE source.reading <> '' AND source.text <> ''
  AND NOT EXISTS (SELECT 1 FROM run WHERE run.stage = 'weigh.meaning' AND run.input = source.reading)

-- :name reading.compared
-- What the comparisons of the source ?1 say of it.
SELECT run.detail FROM source JOIN run ON run.stage = 'weigh.compare' AND run.input = source.sketch
WHERE source.sha256 = ?1
UNION ALL
SELECT run.detail FROM source JOIN run ON run.stage = 'weigh.meaning' AND run.input = source.reading
WHERE source.sha256 = ?1

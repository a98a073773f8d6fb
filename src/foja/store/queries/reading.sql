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

-- How many documents of a proposition lead to each of its roots (JSON object): what the matrix shows without counting.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
ALTER TABLE support ADD COLUMN shares TEXT NOT NULL DEFAULT '{}';

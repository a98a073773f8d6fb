-- The label of how a member came holds for what it lies in: labels are worked out anew where there is such a one.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM label WHERE part = 'receipt');

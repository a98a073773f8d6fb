-- Conflicts of opposite words: what takes a side of a pair of lists, by pair, party and day.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
CREATE TABLE opposite_key (
    key       INTEGER NOT NULL,
    side      INTEGER NOT NULL, -- 0: first list, 1: second
    statement TEXT NOT NULL,
    PRIMARY KEY (key, side, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX opposite_key_statement ON opposite_key (statement);

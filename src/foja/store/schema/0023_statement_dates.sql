-- The chronology: a statement stands at each of its dates ("On Tuesday the court upheld the sentence for the 1976 murder").
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
CREATE TABLE statement_date (
    state     TEXT NOT NULL,    -- its review
    day       TEXT NOT NULL,    -- the first that the date may mean
    statement TEXT NOT NULL,
    place     INTEGER NOT NULL, -- among the dates of the statement
    PRIMARY KEY (state, day, statement, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_date_statement ON statement_date (statement);

-- Names that may be names of one party, as the matcher proposes; they join nothing.
CREATE TABLE proposal (
    first       TEXT NOT NULL, -- name keys, in alphabetical order
    second      TEXT NOT NULL,
    probability REAL NOT NULL,
    record      TEXT NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_second ON proposal (second, first);

-- Keys that were compared with all others, and by which version of the matcher.
CREATE TABLE compared (
    key     TEXT PRIMARY KEY,
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pairs that a person put off.
CREATE TABLE put_off (
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;

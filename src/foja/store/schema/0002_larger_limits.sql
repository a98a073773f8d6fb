-- Sources that a person let be read again, each with the larger limits that hold for it and for what it holds (JSON:
-- name to number). locked: a password was given for that reading; it is kept nowhere.
CREATE TABLE allowance (
    sha256 TEXT PRIMARY KEY,
    limits TEXT NOT NULL,
    locked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Conflicts by parties and with their reasons. What cases hold that were projected before is made anew.
INSERT INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
ALTER TABLE conflict RENAME COLUMN reason TO kind;
ALTER TABLE conflict ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX conflict_kind ON conflict (kind, id);
CREATE INDEX conflict_reason ON conflict (reason, id);

-- What is known of each accepted statement for comparing it: JSON lists.
CREATE TABLE said (
    statement TEXT PRIMARY KEY,
    names     TEXT NOT NULL, -- [key of the party, name as written]
    about     TEXT NOT NULL, -- key of the party for each figure
    hints     TEXT NOT NULL  -- reasons that the paragraph speaks of
) STRICT, WITHOUT ROWID;

-- The name keys by which those parties were looked up: where one of them leads elsewhere, the statement is looked at
-- anew.
CREATE TABLE said_key (
    key       TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_key_statement ON said_key (statement);

CREATE TABLE description_key (
    key       INTEGER NOT NULL,
    statement TEXT NOT NULL,
    term      TEXT NOT NULL,
    day       TEXT NOT NULL,
    PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX description_key_statement ON description_key (statement);

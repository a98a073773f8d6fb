-- Look-up keys of texts. A text stands by its number, the first 60 bits of its digest; a site by the hash of its name,
-- 0 for none. Kinds: 0 whole keys, which have no site; 1 runs of four words. Not indexed by text: the sketch says which
-- keys a text has.
DROP TABLE sketch;
CREATE TABLE sketch (
    key  INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    site INTEGER NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (key, kind, site, text)
) STRICT, WITHOUT ROWID;
CREATE TABLE sketched (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;
ALTER TABLE source ADD COLUMN site INTEGER NOT NULL DEFAULT 0;

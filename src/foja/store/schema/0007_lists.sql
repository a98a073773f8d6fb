-- Screening lists: snapshots of a day, what was screened against them, and what persons said of the leads.
CREATE TABLE list_snapshot (
    id     TEXT PRIMARY KEY,
    list   TEXT NOT NULL,
    date   TEXT NOT NULL,    -- ISO day since when it is what was published
    seq    INTEGER NOT NULL, -- the event that added it
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX list_snapshot_day ON list_snapshot (list, date, seq);

-- Which events screened a party, under each of the keys that it had then.
CREATE TABLE screening (
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;

-- The last word of a person on a lead: whether the party with this key is whom the entry of the list means.
CREATE TABLE hit_decision (
    key   TEXT NOT NULL,
    list  TEXT NOT NULL,
    entry TEXT NOT NULL,
    state TEXT NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (key, list, entry),
    CHECK (state IN ('confirmed', 'rejected'))
) STRICT, WITHOUT ROWID;

-- Incidents, evidence and positions, as persons recorded them; and what a reader should know beside a statement.

CREATE TABLE item (
    id            TEXT PRIMARY KEY,
    sort          TEXT NOT NULL,            -- incident, evidence, position
    target        TEXT NOT NULL DEFAULT '', -- of a position: what it is on
    kind          TEXT NOT NULL DEFAULT '', -- of evidence, or the stance of a position
    earliest      TEXT NOT NULL,            -- ISO days; bounds that sort outside of all dates where open
    latest        TEXT NOT NULL,
    state         TEXT NOT NULL,            -- recorded, superseded, withdrawn
    entered       INTEGER NOT NULL,         -- a person entered it without a statement
    known_on      TEXT NOT NULL,            -- since when the record shows it; empty where nothing it rests on counts
    superseded_by TEXT NOT NULL DEFAULT '',
    seq           INTEGER NOT NULL,
    recorded_by   TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    record        TEXT NOT NULL,
    CHECK (state IN ('recorded', 'superseded', 'withdrawn'))
) STRICT, WITHOUT ROWID;
CREATE INDEX item_page ON item (sort, state, earliest, id);
CREATE INDEX item_target ON item (target) WHERE target <> '';
CREATE TRIGGER item_end_is_final BEFORE UPDATE OF state ON item
    WHEN OLD.state <> 'recorded' AND NEW.state <> OLD.state
    BEGIN SELECT RAISE(ABORT, 'superseded and withdrawn are final'); END;

CREATE TABLE item_party (
    key  TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (key, item)
) STRICT, WITHOUT ROWID;

-- What an item rests on, by part. Where a statement was corrected, the corrected one is added.
CREATE TABLE item_basis (
    item      TEXT NOT NULL,
    part      TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (item, part, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_basis_statement ON item_basis (statement);

-- An item is known since the first day of an accepted statement that it rests on.
CREATE TRIGGER item_basis_in AFTER INSERT ON item_basis BEGIN
    UPDATE item SET known_on = coalesce((
        SELECT min(statement.known_on) FROM item_basis JOIN statement ON statement.id = item_basis.statement
        WHERE item_basis.item = item.id AND statement.review = 'accepted'
    ), '') WHERE id = NEW.item AND entered = 0;
END;
CREATE TRIGGER item_follows_statement AFTER UPDATE OF review, known_on ON statement
WHEN EXISTS (SELECT 1 FROM item_basis WHERE statement = NEW.id) BEGIN
    UPDATE item SET known_on = coalesce((
        SELECT min(statement.known_on) FROM item_basis JOIN statement ON statement.id = item_basis.statement
        WHERE item_basis.item = item.id AND statement.review = 'accepted'
    ), '') WHERE entered = 0 AND id IN (SELECT item FROM item_basis WHERE statement = NEW.id);
END;

-- What persons noted beside a statement.
CREATE TABLE statement_mark (
    statement TEXT NOT NULL,
    mark      TEXT NOT NULL,
    note      TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (statement, mark)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mark_follows_correction AFTER UPDATE OF superseded_by ON statement WHEN NEW.superseded_by <> '' BEGIN
    INSERT OR IGNORE INTO statement_mark
        SELECT NEW.superseded_by, mark, note, seq FROM statement_mark WHERE statement = NEW.id;
    INSERT OR IGNORE INTO item_basis SELECT item, part, NEW.superseded_by FROM item_basis WHERE statement = NEW.id;
END;

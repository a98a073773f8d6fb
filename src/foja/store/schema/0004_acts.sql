-- Acts of authorities, as persons recorded them. Where a matter stands is computed when it is asked, never stored.

-- The body whose own text a source is; only a person says so.
ALTER TABLE source ADD COLUMN issuer TEXT NOT NULL DEFAULT '';

CREATE TABLE official_act (
    id            TEXT PRIMARY KEY,
    matter        TEXT NOT NULL,
    machine       TEXT NOT NULL,
    title         TEXT NOT NULL,            -- of the matter
    kind          TEXT NOT NULL,
    earliest      TEXT NOT NULL,            -- ISO days; bounds that sort outside of all dates where open
    latest        TEXT NOT NULL,
    until_first   TEXT NOT NULL DEFAULT '',
    until_last    TEXT NOT NULL DEFAULT '',
    state         TEXT NOT NULL,            -- recorded, superseded, withdrawn
    entered       INTEGER NOT NULL,         -- a person entered it without a statement
    known_on      TEXT NOT NULL,            -- since when the record shows it; empty where nothing it rests on counts
    superseded_by TEXT NOT NULL DEFAULT '',
    seq           INTEGER NOT NULL,         -- the event that recorded it
    recorded_by   TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    record        TEXT NOT NULL,
    CHECK (state IN ('recorded', 'superseded', 'withdrawn'))
) STRICT, WITHOUT ROWID;
CREATE INDEX official_act_matter ON official_act (matter, earliest, latest, id);
CREATE INDEX official_act_title ON official_act (state, machine, title, matter);
CREATE INDEX official_act_date ON official_act (state, earliest, latest, id);
CREATE TRIGGER act_end_is_final BEFORE UPDATE OF state ON official_act
    WHEN OLD.state <> 'recorded' AND NEW.state <> OLD.state
    BEGIN SELECT RAISE(ABORT, 'superseded and withdrawn are final'); END;

-- Whom an act names, as person or as authority.
CREATE TABLE act_party (
    key  TEXT NOT NULL,
    role TEXT NOT NULL, -- person, authority
    act  TEXT NOT NULL,
    PRIMARY KEY (key, role, act)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_party_act ON act_party (act, role, key);

-- What an act rests on. Where a statement was corrected, the corrected one is added.
CREATE TABLE act_basis (
    act       TEXT NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (act, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_basis_statement ON act_basis (statement);

-- An act is known since the first day of an accepted statement that it rests on.
CREATE TRIGGER act_basis_in AFTER INSERT ON act_basis BEGIN
    UPDATE official_act SET known_on = coalesce((
        SELECT min(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
        WHERE act_basis.act = official_act.id AND statement.review = 'accepted'
    ), '') WHERE id = NEW.act AND entered = 0;
END;
CREATE TRIGGER act_follows_statement AFTER UPDATE OF review, known_on ON statement
WHEN EXISTS (SELECT 1 FROM act_basis WHERE statement = NEW.id) BEGIN
    UPDATE official_act SET known_on = coalesce((
        SELECT min(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
        WHERE act_basis.act = official_act.id AND statement.review = 'accepted'
    ), '') WHERE entered = 0 AND id IN (SELECT act FROM act_basis WHERE statement = NEW.id);
END;
CREATE TRIGGER act_follows_correction AFTER UPDATE OF superseded_by ON statement WHEN NEW.superseded_by <> '' BEGIN
    INSERT OR IGNORE INTO act_basis SELECT act, NEW.superseded_by FROM act_basis WHERE statement = NEW.id;
END;

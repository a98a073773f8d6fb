-- Particulars: posts, circumstances, decisions between arguments, filings under elements. Whom they name and what they
-- rest on stand in act_party and act_basis, under their own ids: what is withheld, watched and sealed with an act is so
-- with them.

CREATE TABLE particular (
    id            TEXT PRIMARY KEY,
    sort          TEXT NOT NULL,
    kind          TEXT NOT NULL,            -- of a circumstance; the book of a decision; the charge of a filing
    earliest      TEXT NOT NULL,            -- bounds of its beginning, as those of an act
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
CREATE INDEX particular_sort ON particular (state, sort, kind, earliest, latest, id);
CREATE TRIGGER particular_end_is_final BEFORE UPDATE OF state ON particular
    WHEN OLD.state <> 'recorded' AND NEW.state <> OLD.state
    BEGIN SELECT RAISE(ABORT, 'superseded and withdrawn are final'); END;

-- A particular is known since the first day of an accepted statement that it rests on.
CREATE TRIGGER particular_basis_in AFTER INSERT ON act_basis BEGIN
    UPDATE particular SET known_on = coalesce((
        SELECT min(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
        WHERE act_basis.act = particular.id AND statement.review = 'accepted'
    ), '') WHERE id = NEW.act AND entered = 0;
END;
CREATE TRIGGER particular_follows_statement AFTER UPDATE OF review, known_on ON statement
WHEN EXISTS (SELECT 1 FROM act_basis WHERE statement = NEW.id) BEGIN
    UPDATE particular SET known_on = coalesce((
        SELECT min(statement.known_on) FROM act_basis JOIN statement ON statement.id = act_basis.statement
        WHERE act_basis.act = particular.id AND statement.review = 'accepted'
    ), '') WHERE entered = 0 AND id IN (SELECT act FROM act_basis WHERE statement = NEW.id);
END;

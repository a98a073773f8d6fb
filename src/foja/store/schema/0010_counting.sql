-- Counts that can be taken apart: columns to sort by, the links that sway them, and the citations they follow.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
ALTER TABLE support ADD COLUMN documents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE support ADD COLUMN origins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE support ADD COLUMN lower INTEGER NOT NULL DEFAULT 0;
ALTER TABLE support ADD COLUMN access INTEGER NOT NULL DEFAULT 0;
CREATE INDEX support_documents ON support (documents DESC, proposition);
CREATE INDEX support_origins ON support (origins, documents DESC, proposition);

-- Citations in accepted statements: a person can decide on each, as on a link.
CREATE TABLE citation (
    link        TEXT NOT NULL,
    proposition TEXT NOT NULL,
    text        TEXT NOT NULL,
    outlet_key  TEXT NOT NULL,
    PRIMARY KEY (link, proposition)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_proposition ON citation (proposition);

-- Suggested links of which a decision would change the count of a proposition.
CREATE TABLE sway (
    link        TEXT NOT NULL,
    proposition TEXT NOT NULL,
    PRIMARY KEY (link, proposition)
) STRICT, WITHOUT ROWID;
CREATE INDEX sway_proposition ON sway (proposition);
ALTER TABLE link ADD COLUMN sways INTEGER NOT NULL DEFAULT 0; -- how many counts a decision would change
CREATE INDEX link_queue ON link (state, sways DESC, id);
CREATE TRIGGER sway_in AFTER INSERT ON sway BEGIN
    UPDATE link SET sways = sways + 1 WHERE id = NEW.link;
END;
CREATE TRIGGER sway_out AFTER DELETE ON sway BEGIN
    UPDATE link SET sways = sways - 1 WHERE id = OLD.link;
END;

-- Who owns the outlet of a source; only a person says so.
ALTER TABLE source ADD COLUMN owner TEXT NOT NULL DEFAULT '';
CREATE INDEX source_owner ON source (outlet_key, owner) WHERE owner <> '';
CREATE INDEX citation_outlet ON citation (outlet_key, proposition);

-- Grades that persons set: none is ever changed.
CREATE TABLE grade (
    seq    INTEGER PRIMARY KEY, -- the event
    target TEXT NOT NULL,
    value  TEXT NOT NULL,
    by     TEXT NOT NULL,
    at     TEXT NOT NULL,
    why    TEXT NOT NULL
) STRICT;
CREATE INDEX grade_target ON grade (target, seq);
CREATE TRIGGER grade_is_kept BEFORE UPDATE ON grade BEGIN SELECT RAISE(ABORT, 'grades are kept'); END;

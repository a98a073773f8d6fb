-- Statements that are compared as one: those with one face (weigh.likeness) share a row for each look-up key.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
DROP TABLE statement_key;
ALTER TABLE statement ADD COLUMN face INTEGER; -- null until it was sketched
CREATE INDEX statement_face ON statement (face, id) WHERE face IS NOT NULL;
CREATE TABLE face_key (
    key  INTEGER NOT NULL,
    face INTEGER NOT NULL,
    PRIMARY KEY (key, face)
) STRICT, WITHOUT ROWID;
CREATE INDEX face_key_face ON face_key (face);
CREATE INDEX likeness_apart ON likeness (first, second) WHERE state = 'rejected';

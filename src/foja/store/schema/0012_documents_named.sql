-- Documents that accepted statements let speak, and that are not the source itself: a work list.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
CREATE TABLE document_named (
    key         TEXT NOT NULL,
    proposition TEXT NOT NULL,
    name        TEXT NOT NULL,
    PRIMARY KEY (key, proposition)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_named_proposition ON document_named (proposition);

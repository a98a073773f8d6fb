-- Texts that one site gives under many addresses: a log-in page, and no report. Number: as in sketched.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');
CREATE TABLE wall (
    site   INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (site, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_site ON source (text, site) WHERE site <> 0;
-- Statements that likeness led to one another and that cannot say the same are kept as a person's decisions are.
DROP INDEX likeness_apart;
CREATE INDEX likeness_apart ON likeness (first, second) WHERE state IN ('rejected', 'unlike');

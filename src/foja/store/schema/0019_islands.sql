-- Counts kept by island: documents of a proposition that could join one another, however a person decides. A decision
-- counts one island anew; the count of the proposition is a sum.
INSERT OR IGNORE INTO meta SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'applied');

-- A document of a proposition as it is counted. Node: DocumentNode. Named: documents that it lets speak (JSON).
CREATE TABLE counted (
    proposition TEXT NOT NULL,
    source      TEXT NOT NULL,
    text        TEXT NOT NULL,
    island      TEXT NOT NULL, -- the least text in it
    node        TEXT NOT NULL,
    named       TEXT NOT NULL,
    PRIMARY KEY (proposition, source)
) STRICT;
CREATE INDEX counted_island ON counted (proposition, island, source);
CREATE INDEX counted_text ON counted (proposition, text);
CREATE INDEX counted_source ON counted (source);

-- What a document is looked up by: o outlet that it is of or cites, s speaker, d document that it lets speak.
CREATE TABLE counted_key (
    proposition TEXT NOT NULL,
    key         TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (proposition, key, source)
) STRICT, WITHOUT ROWID;

-- Account: how the island is counted. Part: what it adds to the count of the proposition, with the links that sway it.
CREATE TABLE island (
    proposition TEXT NOT NULL,
    island      TEXT NOT NULL,
    documents   INTEGER NOT NULL,
    part        TEXT NOT NULL,
    account     TEXT NOT NULL,
    PRIMARY KEY (proposition, island)
) STRICT;
CREATE INDEX island_documents ON island (proposition, documents DESC, island);
DROP INDEX statement_proposition;
CREATE INDEX statement_proposition ON statement (proposition, source);
CREATE INDEX source_issuer ON source (issuer, sha256) WHERE issuer <> '';

-- The projection of a case. Everything here is rebuilt from the ledger and the vault (foja rebuild).
-- Row numbers are derived from ids, never counted, so the tables are the same whatever the order of work.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sources: one row for each preserved original.
CREATE TABLE source (
    sha256      TEXT PRIMARY KEY,
    sha512      TEXT NOT NULL,
    size        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    via         TEXT NOT NULL,
    parent      TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL,
    title       TEXT NOT NULL DEFAULT '',
    author      TEXT NOT NULL DEFAULT '',
    outlet      TEXT NOT NULL DEFAULT '',
    outlet_key  TEXT NOT NULL DEFAULT '',
    published   TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL DEFAULT '',
    url         TEXT NOT NULL DEFAULT '',
    media_type  TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT '',
    detail      TEXT NOT NULL DEFAULT '',
    next        TEXT NOT NULL DEFAULT '',
    reading     TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL DEFAULT '',
    extraction  TEXT NOT NULL DEFAULT '',
    naming      TEXT NOT NULL DEFAULT '',
    sketch      TEXT NOT NULL DEFAULT '',
    characters  INTEGER NOT NULL DEFAULT 0,
    pages       INTEGER NOT NULL DEFAULT 0,
    drafts      INTEGER NOT NULL DEFAULT 0,
    accepted    INTEGER NOT NULL DEFAULT 0,
    sensitivity INTEGER NOT NULL DEFAULT 1 -- the label that holds, by its rank: internal where there is none
) STRICT;
CREATE INDEX source_sensitivity ON source (sensitivity) WHERE sensitivity > 1;
CREATE INDEX source_name ON source (name, sha256);
CREATE INDEX source_parent ON source (parent) WHERE parent <> '';
CREATE INDEX source_reading ON source (reading);
CREATE INDEX source_text ON source (text);
CREATE INDEX source_outlet ON source (outlet_key);
CREATE INDEX source_state ON source (state);

-- Receipts: every way in which the same bytes came into the case.
CREATE TABLE receipt (
    sha256        TEXT NOT NULL,
    received_from TEXT NOT NULL,
    name          TEXT NOT NULL,
    via           TEXT NOT NULL,
    parent        TEXT NOT NULL DEFAULT '',
    modified      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (sha256, received_from, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_parent ON receipt (parent) WHERE parent <> '';

-- Persons whose signature counts as that of a second one.
CREATE TABLE signer (
    name TEXT PRIMARY KEY,
    key  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Labels as persons gave them. Part: '' for all of a source, 'receipt' for how it came.
CREATE TABLE label (
    source TEXT NOT NULL,
    part   TEXT NOT NULL,
    rank   INTEGER NOT NULL,
    seq    INTEGER NOT NULL, -- the event that gave it
    PRIMARY KEY (source, part)
) STRICT, WITHOUT ROWID;

-- What a person said about a source's metadata: it outranks what the page claims.
CREATE TABLE described (
    sha256 TEXT NOT NULL,
    field  TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (sha256, field)
) STRICT, WITHOUT ROWID;

-- Runs: what each stage owes and what became of it. state '' means due.
CREATE TABLE run (
    stage   TEXT NOT NULL,
    input   TEXT NOT NULL,
    version TEXT NOT NULL DEFAULT '',
    setting TEXT NOT NULL DEFAULT '',
    state   TEXT NOT NULL DEFAULT '',
    output  TEXT NOT NULL DEFAULT '',
    detail  TEXT NOT NULL DEFAULT '',
    next    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (stage, input)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_due ON run (stage, input) WHERE state = '';
CREATE INDEX run_failed ON run (stage, input) WHERE state NOT IN ('', 'done');

-- Paragraphs of the canonical texts, for search and for links from a hit into the Reader.
CREATE TABLE passage (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    start  INTEGER NOT NULL,
    "end"  INTEGER NOT NULL,
    role   TEXT NOT NULL
) STRICT;
CREATE INDEX passage_source ON passage (source, start);
CREATE VIRTUAL TABLE passage_words USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE statement (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    source        TEXT NOT NULL,
    text          TEXT NOT NULL,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    review        TEXT NOT NULL,
    machine       INTEGER NOT NULL,
    modality      TEXT NOT NULL,
    polarity      TEXT NOT NULL,
    status        TEXT NOT NULL,
    presupposed   INTEGER NOT NULL,
    speaker       TEXT NOT NULL,
    speaker_key   TEXT NOT NULL,
    outlet        TEXT NOT NULL,
    language      TEXT NOT NULL,
    published     TEXT NOT NULL DEFAULT '',
    known_on      TEXT NOT NULL, -- day of publication, else of receipt
    earliest      TEXT NOT NULL DEFAULT '',
    latest        TEXT NOT NULL DEFAULT '',
    sort_date     TEXT NOT NULL,
    weight        INTEGER NOT NULL,
    proposition   TEXT NOT NULL,
    origins       INTEGER,
    conflicted    INTEGER NOT NULL DEFAULT 0,
    recorded_at   TEXT NOT NULL DEFAULT '',
    decided_at    TEXT NOT NULL DEFAULT '',
    decided_by    TEXT NOT NULL DEFAULT '',
    superseded_by TEXT NOT NULL DEFAULT '',
    record        TEXT NOT NULL,
    -- Superseded is final: no query can bring such a statement back.
    CHECK (review IN ('draft', 'accepted', 'rejected', 'superseded', 'stale'))
) STRICT;
CREATE INDEX statement_review_date ON statement (review, sort_date, id, known_on);
CREATE INDEX statement_review_weight ON statement (review, weight, source, start, id);
CREATE INDEX statement_review_place ON statement (review, source, start, id);
CREATE INDEX statement_source ON statement (source, start);
CREATE INDEX statement_text ON statement (text, review);
CREATE INDEX statement_speaker ON statement (speaker_key, review, sort_date, id);
CREATE INDEX statement_proposition ON statement (proposition);
CREATE INDEX statement_status ON statement (review, status, sort_date, id);
CREATE INDEX statement_modality ON statement (review, modality, sort_date, id);
CREATE INDEX statement_language ON statement (review, language, sort_date, id);
CREATE INDEX statement_decided ON statement (review, decided_at, id);
CREATE TRIGGER statement_superseded_is_final BEFORE UPDATE OF review ON statement
    WHEN OLD.review = 'superseded' AND NEW.review <> 'superseded'
    BEGIN SELECT RAISE(ABORT, 'superseded is final'); END;
-- Review is a word of its own column: what a person accepted is found without reading every draft that matches.
CREATE VIRTUAL TABLE statement_words USING fts5 (words, review, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO statement_words (statement_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');

-- Likeness between statements: suggested by the machine, joined or parted by persons.
CREATE TABLE statement_key (
    key       INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_key_statement ON statement_key (statement);
CREATE TABLE likeness (
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    state  TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX likeness_second ON likeness (second, first);

-- Support of a proposition: counted over accepted statements only.
CREATE TABLE support (
    proposition TEXT PRIMARY KEY,
    record      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Names: the groups of each document, evidence that two keys name one party, and the parties themselves.
CREATE TABLE naming (
    source   TEXT NOT NULL,
    key      TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    record   TEXT NOT NULL,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_key ON naming (key, source);
CREATE TABLE name_count (
    key       TEXT NOT NULL,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    mentions  INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (key, name, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
    source TEXT NOT NULL,
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (source, first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_first ON alias (first, second);
CREATE INDEX alias_second ON alias (second, first);
CREATE TABLE name_decision (
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    joined INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_decision_second ON name_decision (second, first);
CREATE TABLE party (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    key       TEXT NOT NULL,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    mentions  INTEGER NOT NULL,
    documents INTEGER NOT NULL
) STRICT;
CREATE INDEX party_size ON party (documents DESC, mentions DESC, id);
CREATE TABLE party_key (
    key   TEXT PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE, -- the id of a party with this key alone: old permalinks lead on
    party TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX party_key_party ON party_key (party);
CREATE TABLE party_document (
    party  TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (party, source)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER party_document_in AFTER INSERT ON party_document BEGIN
    UPDATE party SET documents = documents + 1 WHERE id = NEW.party;
END;
CREATE VIRTUAL TABLE party_words USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");
-- Review and date repeat those of the statement: the first statements of a party are found without the others.
CREATE TABLE statement_party (
    statement TEXT NOT NULL,
    key       TEXT NOT NULL,
    role      TEXT NOT NULL,
    review    TEXT NOT NULL,
    sort_date TEXT NOT NULL,
    PRIMARY KEY (statement, key, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_party_key ON statement_party (key, role, review, sort_date, statement);

-- Copies between documents.
CREATE TABLE sketch (
    key  INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (key, kind, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketch_text ON sketch (text);
CREATE TABLE link (
    id     TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    state  TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_first ON link (first);
CREATE INDEX link_second ON link (second);
CREATE INDEX link_state ON link (state, id);

-- Conflicts between accepted statements.
-- Where their figures, and what they deny or put forward, are looked up.
CREATE TABLE figure_key (
    key       INTEGER NOT NULL,
    low       REAL,
    high      REAL,
    statement TEXT NOT NULL
) STRICT;
CREATE INDEX figure_key_key ON figure_key (key, low, high, statement);
CREATE INDEX figure_key_statement ON figure_key (statement);
CREATE TABLE denial_key (
    key       INTEGER NOT NULL,
    denies    INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (key, denies, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX denial_key_statement ON denial_key (statement);
CREATE TABLE conflict (
    id     TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE conflict_statement (
    statement TEXT NOT NULL,
    conflict  TEXT NOT NULL,
    PRIMARY KEY (statement, conflict)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_statement_conflict ON conflict_statement (conflict);

-- Which events touched what: the history shown on a page. Only acts of persons.
CREATE TABLE touch (
    target TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (target, seq)
) STRICT, WITHOUT ROWID;

-- Custody: which events concern the keeping of which source; '' for those that concern every source there was.
-- The numbers follow the order of work, so two cases made from the same files can differ here; one ledger always
-- gives the same rows.
CREATE TABLE trail (
    source TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (source, seq)
) STRICT, WITHOUT ROWID;

-- Sources that were withheld from a bundle by their label: the event of its export is none of theirs.
CREATE TABLE held_back (
    source TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (source, seq)
) STRICT, WITHOUT ROWID;

-- Checks of the vault: the arc of the ring of digests that was read again (see preserve/fixity.py).
CREATE TABLE sweep (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    low     TEXT NOT NULL,
    high    TEXT NOT NULL,
    part    INTEGER NOT NULL,
    parts   INTEGER NOT NULL,
    blobs   INTEGER NOT NULL,
    damaged TEXT NOT NULL -- digests that did not verify or were missing, as a JSON list
) STRICT;

CREATE TRIGGER source_statement_in AFTER INSERT ON statement BEGIN
    UPDATE source SET drafts = drafts + (NEW.review = 'draft'), accepted = accepted + (NEW.review = 'accepted')
    WHERE sha256 = NEW.source;
END;
CREATE TRIGGER source_statement_out AFTER DELETE ON statement BEGIN
    UPDATE source SET drafts = drafts - (OLD.review = 'draft'), accepted = accepted - (OLD.review = 'accepted')
    WHERE sha256 = OLD.source;
END;
CREATE TRIGGER source_statement_change AFTER UPDATE OF review ON statement WHEN OLD.review <> NEW.review BEGIN
    UPDATE source SET
        drafts = drafts - (OLD.review = 'draft') + (NEW.review = 'draft'),
        accepted = accepted - (OLD.review = 'accepted') + (NEW.review = 'accepted')
    WHERE sha256 = NEW.source;
END;

-- Acts of persons, for the list of what changed.
CREATE TABLE act (seq INTEGER PRIMARY KEY) STRICT;

-- Counts kept by triggers, so that the Desk does not count tables.
CREATE TABLE tally (
    what  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tally_statement_in AFTER INSERT ON statement BEGIN
    INSERT INTO tally VALUES ('statement.' || NEW.review, 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_statement_out AFTER DELETE ON statement BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'statement.' || OLD.review;
END;
CREATE TRIGGER tally_statement_change AFTER UPDATE OF review ON statement WHEN OLD.review <> NEW.review BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'statement.' || OLD.review;
    INSERT INTO tally VALUES ('statement.' || NEW.review, 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_source_in AFTER INSERT ON source BEGIN
    INSERT INTO tally VALUES ('source.' || NEW.state, 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_source_change AFTER UPDATE OF state ON source WHEN OLD.state <> NEW.state BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'source.' || OLD.state;
    INSERT INTO tally VALUES ('source.' || NEW.state, 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_party_in AFTER INSERT ON party BEGIN
    INSERT INTO tally VALUES ('party', 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_party_out AFTER DELETE ON party BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'party';
END;
CREATE TRIGGER tally_conflict_in AFTER INSERT ON conflict BEGIN
    INSERT INTO tally VALUES ('conflict', 1) ON CONFLICT (what) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_conflict_out AFTER DELETE ON conflict BEGIN
    UPDATE tally SET count = count - 1 WHERE what = 'conflict';
END;

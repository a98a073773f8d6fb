-- Texts that persons corrected, or took into use again. A source keeps all its texts; one is in use.
CREATE TABLE correction (
    seq            INTEGER PRIMARY KEY, -- the event
    source         TEXT NOT NULL,
    before_text    TEXT NOT NULL,
    before_reading TEXT NOT NULL,
    text           TEXT NOT NULL,
    reading        TEXT NOT NULL,
    by             TEXT NOT NULL,
    at             TEXT NOT NULL
) STRICT;
CREATE INDEX correction_source ON correction (source, seq);

-- The event that made, or chose, the text in use; 0 where it is what the machine read last.
ALTER TABLE source ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- Drafts that a machine would make on a corrected text, and that a person decided on before it was corrected: what
-- such a draft is known by (model.statement.draft_mark).
CREATE TABLE settled (
    text  TEXT NOT NULL,
    draft TEXT NOT NULL,
    PRIMARY KEY (text, draft)
) STRICT, WITHOUT ROWID;

-- Means of the rows of a sentence encoder, by which texts find those that may say the same in another language or in
-- other words. ``output``: digest of the record with all rows.
CREATE TABLE meaning (
    text    TEXT NOT NULL,
    encoder TEXT NOT NULL,
    mean    BLOB NOT NULL,
    output  TEXT NOT NULL,
    PRIMARY KEY (text, encoder)
) STRICT, WITHOUT ROWID;
CREATE INDEX meaning_encoder ON meaning (encoder, text);
ALTER TABLE source ADD COLUMN meaning TEXT NOT NULL DEFAULT '';

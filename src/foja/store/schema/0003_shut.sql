-- Sources that were sealed or erased, with the event that did; nothing else about them is in these tables.
CREATE TABLE shut (
    source TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (source, seq)
) STRICT, WITHOUT ROWID;

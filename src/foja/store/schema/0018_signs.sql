-- Signs that two texts share an origin, beyond their wording: a release that both pass on, an oddity that both have.
-- A link of the kind is suggested while it has a sign and nothing says that one text copies the other.

-- Accepted statements that pass on a release: the party that handed it out, the day of the page.
CREATE TABLE release (
    party     TEXT NOT NULL,
    day       INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (party, day, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_statement ON release (statement);

-- What a sign rests on: two statements; or a conflict; or a rare spelling and the usual one.
CREATE TABLE sign (
    kind   TEXT NOT NULL,
    one    TEXT NOT NULL,
    other  TEXT NOT NULL,
    first  TEXT NOT NULL,
    second TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (kind, first, second, one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_one ON sign (one);
CREATE INDEX sign_other ON sign (other);
CREATE INDEX sign_second ON sign (second);

-- What a source says about itself may be a guess of the reader: the names of such fields, separated by blanks.
ALTER TABLE source ADD COLUMN guessed TEXT NOT NULL DEFAULT '';

-- What the states of one person are computed from, side by side: the acts in force of the record about each name key, in
-- the order in which they are folded. A copy of columns of official_act, kept by triggers, so that one look-up finds them
-- whatever the case holds.

CREATE TABLE person_act (
    key         TEXT NOT NULL,
    machine     TEXT NOT NULL,
    matter      TEXT NOT NULL,
    earliest    TEXT NOT NULL,
    latest      TEXT NOT NULL,
    act         TEXT NOT NULL,
    kind        TEXT NOT NULL,
    until_first TEXT NOT NULL,
    until_last  TEXT NOT NULL,
    known_on    TEXT NOT NULL,
    PRIMARY KEY (key, machine, matter, earliest, latest, act)
) STRICT, WITHOUT ROWID;

INSERT INTO person_act
SELECT person.key, act.machine, act.matter, act.earliest, act.latest, act.id, act.kind, act.until_first, act.until_last,
       act.known_on
FROM act_party AS person JOIN official_act AS act ON act.id = person.act
WHERE person.role = 'person' AND act.state = 'recorded';

CREATE TRIGGER person_act_named AFTER INSERT ON act_party WHEN NEW.role = 'person' BEGIN
    INSERT INTO person_act
    SELECT NEW.key, act.machine, act.matter, act.earliest, act.latest, act.id, act.kind, act.until_first,
           act.until_last, act.known_on
    FROM official_act AS act WHERE act.id = NEW.act AND act.state = 'recorded';
END;
CREATE TRIGGER person_act_known AFTER UPDATE OF known_on ON official_act WHEN NEW.known_on <> OLD.known_on BEGIN
    UPDATE person_act SET known_on = NEW.known_on
    WHERE key IN (SELECT key FROM act_party WHERE act = NEW.id AND role = 'person')
    AND machine = NEW.machine AND matter = NEW.matter AND earliest = NEW.earliest AND latest = NEW.latest
    AND act = NEW.id;
END;
CREATE TRIGGER person_act_ended AFTER UPDATE OF state ON official_act WHEN NEW.state <> 'recorded' BEGIN
    DELETE FROM person_act
    WHERE key IN (SELECT key FROM act_party WHERE act = NEW.id AND role = 'person')
    AND machine = NEW.machine AND matter = NEW.matter AND earliest = NEW.earliest AND latest = NEW.latest
    AND act = NEW.id;
END;

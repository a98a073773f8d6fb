"""Event and Actor: entries of the ledger, the only way anything changes.

Kinds and the fields of their bodies (all values are plain JSON):

    case.created        title, origin, verifier (the first key)
    keys.rotated        old, new (verifiers), note (both sign it)  see preserve.keychain
    keys.companion      key (of a cosigner, C2SP type 0x06)        it signs too, see preserve.companion
    source.added        source (Source without its receipt), receipt (Receipt)
    source.described    source (digest), field, value              a person corrects metadata
    source.classified   sources (digests), part ('' or receipt), label, second (Second) where a label is lowered,
                        restored (event number to fields) and back (sources) where what was sealed
                        comes back
    source.sealed       sources (digests), received (event and time of each), part, label, fields (event number
                        to fields), files (digests of age files), index (that which lists them), recipients
                        (public keys)
    payload.erased      sources, received, fields, blobs (digests of preserved files), files (of age files), authority,
                        order, second
    source.allowed      source (digest), limits (name to number), password (true or false)
                        a person lets it be read again, with larger limits or a password, which stands nowhere
    text.corrected      source (digest), before (text that was in use), output (Reading), blobs (its text), lines (page,
                        line, was, now), settled (marks of drafts that no machine makes again on this text)
                        a person corrected what was recognised, or took an earlier text (no lines) into use again
    access.given        sources, through (the command or page); in the access log alone
    signer.added        name, key                                  a second person, who may sign
    signer.removed      name
    derived             stage, version, setting, input, source, state, output, blobs, detail, next; keys (name keys)
                        of resolve.match, which compares names; made_with (model, endpoint, digest of the prompt,
                        parameters) where a person asked a language model
    statement.entered   statement (Statement)                      a person wrote it
    statement.accepted  statement (Statement)                      whole: the ledger alone proves what it was
    statement.rejected  statement (id)
    statement.reopened  statement (id)                             back to draft
    statement.corrected statement (id), replacement (Statement)    the first becomes superseded, for good
    statement.carried   statement (id), replacement (Statement)    its quote stands in a corrected text; the replacement
                        stands where the first stood, which becomes superseded
    statement.staled    statement (id), replacement (Statement)    its quote was corrected; the replacement is a draft
    statements.joined   statements (ids)                           they say the same
    statements.parted   statements (two ids)
    parties.joined      keys (name keys)                           they name the same party
    parties.parted      keys (two name keys)
    parties.deferred    keys (two name keys)                       to be decided later
    parties.reopened    keys (two name keys)                       what was said of them is taken back
    link.confirmed      link (id)                                  a copy between documents
    link.rejected       link (id)
    act.recorded        act (OfficialAct), keys (the name keys of all whom it names)
    act.corrected       act (id), replacement (OfficialAct), keys  the first becomes superseded, for good
    act.withdrawn       act (id)                                   it no longer moves anything, for good
    particular.recorded particular (Post, UsedName, Circumstance ..., by its type), keys (of whom it names)
    particular.corrected particular (id), replacement, keys        the first becomes superseded, for good
    particular.withdrawn particular (id)                           it no longer counts, for good
    list.added          snapshot (Snapshot)                        a screening list, as published on a day
    screened            keys (the name keys of a party), screening (Screening)
    hit.confirmed       key, list, entry (ids), snapshot, name     a person says: this entry means this party
    hit.rejected        key, list, entry, snapshot, name           it does not
    hit.reopened        key, list, entry, snapshot, name           what was said is taken back
    incident.recorded   item (Incident), keys (the name keys of all whom it names)
    evidence.recorded   item (Evidence), keys
    position.recorded   item (Position), keys
    incident.corrected  item (id), replacement (Incident), keys    the first becomes superseded, for good; so of
                                                                   evidence.corrected and position.corrected
    incident.withdrawn  item (id)                                  for good; so of evidence and position
    statement.marked    statement (id), mark                       what a reader should know beside it
    statement.unmarked  statement (id), mark
    disclosure.made     audience, withheld (event number to fields)   what the next bundle does not give
    exported            form, digest                               what was handed over
    custody.transferred sources (digests), from, to, how, at       a hand-over; at: EDTF, may be empty
    checked             check "fixity": low, high, part, parts (an arc of all digests, see preserve.fixity),
                        blobs, bytes, result, altered, missing (digests)
    checked             check "rederive": sources (digests; none: all), runs, same, result, nondeterministic
                        (stage, input, recorded, found), uncheckable (stage, version, runs, reason)
    stamped             authority, url, qualified, size, note, response, roots (digests of blobs), gen_time, serial,
                        policy, signer                             when a checkpoint existed, as an authority signed
    stamp.failed        authority, url, size, note, reason; response, roots where there was a token
    stamp.promised      authority, url, size, note, proof (digests)    an OpenTimestamps calendar will anchor it
    stamp.anchored      authority, url, size, note, proof, promised (event), height, header (of the Bitcoin block, hex,
                        may be empty)

``why`` is required of every act of a person.
"""

from __future__ import annotations

from typing import Any

from foja.model.record import Record


class Actor(Record, frozen=True):
    """Who did it: a person, or foja itself with its version."""

    name: str
    kind: str = "person"


class Act(Record, frozen=True):
    """What is to be recorded: an event before the ledger gave it a number and a time."""

    kind: str
    body: dict[str, Any]
    actor: Actor
    why: str = ""


class Event(Record, frozen=True):
    """An entry of the ledger. ``seq`` counts from 0; ``at`` is UTC, ISO 8601.
    ``withheld``: names of fields, ``who`` and ``why`` among them, whose values were withheld or erased (their
    commitments remain)."""

    seq: int
    at: str
    kind: str
    body: dict[str, Any]
    actor: Actor
    why: str = ""
    withheld: tuple[str, ...] = ()

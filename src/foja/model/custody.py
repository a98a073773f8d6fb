"""Custody: what the record holds about one source, from its receipt to the newest checkpoint.

Records of answers, like those in ``rows``: they are made from the ledger and may change with the pages.
"""

from __future__ import annotations

from foja.model.dates import bounds
from foja.model.errors import UsageError
from foja.model.record import Record

WITHHELD = "withheld"
"""Stands where a value is not given to the audience of a sheet."""


class Arrival(Record, frozen=True):
    """One way in which the bytes came into the case. ``seq``: number of the event, ``at``: when it was recorded
    (UTC, clock of the machine). ``by``: who recorded it, ``why``: how it came, in that person's words.
    ``received_from``: the path it came by, as text. ``parent``: digest of the archive or message that held it."""

    seq: int
    at: str
    by: str
    name: str
    why: str = ""
    received_from: str = ""
    via: str = "file"
    parent: str = ""
    modified: str = ""


class Transfer(Record, frozen=True):
    """A hand-over as somebody recorded it. ``given``, ``taken``: from whom and to whom. ``how``: by which way.
    ``on``: when it took place (EDTF), empty where nobody said; ``at``: when it was recorded (UTC)."""

    seq: int
    at: str
    by: str
    given: str
    taken: str
    how: str
    on: str = ""
    why: str = ""


class Examination(Record, frozen=True):
    """A reading of the original by a program. ``by``: program and version; ``version``: of the reader; ``state``: an
    outcome; ``text``: digest of the text that came of it, empty where none did."""

    seq: int
    at: str
    by: str
    version: str
    state: str
    text: str = ""


class Deed(Record, frozen=True):
    """An event that concerns a source. ``what``: in words; ``leaf``: its leaf hash in the ledger (hex)."""

    seq: int
    at: str
    kind: str
    by: str
    what: str
    leaf: str
    why: str = ""


class Standing(Record, frozen=True):
    """The newest checkpoint: it covers the events below ``size``. ``signed``: by the key of the case. ``note``: the
    whole signed note. ``proof``: hashes (hex) that lead from the leaf of the source's receipt to the root,
    RFC 9162 section 2.1.3."""

    origin: str
    size: int
    root: str
    note: str
    signed: bool
    proof: tuple[str, ...] = ()


class CustodySheet(Record, frozen=True):
    """All that the record holds about the keeping of one source.

    ``item``: its label, made from the number of the event that brought it in, which never changes. ``seq`` and
    ``leaf``: where that event stands in the ledger. ``size`` in bytes. ``reread``: when its bytes were last read
    again and compared with its digest, empty when never since receipt. ``members``: files taken out of it.
    ``checkpoint``: the newest one, None when none covers the receipt. ``uncovered``: events on this sheet that came
    after it.
    """

    case: str
    origin: str
    item: str
    label: str
    name: str
    sha256: str
    sha512: str
    size: int
    seq: int
    leaf: str
    media_type: str = ""
    arrivals: tuple[Arrival, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    readings: tuple[Examination, ...] = ()
    deeds: tuple[Deed, ...] = ()
    members: int = 0
    reread: str = ""
    reread_whole: bool = True
    checkpoint: Standing | None = None
    uncovered: int = 0


class FixityState(Record, frozen=True):
    """How far the vault was read again. ``whole_since``: every file that was kept then was read and compared at or
    after this time (UTC), empty while that is not so yet. ``last``: the newest check. ``share``: of all digests,
    how much was read in one run of checks up to now, 0 to 1. ``damaged``: digests that did not verify, or were
    missing, when they were last looked at."""

    last: str = ""
    whole_since: str = ""
    share: float = 0.0
    damaged: tuple[str, ...] = ()


class StampLine(Record, frozen=True):
    """The newest time stamp of an authority: the first ``size`` events existed at ``gen_time`` (UTC), as it signed.
    ``qualified``: as the settings of the case say. Of an OpenTimestamps calendar: ``promised``, or anchored in Bitcoin
    block ``block``, whose time ``gen_time`` is where it is known."""

    authority: str
    gen_time: str
    size: int
    qualified: bool = False
    promised: bool = False
    block: int = 0


class Dossier(Record, frozen=True):
    """What a certificate is drafted from. ``items``: the sheets of the sources that it lists, each read again just
    before. ``software``: name and version of the program that drafts. ``stamps``: as recorded, not checked here."""

    case: str
    origin: str
    verifier: str
    software: str
    items: tuple[CustodySheet, ...]
    fixity: FixityState
    checkpoint: Standing | None = None
    stamps: tuple[StampLine, ...] = ()


def transfer_fields(given: str, taken: str, how: str, on: str) -> dict[str, str]:
    """The fields of a hand-over for its event. Raises UsageError ``transfer-incomplete`` or ``date-unknown``."""
    fields = {"from": given.strip(), "to": taken.strip(), "how": how.strip()}
    lacking = [name for name, value in fields.items() if not value]
    if lacking:
        raise UsageError(
            "transfer-incomplete",
            f"A hand-over says from whom, to whom and how; it lacks: {', '.join(lacking)}.",
            next="Write a role or an office where a name should not be kept, for example “registry of the court”.",
        )
    if on.strip():
        try:
            bounds(on.strip())
        except ValueError as error:
            raise UsageError(
                "date-unknown", f"{error}.", next="Write a date as 2025-04-09, 2025-04 or 2025."
            ) from error
    return {**fields, "at": on.strip()}

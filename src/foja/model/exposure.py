"""What the exposure table answers with: recorded factors for each country, with direction and links. No score."""

from __future__ import annotations

from foja.model.particular import ParticularRow
from foja.model.proceedings import ActRow, Subject
from foja.model.record import Record
from foja.model.vocabulary import Band, Direction


class Factor(Record, frozen=True):
    """A factor as the file has it. ``ids``: the acts and particulars behind it. ``bars``, ``binds``: it counts as a
    bar, or as an obligation, in the band."""

    name: str
    direction: Direction
    words: str
    ids: tuple[str, ...] = ()
    bars: bool = False
    binds: bool = False


class CountryRow(Record, frozen=True):
    """One country. ``factors``: those that are about it; ``unknown``: how many of all that were asked have no answer in
    this file, of ``asked``. ``hatched``: at least half have none. ``recorded``: something about it is on file."""

    code: str
    name: str
    band: Band
    why: str
    factors: tuple[Factor, ...]
    unknown: int
    asked: int
    hatched: bool
    recorded: bool = False


class ExposureView(Record, frozen=True):
    """Recorded factors of one person on one day, by what was known then. ``general``: those that hold everywhere;
    ``recorded``: how many countries have a factor of their own on file."""

    subject: Subject
    as_of: str
    known_by: str
    requesting: tuple[str, ...]
    general: tuple[Factor, ...]
    rows: tuple[CountryRow, ...]
    recorded: int
    acts: tuple[ActRow, ...]
    particulars: tuple[ParticularRow, ...]
    says: str = (
        "Recorded public measures and legal factors, each with its source. No probability and no prediction; an empty"
        " field is unknown, not no. Nothing here says where anybody is."
    )

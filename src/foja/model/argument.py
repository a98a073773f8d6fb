"""What questions about arguments answer with: those for and those against, and what each rests on.

There is no field for a result. An argument is preferred to another only by the recorded decision of an authority.
"""

from __future__ import annotations

from foja.model.particular import ParticularRow
from foja.model.proceedings import ActRow, Subject
from foja.model.record import Record
from foja.model.vocabulary import Holds, Read, Side, SourceClass, Stands


class Premise(Record, frozen=True, gc=False):
    """What a rule asks, and what this file answers. ``words``: the question with the answer, in words. ``ids``: the
    acts and particulars behind it."""

    words: str
    holds: Holds
    ids: tuple[str, ...] = ()


class Attack(Record, frozen=True, gc=False):
    """An argument that speaks against another. ``undercuts``: it says, with ``cite``, that the other does not apply;
    else the two rebut each other, both ways."""

    by: str
    undercuts: bool = False
    cite: str = ""


class Preference(Record, frozen=True, gc=False):
    """A recorded decision that followed one argument and not another. ``id``: the particular that records it;
    ``authority`` and ``date``: whose decision, of when."""

    id: str
    prefers: str
    over: str
    authority: str
    date: str


class Argument(Record, frozen=True, gc=False):
    """A rule applied to what is on file. ``open``: a premise is only possible. ``contested``: an accepted statement
    conflicts with what a premise rests on. ``disputed``: who contests the rule itself. ``read``: how much of the text
    that it cites was read for foja."""

    rule: str
    side: Side
    says: str
    cite: str
    source: SourceClass
    read: Read
    disputed: str
    premises: tuple[Premise, ...]
    stands: Stands
    open: bool = False
    contested: bool = False
    attacks: tuple[Attack, ...] = ()
    decided: tuple[Preference, ...] = ()


class Waiting(Record, frozen=True, gc=False):
    """A rule that is not put forward, because something that it asks was not found in this file. ``lacks``: what."""

    rule: str
    side: Side
    cite: str
    lacks: tuple[str, ...]


class Arguments(Record, frozen=True):
    """What the rules of a book give on its question. ``ruled_out``: rules of which the file says that a premise is not
    so, with which."""

    arguments: tuple[Argument, ...]
    waiting: tuple[Waiting, ...]
    ruled_out: tuple[Waiting, ...]


class ArgumentsView(Record, frozen=True):
    """Arguments for and against on an issue about one party, as of a day and as known by a day.

    ``acts`` and ``particulars``: those that premises and decisions between arguments name, with what they rest on.
    ``decisions``: acts of authorities on the issue. ``unchecked``: what of the book nobody has reviewed.
    """

    issue: str
    title: str
    question: str
    subject: Subject
    as_of: str
    known_by: str
    country: str
    requesting: str
    arguments: tuple[Argument, ...]
    waiting: tuple[Waiting, ...]
    ruled_out: tuple[Waiting, ...]
    acts: tuple[ActRow, ...]
    particulars: tuple[ParticularRow, ...]
    decisions: tuple[ActRow, ...]
    sources: tuple[str, ...]
    unchecked: str
    author: str
    reviewer: str
    says: str = "These are arguments, by rules that are the same for everybody. foja draws no conclusion from them."

"""Names that may be names of one party: compared across spellings and scripts, proposed, and decided on by persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from foja.facade.opened import Progress, act, reason
from foja.facade.screening import Screenings, matcher
from foja.flow.build import FOJA
from foja.flow.executors import executor
from foja.model.errors import UsageError
from foja.model.event import Act, Actor, Event
from foja.model.matching import NameComparison, Proposal, Subject
from foja.model.pairs import PairRow, PairState, Proposals
from foja.model.record import digest, encode
from foja.model.rows import Page
from foja.model.vocabulary import MentionKind, OutcomeState
from foja.store import ask_parties, ask_proposals, ask_screenings
from foja.text.fold import key

if TYPE_CHECKING:  # brings numpy
    from foja.resolve.match.index import Index

STAGE = "resolve.match"


class Names(Screenings):
    """Proposed merges, and what persons say of them."""

    def compare_names(self, progress: Progress | None = None, *, jobs: int | None = 0) -> int:
        """Compares the names that are new with all others, or all where the matcher is another one. Returns how many
        pairs are proposed for them. Nothing is joined by it. Very many are shared out over ``jobs`` processes (0: none,
        None: one for each core), never to other machines: names come from all sources."""
        version = matcher()
        new = set(ask_proposals.due(self._connection, version))
        if not new:
            return 0
        # Here and not above: what compares names brings numpy, and most commands need neither.
        from foja.resolve.match.index import Index

        if progress:
            progress(0, len(new), "comparing names")
        everybody = ask_proposals.subjects(self._connection)
        waiting = [one for one in everybody if one.id in new]
        proposed = _proposed(waiting, Index.build(everybody), jobs, progress)
        found = Proposals(version=version, keys=tuple(sorted(new)), proposals=tuple(proposed))
        named = sorted(new | {one for pair in found.proposals for one in (pair.first, pair.second)})
        output = self._folder.vault.put(encode(found)).sha256
        body = {
            "stage": STAGE, "version": version, "setting": "", "input": digest(encode([version, *found.keys])),
            "source": "", "state": OutcomeState.DONE.value, "output": output, "blobs": [], "detail": "", "next": "",
            "keys": named,
        }  # fmt: skip
        self._folder.record([Act(kind="derived", body=body, actor=FOJA)])
        if progress:
            progress(len(new), len(new), "comparing names")
        return len(found.proposals)

    def proposed(self, *, state: PairState = PairState.OPEN, after: str = "", limit: int = 20) -> Page[PairRow]:
        """Pairs of parties that may be one, those first whose decision would change most; or those put off, joined or
        held apart."""
        return ask_proposals.pairs(self._folder, state, after=after, limit=limit)

    def proposed_for(self, party: str) -> tuple[PairRow, ...]:
        """Undecided pairs of one party (id or name)."""
        return ask_proposals.of_party(self._folder, ask_parties.find_party(self._connection, party))

    def compared(self, first: str, second: str) -> NameComparison:
        """How two names compare: parties of the case where they name one (ids or names), else the names as typed."""
        from foja.resolve.match.compare import compare

        return compare(self._meant(first, "1"), self._meant(second, "2"))

    def say_of_names(
        self, pairs: Sequence[tuple[str, str]], state: PairState, *, actor: Actor, why: str
    ) -> list[Event]:
        """Says of pairs of name keys that they are names of one party (``same``), or not (``apart``), puts them off
        (``later``), or takes back what was said (``open``). Each is kept in the history and can be taken back."""
        chosen = pairs[:1] if state is PairState.SAME else pairs  # one bond joins; every way to each other is cut
        return self._say(chosen, state, actor, why)

    def join_names(self, pairs: Sequence[tuple[str, str]], *, actor: Actor, why: str) -> list[Event]:
        """Says of several pairs of name keys, for one reason, that each is of one party: all of them or none. Each can
        be taken back by itself."""
        return self._say(pairs, PairState.SAME, actor, why)

    def _say(self, pairs: Sequence[tuple[str, str]], state: PairState, actor: Actor, why: str) -> list[Event]:
        reason(why)
        if not pairs:
            raise UsageError("two-needed", "This decision is about two names; none were named.")
        for pair in pairs:
            if len({key(one) for one in pair}) < 2:
                raise UsageError("two-needed", "This decision is about two names; they are the same.")
            for one in pair:
                ask_parties.find_party(self._connection, one)
        kind = {
            PairState.SAME: "parties.joined", PairState.APART: "parties.parted", PairState.LATER: "parties.deferred",
            PairState.OPEN: "parties.reopened",
        }[state]  # fmt: skip
        return self._decide([act(kind, {"keys": sorted(map(key, pair))}, actor, why) for pair in pairs])

    def _meant(self, given: str, number: str) -> Subject:
        try:
            party = ask_parties.find_party(self._connection, given)
        except UsageError:
            if given.startswith("pa-"):
                raise
            return Subject(id=number, kind=MentionKind.UNKNOWN, names=(given,))
        return ask_screenings.subject_of(self._connection, party)[0]


_ALONE = 4
"""Pieces for which no process is started: it takes a second until it compares."""


def _proposed(new: Sequence[Subject], index: Index, jobs: int | None, progress: Progress | None) -> Iterator[Proposal]:
    """The pairs of ``new`` that are worth a person's time: the same by how many processes ever."""
    from foja.resolve.match.proposals import TOGETHER, joined, piece, proposals

    if len(new) <= _ALONE * TOGETHER or jobs in (0, 1):
        yield from proposals(new, index)
        return
    pieces = [new[at : at + TOGETHER] for at in range(0, len(new), TOGETHER)]
    saved, found = index.save(), []
    with executor(jobs) as pool:
        waiting = [pool.submit(piece, saved, some) for some in pieces]
        for number, (some, future) in enumerate(zip(pieces, waiting, strict=True), 1):
            try:
                found.append(future.result())
            except BrokenExecutor:  # a process was killed: what it had is done here
                found.append(piece(saved, some))
            if progress:
                progress(min(number * TOGETHER, len(new)), len(new), "comparing names")
    yield from joined(found)


def compare_written(first: str, second: str) -> NameComparison:
    """How two names compare that are in no case."""
    from foja.resolve.match.compare import compare

    return compare(
        Subject(id="1", kind=MentionKind.UNKNOWN, names=(first,)),
        Subject(id="2", kind=MentionKind.UNKNOWN, names=(second,)),
    )

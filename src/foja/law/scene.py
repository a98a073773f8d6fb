"""What a rule can ask about one party on a day: acts folded, posts, circumstances. Each answer is yes, possible, no or
unknown, with the ids that it comes from and words for a sentence.

Nothing dated after the day and nothing known only after ``known_by`` is looked at: a scene is made of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

import msgspec

from foja.law.circumstances import asked_in_words, words_of
from foja.law.fold import FIRST, LAST, Dated, Fold, fold, rules_of
from foja.law.interval import had_happened, holds_on, last_said, later, so_on
from foja.law.machine import machine_named
from foja.law.rulebook import Ask
from foja.law.standing import Known
from foja.model.dates import When
from foja.model.particular import Circumstance, Post, Resolution
from foja.model.vocabulary import Holds
from foja.text.countries import country_name


class Fact(NamedTuple):
    """A particular as the tables have it. ``known_on``: the ISO day since which the record shows it; empty where
    nothing that it rests on is accepted any more."""

    record: Post | Circumstance | Resolution
    known_on: str


class Given:
    """What is on file about one party, whatever the day. Circumstances and decisions that name nobody are about all.
    What a question asks for is looked up: sorted once, when it is first asked for."""

    def __init__(self, acts: Sequence[Known] = (), facts: Sequence[Fact] = ()) -> None:
        self.acts, self.facts = acts, facts

    @cached_property
    def acts_by_machine(self) -> Mapping[str, Sequence[Known]]:
        found: dict[str, list[Known]] = {}
        for one in self.acts:
            found.setdefault(one.machine, []).append(one)
        return found

    @cached_property
    def facts_by_kind(self) -> Mapping[str, Sequence[Fact]]:
        """Circumstances by kind; posts and decisions under ``POSTS`` and ``DECISIONS``."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(_kind(fact.record), []).append(fact)
        return found

    @cached_property
    def _by_countries(self) -> dict[str, dict[tuple[str, ...], list[Fact]]]:
        return {}

    def of_countries(self, kind: str, countries: tuple[str, ...]) -> Sequence[Fact]:
        """Circumstances of a kind that name these countries and no others."""
        by_countries = self._by_countries.get(kind)
        if by_countries is None:
            by_countries = self._by_countries[kind] = {}
            for fact in self.facts_by_kind.get(kind, ()):
                assert isinstance(fact.record, Circumstance)
                by_countries.setdefault(fact.record.countries, []).append(fact)
        return by_countries.get(countries, ())


POSTS, DECISIONS = "post", "resolution"
"""Where facts that are no circumstances stand; no kind of circumstance is named so."""


def _kind(record: Post | Circumstance | Resolution) -> str:
    if type(record) is Circumstance:
        return record.kind
    return POSTS if type(record) is Post else DECISIONS


class Question(NamedTuple):
    """What is asked: on which day, by what was known when, in which countries (codes; empty where none is named)."""

    as_of: str
    known_by: str = ""
    forum: str = ""
    requesting: str = ""


class Answer(msgspec.Struct, frozen=True, gc=False):
    """``found``: words for the sentence of the rule; ``words``: the premise itself, in words."""

    holds: Holds
    words: str
    ids: tuple[str, ...] = ()
    found: str = ""


def _begins(record: Post | Circumstance | Resolution) -> str:
    return (record.since.earliest if record.since else None) or FIRST


class Scene:
    """One party, on one day, by what was known then."""

    def __init__(self, given: Given, asked: Question) -> None:
        self.given, self.asked = given, asked
        self._until = asked.known_by or LAST
        self._circumstances: dict[tuple[str, tuple[str, ...]], list[Circumstance]] = {}
        self._acts: dict[str, list[Known]] = {}
        self._folds: dict[str, list[Fold]] = {}
        self._answers: dict[Ask, Answer] = {}

    def _seen(self, facts: Iterable[Fact]) -> list[Any]:
        """Records that were known by then and had begun, or may have, by the day."""
        until, day = self._until, self.asked.as_of
        return [one.record for one in facts if one.known_on and one.known_on <= until and _begins(one.record) <= day]

    @cached_property
    def posts(self) -> list[Post]:
        return self._seen(self.given.facts_by_kind.get(POSTS, ()))

    @cached_property
    def resolutions(self) -> list[Resolution]:
        return self._seen(self.given.facts_by_kind.get(DECISIONS, ()))

    def circumstances(self, kind: str, countries: tuple[str, ...] = ()) -> list[Circumstance]:
        """Of a kind; with countries, those that name just these."""
        found = self._circumstances.get((kind, countries))
        if found is None:
            facts = self.given.of_countries(kind, countries) if countries else self.given.facts_by_kind.get(kind, ())
            found = self._circumstances[kind, countries] = self._seen(facts) if facts else []
        return found

    def acts(self, machine: str) -> list[Known]:
        """Acts of a machine that were known by then and may have been done by the day."""
        found = self._acts.get(machine)
        if found is None:
            until, day = self._until, self.asked.as_of
            found = self._acts[machine] = [
                one
                for one in self.given.acts_by_machine.get(machine, ())
                if one.known_on and one.known_on <= until and one.act.earliest <= day
            ]
        return found

    def folds(self, machine: str) -> list[Fold]:
        """Where the matters of a machine stand, folded once for all rules."""
        found = self._folds.get(machine)
        if found is None:
            matters: dict[str, dict[str, Dated]] = {}
            for one in self.acts(machine):
                matters.setdefault(one.matter, {})[one.act.id] = one.act
            rules, day = rules_of(machine), self.asked.as_of
            each = [fold(rules, matters[matter].values(), day) for matter in sorted(matters)]
            found = self._folds[machine] = [one for one in each if one.states]
        return found

    def answers(self, asks: Iterable[Ask]) -> tuple[list[Answer], Holds]:
        """What the file answers to the premises of a rule, and to all of them together: no before unknown, unknown
        before possible. Rules that ask alike share an answer."""
        lowest, found = Holds.YES, []
        for ask in asks:
            answer = self._answers.get(ask)
            if answer is None:
                answer = self._answers[ask] = _ASKED[ask.ask](self, ask)
            holds = answer.holds
            if holds is not Holds.YES and _RANK[holds] < _RANK[lowest]:
                lowest = holds
            found.append(answer)
        return found, lowest

    def answer(self, ask: Ask) -> Answer:
        """What the file answers to one premise."""
        return self.answers((ask,))[0][0]

    def places(self, names: Iterable[str]) -> tuple[str, ...] | None:
        """The countries of the question; None where one was not named."""
        found = tuple(sorted(getattr(self.asked, name) for name in names))
        return found if all(found) else None


def _matter(scene: Scene, ask: Ask) -> Answer:
    machine, words = machine_named(ask.machine), _matter_in_words(ask)
    found = []
    for one in scene.folds(ask.machine):
        holds = one.holds if not ask.states else _best(one.answer(name) for name in ask.states)
        if holds is Holds.NO and any(one.answer(name) is not Holds.NO for name in ask.open):
            holds = Holds.POSSIBLE
        ids = tuple([identifier for led in one.states.values() for identifier in led])
        found.append((holds, ids, " or ".join([machine.named(name).words for name in one.states])))
    if not found:
        return Answer(Holds.UNKNOWN, f"{words}: none found in this file")
    holds, ids, told = max(found, key=lambda one: _RANK[one[0]])
    return Answer(holds, f"{words}: {holds}" + (f" (it stands as {told})" if told else ""), ids, told)


@cache
def _matter_in_words(ask: Ask) -> str:
    machine = machine_named(ask.machine)
    wanted = " or ".join(machine.named(name).words for name in ask.states) if ask.states else machine.asks
    return f"{machine.title}: {wanted}"


def _act(scene: Scene, ask: Ask) -> Answer:
    wanted = _acts_in_words(ask)
    found = _act_had_happened(scene, ask, 0)
    if found is None:
        return Answer(Holds.UNKNOWN, f"{wanted}: none found in this file")
    holds, identifier, day = found
    return Answer(holds, f"{wanted}: {holds}, {day}", (identifier,), day)


def _elapsed(scene: Scene, ask: Ask) -> Answer:
    """Since the first act of these kinds."""
    wanted = f"{ask.months} months or more since: {_acts_in_words(ask)}"
    found = _act_had_happened(scene, ask, ask.months)
    if found is None:
        return Answer(Holds.UNKNOWN, f"{wanted}: none found in this file")
    holds, identifier, day = found
    return Answer(holds, f"{wanted}: {holds}, {day}", (identifier,), day)


@cache
def _acts_in_words(ask: Ask) -> str:
    return " or ".join(move.words for move in machine_named(ask.machine).act if move.kind in ask.kinds)


def _act_had_happened(scene: Scene, ask: Ask, months: int) -> tuple[Holds, str, str] | None:
    """The act of these kinds that is surest to have been done so many months before the day; None where none is."""
    found = [
        (
            had_happened(_open(later(act.earliest, months)), _open(later(act.latest, months)), scene.asked.as_of),
            act.id, _day(act.earliest, act.latest),
        )
        for act in (one.act for one in scene.acts(ask.machine) if one.act.kind in ask.kinds)
    ]  # fmt: skip
    return max(found, key=lambda one: (_RANK[one[0]], one[1])) if found else None


@cache
def _ranks_in_words(ask: Ask) -> str:
    return " or ".join(rank.replace("_", " ") for rank in ask.ranks)


def _rank(scene: Scene, ask: Ask) -> Answer:
    ranks = _ranks_in_words(ask)
    days: list[tuple[When, tuple[str, ...]]]
    if ask.on == "conduct":
        conduct = [one for one in scene.circumstances("conduct") if one.since and not one.denied]
        days = [(one.since, (one.id,)) for one in conduct if one.since]
        words = f"post as {ranks} at the time of the alleged conduct"
        if not days:
            return Answer(Holds.UNKNOWN, f"{words}: unknown, no date of the conduct was found in this file")
    else:
        days = [(_that_day(scene.asked.as_of), ())]
        words = f"post as {ranks}"
    accredited = ""
    if ask.receiving:
        places = scene.places([ask.receiving])
        if places is None:
            return Answer(Holds.UNKNOWN, f"{words}: unknown, the question names no country")
        accredited = places[0]
        words = f"{words}, accredited to {country_name(accredited)}"
    best, told, last = Holds.UNKNOWN, "", ""
    ids: tuple[str, ...] = ()
    for post in scene.posts:
        if post.rank not in ask.ranks or (accredited and post.receiving != accredited):
            continue
        found, shown = _during(post, days[0][0]), days[0][1]
        for day, behind in days[1:]:
            if _RANK[during := _during(post, day)] > _RANK[found]:
                found, shown = during, behind
        if found is Holds.YES and post.rank_disputed:
            found = Holds.POSSIBLE
        if found is not Holds.NO and _RANK[found] > _RANK[best]:
            best, ids, told, last = found, (post.id, *shown), post.title, last_said(post)
    if not told:
        return Answer(best, f"{words}: {best}, none found in this file", ids, told)
    goes_on = f"; said to go on, last on {last}" if last else ""
    return Answer(best, f"{words}: {best} ({told}{goes_on})", ids, told)


@lru_cache(maxsize=64)
def _that_day(day: str) -> When:
    return When(verbatim="", earliest=day, latest=day)


def _during(post: Post, when: When) -> Holds:
    """Whether the post was held at a time that is itself uncertain."""
    if when.earliest and when.earliest == when.latest:
        return holds_on(post.since, post.until, when.earliest)
    at = {holds_on(post.since, post.until, day) for day in (when.earliest, when.latest) if day}
    return at.pop() if len(at) == 1 else Holds.POSSIBLE


def _circumstance(scene: Scene, ask: Ask) -> Answer:
    places = scene.places(ask.countries) if ask.countries else ()
    if places is None:
        words = _circumstance_in_words(ask, ())
        return Answer(Holds.UNKNOWN, f"{words}: unknown, the question names no country")
    records = scene.circumstances(ask.kind, places)
    if not records:
        return _none_on_file(ask, places)
    words = _circumstance_in_words(ask, places)
    so, against, best = [], [], Holds.POSSIBLE
    for one in records:
        if not _fits(one, ask):
            continue
        found = so_on(one, scene.asked.as_of)
        if found is Holds.NO:
            continue
        if one.denied is not ask.denied:
            against.append(one)
            continue
        so.append(one)
        if found is Holds.YES:
            best = found
    ids = tuple([one.id for one in (*so, *against)])
    turned = "said to be so" if ask.denied else "said not to be so"
    if not so:
        return Answer(
            Holds.NO if against else Holds.UNKNOWN,
            f"{words}: {turned if against else 'none found in this file'}",
            ids,
        )
    told = words_of(so[0])
    if against:
        return Answer(Holds.POSSIBLE, f"{words}: {Holds.POSSIBLE}, and {turned}", ids, told)
    lasts = [last for one in so if one.until is not None and (last := last_said(one))]
    return Answer(best, f"{words}: {best}{f', said to go on, last on {max(lasts)}' if lasts else ''}", ids, told)


@cache
def _none_on_file(ask: Ask, places: tuple[str, ...]) -> Answer:
    return Answer(Holds.UNKNOWN, f"{_circumstance_in_words(ask, places)}: none found in this file")


@cache
def _circumstance_in_words(ask: Ask, places: tuple[str, ...]) -> str:
    return asked_in_words(ask.kind, ask.values, ask.at_least, places, ask.denied)


def _fits(one: Circumstance, ask: Ask) -> bool:
    if ask.values and one.value not in ask.values:
        return False
    return not ask.at_least or int(one.value) >= ask.at_least


def _period(scene: Scene, ask: Ask) -> Answer:
    """Whether the ordinary period of limitation, counted from the conduct without interruptions, was over."""
    days = [(one, one.since) for one in scene.circumstances("conduct") if one.since and not one.denied]
    years = [one for one in scene.circumstances("limitation_years") if not one.denied]
    if not days or not years:
        lack = "no date of the conduct" if not days else "no period"
        return Answer(Holds.UNKNOWN, f"ordinary period of limitation: unknown, {lack} was found in this file")
    found = []
    for conduct, when in days:
        for period in years:
            due = [later(day or FIRST, 12 * int(period.value)) for day in (when.earliest, when.latest)]
            ended = had_happened(_open(due[0]), _open(due[1]), scene.asked.as_of)
            found.append((ended, (conduct.id, period.id), _day(due[0], due[1])))
    ended, ids, day = max(found, key=lambda one: _RANK[one[0]]) if ask.over else min(found, key=lambda o: _RANK[o[0]])
    holds = ended if ask.over or ended in (Holds.POSSIBLE, Holds.UNKNOWN) else _TURNED[ended]
    state = "was over" if ask.over else "ran"
    return Answer(holds, f"ordinary period of limitation {state}: {holds} (its end by count alone: {day})", ids, day)


_RANK = {Holds.NO: 0, Holds.UNKNOWN: 1, Holds.POSSIBLE: 2, Holds.YES: 3}
_TURNED = {Holds.YES: Holds.NO, Holds.NO: Holds.YES}
_ASKED = {
    "matter": _matter, "act": _act, "elapsed": _elapsed, "rank": _rank, "circumstance": _circumstance,
    "period": _period,
}  # fmt: skip


def _best(found: Iterable[Holds]) -> Holds:
    return max(found, key=_RANK.__getitem__)


def _open(bound: str) -> str | None:
    return None if bound in (FIRST, LAST) else bound


def _day(earliest: str, latest: str) -> str:
    if earliest == latest:
        return earliest
    return f"{'' if earliest == FIRST else earliest}..{'' if latest == LAST else latest}"

"""From what is on file to the arguments of a rulebook: which apply, what each rests on, which speak against which.

1. A rule applies where each premise is so, or may be so (then it is open). Where one is unknown the rule waits, and
   where the file says that one is not so it is ruled out; both are told.
2. Two rules that rebut each other attack each other both ways. An undercut goes one way, with its citation.
3. A recorded decision of an authority that followed one argument and not another takes away the attack on the first and
   makes it attack the second, from the day of the decision on and for the persons it was about. Nothing else prefers.
4. Labels are those of the grounded semantics (Dung 1995): in, out, undecided. An open argument is never in, so that
   what is only possible takes nothing away from what is shown.

Names of persons and states play no part. There is no result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache, lru_cache

from foja.law.interval import holds_on
from foja.law.rulebook import Rule, Rulebook
from foja.law.scene import Answer, Given, Question, Scene
from foja.model.argument import Argument, Arguments, Attack, Preference, Premise, Waiting
from foja.model.dates import When, by, when
from foja.model.particular import OPEN, Resolution
from foja.model.vocabulary import Holds, Stands
from foja.text.countries import country_name

IN, OUT, UNDECIDED = "in", "out", "undecided"


def argue(book: Rulebook, given: Given, asked: Question, person: str) -> Arguments:
    """The arguments of ``book`` about one party, in the order of the book. ``person``: the name for the sentences."""
    scene = Scene(given, asked)
    applied: dict[str, tuple[Rule, list[Answer], bool]] = {}
    waiting: list[Waiting] = []
    ruled_out: list[Waiting] = []
    for rule in book.rule:
        in_force = law_on(rule, asked) if rule.since or rule.until else Holds.YES
        if in_force is Holds.NO:
            continue
        answers, lowest = scene.answers(rule.when)
        if lowest is Holds.NO or lowest is Holds.UNKNOWN:
            lacks = tuple([answer.words for answer in answers if answer.holds is lowest])
            told = Waiting(rule=rule.id, side=rule.side, cite=rule.cite, lacks=lacks)
            (ruled_out if lowest is Holds.NO else waiting).append(told)
        else:
            applied[rule.id] = rule, answers, lowest is Holds.POSSIBLE or in_force is Holds.POSSIBLE
    decided = preferences(scene.resolutions, book.name, asked.as_of) if scene.resolutions else []
    still_open = tuple([name for name, (_, _, open_) in applied.items() if open_])
    attacks, labels = _weighed(book, tuple(applied), still_open, tuple(decided))
    filled = {"person": person, "day": asked.as_of, "forum": country_name(asked.forum),
              "requesting": country_name(asked.requesting)}  # fmt: skip
    made = tuple(
        [
            _argument(rule, answers, open_, filled, attacks.get(rule.id, ()), decided, labels)
            for rule, answers, open_ in applied.values()
        ]
    )
    return Arguments(arguments=made, waiting=tuple(waiting), ruled_out=tuple(ruled_out))


def law_on(rule: Rule, asked: Question) -> Holds:
    """Whether the rule was law on the day, and known then."""
    day = min(asked.as_of, asked.known_by) if asked.known_by else asked.as_of
    return _law_on(rule.since, rule.until, day)


@lru_cache(maxsize=4096)
def _law_on(since: str, until: str, day: str) -> Holds:
    return holds_on(*_in_force(since, until), day)


@cache
def _in_force(since: str, until: str) -> tuple[When, When]:
    """From when until when a rule is law; one without a beginning always was, one without an end goes on."""
    begins = when(since, since) if since else When(verbatim="", earliest="0001-01-01", latest="0001-01-01")
    return begins, when(until, until) if until else When(verbatim=OPEN, edtf=OPEN)


def attacks_among(rules: Iterable[Rule]) -> dict[str, list[Attack]]:
    """Which of these rules speak against which: for each, the attacks on it."""
    present = {rule.id: rule for rule in rules}
    found: dict[str, dict[tuple[str, bool], Attack]] = defaultdict(dict)
    for name, rule in present.items():
        for other in rule.rebuts:
            if other in present:
                found[other][name, False] = Attack(by=name)
                found[name][other, False] = Attack(by=other)
        for undercut in rule.undercuts:
            if undercut.rule in present:
                found[undercut.rule][name, True] = Attack(by=name, undercuts=True, cite=undercut.cite)
    return {name: [one[which] for which in sorted(one)] for name, one in found.items()}


@lru_cache(maxsize=64)
def _attacks_in(book: Rulebook) -> dict[str, list[Attack]]:
    """Which rules of a book speak against which: found once."""
    return attacks_among(book.rule)


@lru_cache(maxsize=1024)
def _weighed(
    book: Rulebook, applied: tuple[str, ...], still_open: tuple[str, ...], decided: tuple[Preference, ...]
) -> tuple[dict[str, tuple[Attack, ...]], dict[str, str]]:
    """The attacks among the rules that apply, and their labels. Both follow from which apply, which of these are open
    and what was decided; nothing on file plays a part otherwise."""
    attacks = _attacks_present(book, frozenset(applied))
    return attacks, grounded(applied, defeats_of(attacks, decided, frozenset(applied)), set(still_open))


def _attacks_present(book: Rulebook, present: Set[str]) -> dict[str, tuple[Attack, ...]]:
    """The attacks of the book among the rules that apply."""
    every, found = _attacks_in(book), {}
    for name in present:
        attacks = tuple([attack for attack in every.get(name, ()) if attack.by in present])
        if attacks:
            found[name] = attacks
    return found


def preferences(resolutions: Sequence[Resolution], issue: str, day: str) -> list[Preference]:
    """The decisions between arguments of a book that had surely been made by the day."""
    found = [
        Preference(
            id=one.id, prefers=one.prefers, over=one.over, authority=one.authority.name,
            date=one.since.edtf or one.since.verbatim,
        )
        for one in resolutions
        if one.issue == issue and by(one.since.earliest, one.since.latest, day) is Holds.YES
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.date, one.id))


def defeats_of(
    attacks: Mapping[str, Sequence[Attack]], decided: Sequence[Preference], present: Set[str]
) -> set[tuple[str, str]]:
    """Attacks that stand once decisions are taken into account: (attacker, attacked)."""
    defeats = {(attack.by, name) for name, found in attacks.items() for attack in found}
    both = [(one.prefers, one.over) for one in decided if one.prefers in present and one.over in present]
    return (defeats - {(over, prefers) for prefers, over in both}) | set(both) if both else defeats


def grounded(names: Iterable[str], defeats: set[tuple[str, str]], open_: set[str]) -> dict[str, str]:
    """Grounded labels. Arguments in ``open_`` attack themselves: they are never in."""
    names = list(names)
    attackers: dict[str, set[str]] = {name: set() for name in names}
    for by_, name in defeats:
        attackers[name].add(by_)
    for name in open_:
        attackers[name].add(name)
    labels = {name: IN for name in names if not attackers[name]}
    left = [name for name in names if name not in labels]
    grown = True
    while grown:
        grown = False
        for name in left:
            if name in labels:
                continue
            states = {labels.get(other, UNDECIDED) for other in attackers[name]}
            if IN in states:
                labels[name] = OUT
            elif states <= {OUT}:
                labels[name] = IN
            grown = grown or name in labels
    return {name: labels.get(name, UNDECIDED) for name in names}


def _argument(
    rule: Rule,
    answers: Sequence[Answer],
    open_: bool,
    filled: Mapping[str, str],
    attacks: tuple[Attack, ...],
    decided: Sequence[Preference],
    labels: Mapping[str, str],
) -> Argument:
    given = dict(filled)
    for ask, answer in zip(rule.when, answers, strict=True):
        given.setdefault(_PLACE.get(ask.ask, ask.ask), answer.found)
    mine = _about(rule.id, decided, labels) if decided else ()
    return Argument(
        rule=rule.id, side=rule.side, says=rule.says.format_map(given), cite=rule.cite, source=rule.source,
        read=rule.read, disputed=rule.contested, open=open_, attacks=attacks, decided=mine,
        premises=tuple([Premise(words=one.words, holds=one.holds, ids=one.ids) for one in answers]),
        stands=_stands(rule.id, attacks, mine, labels),
    )  # fmt: skip


def _about(name: str, decided: Sequence[Preference], labels: Mapping[str, str]) -> tuple[Preference, ...]:
    """The decisions between this argument and another that applies."""
    return tuple(
        [
            one for one in decided
            if name in (one.prefers, one.over) and one.prefers in labels and one.over in labels
        ]
    )  # fmt: skip


_PLACE = {"rank": "post", "elapsed": "act"}
"""Under which name a sentence has what was found, where it is not that of the premise."""


def _stands(name: str, attacks: Sequence[Attack], decided: Sequence[Preference], labels: Mapping[str, str]) -> Stands:
    """How an argument stands, in words that say who made it stand so."""
    if decided:
        followed = {one.prefers == name for one in decided}
        if len(followed) == 1:
            return Stands.FOLLOWED if True in followed else Stands.NOT_FOLLOWED
    label = labels[name]
    if label == OUT:
        return Stands.UNDERCUT
    if not attacks:
        return Stands.UNANSWERED
    return Stands.RESTORED if label == IN else Stands.CONTESTED

"""Exposure: for one person, country and day, the legal factors on record. No score and no probability.

Purpose limit: published public measures about people who are accused as officials, to understand what the law on file
says on a day. No live location, no itinerary. Visits count only where a published source tells them, and only those
strictly before the day.

Bands follow from what is recorded, by rules that are told with them:

    obligation   a warrant in force, and a treaty with a requesting state or a convention that binds both
    bar          a death; an office with personal immunity; an own national that the state does not surrender; an
                 immunity that was applied there; a treaty said not to exist is none
    request      a warrant or notice, with neither of these on file
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from foja.law.circumstances import words_of
from foja.law.interval import how_sure, so_on
from foja.law.rulebook import Ask
from foja.law.scene import DECISIONS, POSTS, Given, Question, Scene
from foja.model.exposure import CountryRow, Factor
from foja.model.particular import Circumstance
from foja.model.vocabulary import Band, Direction, Holds, Rank, Stance
from foja.text.countries import countries, country_name

TROIKA = (Rank.HEAD_OF_STATE, Rank.HEAD_OF_GOVERNMENT, Rank.FOREIGN_MINISTER)
HIGH = (Rank.MINISTER, Rank.VICE_PRESIDENT, Rank.MILITARY_COMMANDER, Rank.DEPUTY_MINISTER, Rank.SENIOR_OFFICIAL)
MEASURES = (("warrant", "Warrant"), ("red_notice", "Red notice"), ("diffusion", "Diffusion"))
BOMBINGS = "bombings_1997"
TREATY, CONVENTION = DUTIES = ("Extradition treaty with", "Surrender or prosecute, with")

_PRACTICE = {
    "arrests_on_a_notice": Direction.TOWARD, "asks_for_a_warrant_of_its_own": Direction.CONTESTED,
    "does_not_arrest_on_a_notice": Direction.AGAINST,
}  # fmt: skip
_POSITION = {"execute_the_request": Direction.TOWARD, "not_execute_the_request": Direction.AGAINST}
_STANCE = {Stance.COMPLIES: Direction.TOWARD, Stance.REFUSES: Direction.AGAINST}
_OUTCOME = {"arrested_and_surrendered": Direction.TOWARD, "arrested_and_released": Direction.CONTESTED}


class Answered(NamedTuple):
    """What a state made of an act about the person: ``words`` with the day; ``latest``: the last day that it can
    mean."""

    code: str
    stance: Stance
    words: str
    latest: str
    id: str


def exposure(
    given: Given,
    precedents: Sequence[Circumstance],
    asked: Question,
    subject: Sequence[str],
    requesting: Sequence[str],
    answered: Sequence[Answered] = (),
    on_file: Sequence[str] = (),
) -> tuple[tuple[Factor, ...], tuple[CountryRow, ...], tuple[str, ...]]:
    """Factors that hold everywhere, a row for each country, and the requesting states that were taken.

    ``given``: what is on file about the person, and about states. ``precedents``: visits and refusals of surrender on
    file, of anybody, known by then. ``subject``: name keys of the person. ``requesting``: codes; none: those that
    circumstances name, and ``on_file``, states whose requests and proceedings are on file. ``answered``: positions of
    states on acts about the person, known by then.
    """
    scene = Scene(given, asked)
    by_country = _by_country(scene)
    asking = tuple(requesting) or tuple(sorted({*by_country["requesting"], *on_file}))
    general = _general(scene, asking)
    before: dict[str, list[Circumstance]] = defaultdict(list)
    for one in precedents:
        if one.since and one.since.latest and one.since.latest < asked.as_of and not one.denied:
            for code in one.countries:
                before[code].append(one)
    stances: dict[str, list[Answered]] = defaultdict(list)
    for answer in answered:
        if answer.latest < asked.as_of:
            stances[answer.code].append(answer)
    rows = tuple(
        _row(
            code,
            name,
            general,
            _specific(scene, code, asking, by_country, before.get(code, ()), subject, stances.get(code, ())),
        )
        for code, name in sorted(countries().items(), key=lambda pair: pair[1])
    )
    return general, rows, asking


def _by_country(scene: Scene) -> Mapping[str, dict[str, list[tuple[Circumstance, Holds]]]]:
    """Circumstances about one country that are so on the day, or may be: by kind (for treaties bound to, by text)."""
    found: dict[str, dict[str, list[tuple[Circumstance, Holds]]]] = defaultdict(lambda: defaultdict(list))
    for kind in set(scene.given.facts_by_kind) - {POSTS, DECISIONS}:
        for one in scene.circumstances(kind):
            holds = so_on(one, scene.asked.as_of)
            if holds is not Holds.NO and len(one.countries) == 1:
                found[kind if kind != "party_to" else f"party_to {one.value}"][one.countries[0]].append((one, holds))
    return found


def _general(scene: Scene, asking: Sequence[str]) -> tuple[Factor, ...]:
    """Factors that are the same in every country."""
    found = []
    for machine, title in MEASURES:
        answer = scene.answer(Ask(ask="matter", machine=machine, open=("requested",) if machine == "warrant" else ()))
        direction = {
            Holds.YES: Direction.TOWARD, Holds.POSSIBLE: Direction.CONTESTED, Holds.NO: Direction.CONTEXT,
            Holds.UNKNOWN: Direction.UNKNOWN,
        }[answer.holds]  # fmt: skip
        if machine != "diffusion" or answer.ids:
            found.append(Factor(name=title, direction=direction, words=answer.words, ids=answer.ids))
    if not asking:
        found.append(
            Factor(name="Requesting state", direction=Direction.UNKNOWN, words="none found in this file, none named")
        )
    troika = scene.answer(Ask(ask="rank", ranks=TROIKA))
    if troika.holds in (Holds.YES, Holds.POSSIBLE):
        sure = troika.holds is Holds.YES
        found.append(
            Factor(
                name="Personal immunity", direction=Direction.AGAINST if sure else Direction.CONTESTED,
                words=f"by office on that day, as is argued: {troika.found}", ids=troika.ids, bars=sure,
            )
        )  # fmt: skip
    else:
        high = scene.answer(Ask(ask="rank", ranks=HIGH))
        if high.holds in (Holds.YES, Holds.POSSIBLE):
            found.append(
                Factor(
                    name="High office", direction=Direction.CONTESTED, ids=high.ids,
                    words=f"whether it protects on an official visit is contested: {high.found}",
                )
            )  # fmt: skip
        elif not scene.posts:
            found.append(Factor(name="Office", direction=Direction.UNKNOWN, words="no post was found in this file"))
    death = scene.answer(Ask(ask="circumstance", kind="death"))
    if death.holds in (Holds.YES, Holds.POSSIBLE):
        found.append(
            Factor(
                name="Death", direction=Direction.AGAINST, words=death.words, ids=death.ids,
                bars=death.holds is Holds.YES,
            )
        )  # fmt: skip
    return tuple(found)


def _specific(
    scene: Scene,
    code: str,
    asking: Sequence[str],
    by_country: Mapping[str, Mapping[str, Sequence[tuple[Circumstance, Holds]]]],
    before: Iterable[Circumstance],
    subject: Sequence[str],
    answered: Sequence[Answered],
) -> list[Factor]:
    """Factors that are about this country."""

    def said(kind: str) -> Sequence[tuple[Circumstance, Holds]]:
        return by_country[kind].get(code, ()) if kind in by_country else ()

    found = [_treaty(scene, code, other) for other in asking if other != code]
    found += [_convention(scene, code, other, by_country) for other in asking if other != code]
    found.append(_plain("Interpol", said("party_to interpol"), Direction.CONTEXT, "membership of Interpol"))
    for kind, title, directions in (
        ("notice_practice", "Practice on notices", _PRACTICE), ("position", "Position", _POSITION),
    ):  # fmt: skip
        records = said(kind)
        found += [_worded(title, one, directions.get(one.value, Direction.CONTEXT), so) for one, so in records]
        if kind == "position":
            found += [
                Factor(name=title, direction=_STANCE.get(one.stance, Direction.CONTEXT), words=one.words, ids=(one.id,))
                for one in answered
            ]
        if not records and not (kind == "position" and answered):
            found.append(Factor(name=title, direction=Direction.UNKNOWN, words="none found in this file"))
    found += _national(code, scene, by_country)
    for one, so in said("special_mission"):
        found.append(_worded("Special mission", one, Direction.CONTESTED, so))
    for one, so in said("entry_ban"):
        found.append(_worded("Entry", one, Direction.CONTEXT, so))
    for one, so in said("immunity_decided"):
        applied = one.value == "was_applied"
        bars = applied and so is Holds.YES and not one.denied
        factor = _worded("Immunity decided", one, Direction.AGAINST if applied else Direction.TOWARD, so)
        found.append(replace(factor, bars=bars))
    for one in before:
        mine = any(person.key in subject for person in one.persons)
        direction = _OUTCOME.get(one.value, Direction.AGAINST) if mine else Direction.CONTEXT
        whom = ", ".join(person.name for person in one.persons)
        day = one.since.edtf if one.since else ""
        found.append(
            Factor(name="Before that day", direction=direction, words=f"{whom}: {words_of(one)}, {day}", ids=(one.id,))
        )
    return found


def _treaty(scene: Scene, code: str, other: str) -> Factor:
    pair = tuple(sorted((code, other)))
    said = [
        (one, so) for one in scene.circumstances("treaty", pair)
        if (so := so_on(one, scene.asked.as_of)) is not Holds.NO
    ]  # fmt: skip
    name = f"{TREATY} {country_name(other)}"
    if not said:
        return Factor(name=name, direction=Direction.UNKNOWN, words="none found in this file")
    ids = tuple(one.id for one, _ in said)
    words = "; ".join(words_of(one) + how_sure(one, so) for one, so in said)
    denied = {one.denied for one, _ in said}
    if denied == {True}:
        return Factor(name=name, direction=Direction.AGAINST, words=words, ids=ids)
    sure = denied == {False} and any(so is Holds.YES for _, so in said)
    return Factor(
        name=name, direction=Direction.TOWARD if sure else Direction.CONTESTED, words=words, ids=ids, binds=sure
    )


def _convention(
    scene: Scene, code: str, other: str, by_country: Mapping[str, Mapping[str, Sequence[tuple[Circumstance, Holds]]]]
) -> Factor:
    """Surrender or prosecute under the bombings convention: both states bound, and the offence so classed."""
    name = f"{CONVENTION} {country_name(other)}"
    bound = [by_country.get(f"party_to {BOMBINGS}", {}).get(one, ()) for one in (code, other)]
    offence = scene.answer(Ask(ask="circumstance", kind="offence", values=("terrorism",)))
    ids = tuple(one.id for group in bound for one, _ in group) + offence.ids
    if any(one.denied for group in bound for one, _ in group):
        words = "a state is said not to be bound by the bombings convention of 1997"
        return Factor(name=name, direction=Direction.CONTEXT, words=words, ids=ids)
    if not all(bound) or offence.holds is Holds.UNKNOWN:
        lacks = [country_name(one) for one, group in zip((code, other), bound, strict=True) if not group]
        words = f"not on file whether the bombings convention of 1997 binds {' and '.join(lacks)}" if lacks else ""
        words = words or "no class of the offence was found in this file"
        return Factor(name=name, direction=Direction.UNKNOWN, words=words, ids=ids)
    sure = all(any(so is Holds.YES for _, so in group) for group in bound) and offence.holds is Holds.YES
    told = [(one.countries[0], how_sure(one, so)) for group in bound for one, so in group]
    limits = "".join(f"; {country_name(code)}{how}" for code, how in told if how)
    return Factor(
        name=name, direction=Direction.TOWARD if sure else Direction.CONTESTED, ids=ids, binds=sure,
        words=f"both are bound by the bombings convention of 1997, and the offence is classed as terrorism{limits}",
    )  # fmt: skip


def _national(
    code: str, scene: Scene, by_country: Mapping[str, Mapping[str, Sequence[tuple[Circumstance, Holds]]]]
) -> list[Factor]:
    if not scene.circumstances("nationality"):
        return [Factor(name="Own national", direction=Direction.UNKNOWN, words="no nationality was found in this file")]
    mine = [pair for pair in by_country.get("nationality", {}).get(code, ()) if not pair[0].denied]
    if not mine:
        return []
    rule = by_country.get("nationals_not_surrendered", {}).get(code, ())
    ids = tuple(one.id for one, _ in (*mine, *rule))
    if not rule:
        words = "own national; whether the state surrenders its nationals is not on file"
        return [Factor(name="Own national", direction=Direction.CONTESTED, words=words, ids=ids)]
    sure = all(so is Holds.YES for _, so in (*mine[:1], *rule[:1])) and not any(one.denied for one, _ in rule)
    words = f"own national{how_sure(*mine[0])}; {words_of(rule[0][0])}{how_sure(*rule[0])}"
    direction = Direction.AGAINST if sure else Direction.CONTESTED
    return [Factor(name="Own national", direction=direction, words=words, ids=ids, bars=sure)]


def _plain(name: str, said: Sequence[tuple[Circumstance, Holds]], direction: Direction, what: str) -> Factor:
    if not said:
        return Factor(name=name, direction=Direction.UNKNOWN, words=f"{what}: none found in this file")
    return Factor(
        name=name, direction=direction, words="; ".join(words_of(one) + how_sure(one, so) for one, so in said),
        ids=tuple(one.id for one, _ in said),
    )  # fmt: skip


def _worded(name: str, one: Circumstance, direction: Direction, so: Holds) -> Factor:
    sure = so is Holds.YES and not one.denied
    words = words_of(one) + how_sure(one, so)
    return Factor(name=name, direction=direction if sure else Direction.CONTESTED, words=words, ids=(one.id,))


def _row(code: str, name: str, general: Sequence[Factor], specific: Sequence[Factor]) -> CountryRow:
    every = (*general, *specific)
    unknown = sum(factor.direction is Direction.UNKNOWN for factor in every)
    band, why = band_of(every)
    return CountryRow(
        code=code, name=name, band=band, why=why, factors=tuple(specific), unknown=unknown, asked=len(every),
        hatched=2 * unknown >= len(every),
        recorded=any(factor.ids and factor.direction is not Direction.UNKNOWN for factor in specific),
    )  # fmt: skip


def band_of(factors: Sequence[Factor]) -> tuple[Band, str]:
    """The band of these factors, and by which of them."""
    warrant = any(one.name == "Warrant" and one.direction is Direction.TOWARD for one in factors)
    asked = [one.name for one in factors if one.name in dict(MEASURES).values() and _points(one)]
    binding = [one.name for one in factors if one.binds] if warrant else []
    bars = [one.name for one in factors if one.bars]
    if binding and bars:
        return Band.BOTH, f"{'; '.join(binding)}; and {'; '.join(bars)}"
    if bars:
        return Band.BAR, "; ".join(bars)
    if binding:
        return Band.OBLIGATION, "; ".join(["Warrant", *binding])
    if not asked:
        return Band.NOTHING, "none found in this file"
    perhaps = [one.name for one in factors if one.direction is Direction.CONTESTED and one.name.startswith(DUTIES)]
    return Band.REQUEST, "; ".join(asked) + (f"; not sure on that day: {'; '.join(perhaps)}" if perhaps else "")


def _points(factor: Factor) -> bool:
    return factor.direction in (Direction.TOWARD, Direction.CONTESTED)

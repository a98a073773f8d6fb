"""Means by which what is on file bears on a statement of a page. Each is general, and each gives its reason.

    same       an accepted statement says the same
    figures    the same thing is counted, with the same value or with one that excludes it
    incident   an incident of its day and of a party that it names is on file
    denial     an accepted statement denies it
    acts       acts that it tells of are on file for whom it names; or others instead; or where a measure stands
    death      it says that somebody died, or was killed; the death on file
    visit      it says that a state arrested or handed over somebody; what is on file of a visit there
    posts      it says that somebody took up or held a post; the posts of that person are on file
    count      how many had a notice in force on its day
    standing   it is put as a fact, and the record has it as alleged, denied or found
    words      it uses a word that the law keeps apart from others, which the record has
    effect     it expects something of a measure; what became of such measures is on file
    positions  it says that somebody refuses or welcomes; positions are on file

None says which side is right. What is close in words and nothing else is no bearing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from foja.facade.page_acts import MOST, acts
from foja.facade.page_circumstances import deaths, visits
from foja.facade.page_posts import posts
from foja.law.act_drafts import drafts
from foja.law.concepts import Family, families
from foja.law.fold import rules_of
from foja.law.kinds_told import told_kinds
from foja.law.machine import machine_named
from foja.model.dates import bounds
from foja.model.page_check import Bearing
from foja.model.statement import Statement
from foja.model.vocabulary import Holds, Modality, Polarity, Relation, Stance, Status
from foja.store.ask_check import OnFile, notice_machines
from foja.text.fold import fold, key, words
from foja.text.quantities import quantities
from foja.weigh.content import FACTUAL, apart, name_stems, names_of, stems
from foja.weigh.denials import denied
from foja.weigh.figures import figures_exclude
from foja.weigh.likeness import alike
from foja.weigh.said import said

OWN = 2
"""Content words, names aside, that two statements about the same party share at least to be about one matter."""
STANDING = {
    Status.ALLEGED: "alleged", Status.DENIED: "denied", Status.FOUND: "found by a court",
    Status.FOUND_INCIDENTALLY: "found in passing, about somebody who was no party", Status.CHARGED: "charged",
    Status.ACQUITTED: "ended with an acquittal", Status.DISMISSED: "dismissed", Status.OVERTURNED: "overturned",
}  # fmt: skip
"""What a record can have something as, in words."""
PEOPLE = ("person", "accused", "suspect", "acusado", "imputado", "iran", "leban", "liban", "citizen", "ciudadan", "men")
"""Beginnings of what is counted where people are."""
STANCES = {
    Stance.REFUSES: ("refus", "reject", "rechaz", "neg", "declin"), Stance.WELCOMES: ("welcom", "celebr", "apoy"),
    Stance.DENIES: ("deni", "deny", "desm", "nieg"),
    Stance.OBJECTS: ("object", "protest", "condemn", "conden", "oppos", "opon", "opus"),
}  # fmt: skip
"""Words of a statement that tell what somebody makes of something, by their beginning."""


class Carried:
    """Whom, and which measure, the last statements of a page were about: "the warrant" names nobody."""

    FAR = 600

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._at = -Carried.FAR
        self._cued = -Carried.FAR

    def names(self, page: Statement, on_file: OnFile) -> tuple[str, ...]:
        named = on_file.whole(page.names, page.content)
        own = tuple(name for name in named if on_file.knows(name))
        if named:  # whom it names itself, known here or not, is whom it is about
            self._names, self._at = own, page.passage.end
            return own
        return self._names if page.passage.start - self._at <= Carried.FAR else ()

    def measure(self, page: Statement) -> bool:
        """Whether the statement, or one just before it, speaks of a warrant or a notice."""
        words = fold(f"{page.content} {page.passage.quote}")
        machines = [machine_named(name) for name in ("warrant", *sorted(notice_machines()))]
        if any(fold(cue) in words for machine in machines for cue in machine.cues):
            self._cued = page.passage.end
            return True
        return page.passage.start - self._cued <= Carried.FAR / 4


def bearings(page: Statement, on_file: OnFile, carried: Carried, as_of: str) -> list[Bearing]:
    """All that bears on a statement of a page. ``as_of``: the day on which states are asked; empty: all that is on
    file."""
    near = on_file.near(page)
    measure = carried.measure(page)
    whom = carried.names(page, on_file)
    same = _same(page, near, on_file)
    taken = {row.id for one in same for row in one.statements}
    found = [*same, *_figures(page, near, on_file), *_denials(page, near, on_file)]
    found += _incidents(page, on_file)
    found += acts(page, whom, on_file, as_of)
    found += posts(page, whom, on_file)
    found += deaths(page, whom, on_file)
    found += visits(page, whom, on_file)
    found += _count(page, on_file)
    found += _words(page, on_file)
    found += _standing(page, [one for one in near if one.id not in taken], on_file)
    if measure and page.modality in (Modality.PREDICTED, Modality.CONDITIONAL):
        found += _effect(whom, on_file)
    return [*found, *_positions(page, on_file)]


def _same(page: Statement, near: Sequence[Statement], on_file: OnFile) -> list[Bearing]:
    agree = [one for one in near if alike(page, one, on_file.party_of)][:MOST]
    if not agree:
        return []
    reason = f"{_count_of(agree)} on file say{'s' if len(agree) == 1 else ''} the same"
    return [Bearing(relation=Relation.CONFIRMS, rule="same", reason=reason, statements=on_file.rows(agree))]


def _figures(page: Statement, near: Sequence[Statement], on_file: OnFile) -> list[Bearing]:
    if not page.figures:
        return []
    mine = said(page, on_file.party_of)
    excluded = [one for one in near if figures_exclude(mine, said(one, on_file.party_of))][:MOST]
    agree = [one for one in near if _figures_agree(page, one, on_file)][:MOST]
    made = []
    if agree:
        reason = f"the same figure is on file ({_values(agree, page)})"
        made.append(Bearing(relation=Relation.CONFIRMS, rule="figures", reason=reason, statements=on_file.rows(agree)))
    if excluded:
        reason = f"another figure is on file ({_values(excluded, page)})"
        rows = on_file.rows(excluded)
        made.append(Bearing(relation=Relation.CONTRADICTS, rule="figures", reason=reason, statements=rows))
    others = [one for one in near if one not in (*agree, *excluded) and _counted_otherwise(page, one, on_file)][:MOST]
    if others and not agree and not excluded:
        reason = f"it is counted otherwise on file ({_values(others, page)})"
        made.append(
            Bearing(relation=Relation.QUALIFIES, rule="figures", reason=reason, statements=on_file.rows(others))
        )
    return made


def _counted_otherwise(page: Statement, other: Statement, on_file: OnFile) -> bool:
    """Whether both count the same thing of one matter, with other values; none of the two needs exclude the other."""
    mine, theirs = {fold(one.what) for one in page.figures}, {fold(one.what) for one in other.figures}
    return bool(mine & theirs) and _of_one_matter(page, other, on_file)


def _figures_agree(page: Statement, other: Statement, on_file: OnFile) -> bool:
    """Whether both count the same thing with one value, of a party that both name or, where one names none, of a day
    that both give; and no date keeps them apart."""
    if not _of_one_matter(page, other, on_file):
        return False
    ours = {(fold(one.what), one.low, one.high) for one in page.figures}
    return bool(ours & {(fold(one.what), one.low, one.high) for one in other.figures})


def _of_one_matter(page: Statement, other: Statement, on_file: OnFile) -> bool:
    if apart(page.dates, other.dates) or other.polarity is Polarity.NEGATIVE:
        return False
    names, others = names_of(page, on_file.party_of), names_of(other, on_file.party_of)
    one_day = {d.earliest for d in page.dates if d.earliest} & {d.earliest for d in other.dates if d.earliest}
    return bool(names & others) or bool(one_day and not (names and others))


def _values(statements: Sequence[Statement], page: Statement) -> str:
    wanted = {fold(one.what) for one in page.figures}
    values = [
        f"{f.what}: {f.low:g}" if f.low == f.high and f.low is not None else f"{f.what}: {f.verbatim}"
        for one in statements
        for f in one.figures
        if fold(f.what) in wanted
    ]
    return "; ".join(dict.fromkeys(values))


def _incidents(page: Statement, on_file: OnFile) -> list[Bearing]:
    days = [date for date in page.dates if date.earliest and date.earliest == date.latest]
    rows = tuple(row for date in days for row in on_file.incidents(date.earliest or "", page.names))[:MOST]
    if not rows:
        return []
    return [
        Bearing(relation=Relation.CONFIRMS, rule="incident", reason="an incident of that day is on file", items=rows)
    ]


def _denials(page: Statement, near: Sequence[Statement], on_file: OnFile) -> list[Bearing]:
    found = [one for one in near if denied(said(one, on_file.party_of), said(page, on_file.party_of))][:MOST]
    if not found:
        return []
    reason = f"{_count_of(found)} on file den{'ies' if len(found) == 1 else 'y'} it"
    return [Bearing(relation=Relation.CONTRADICTS, rule="denial", reason=reason, statements=on_file.rows(found))]


def _count(page: Statement, on_file: OnFile) -> list[Bearing]:
    """For a statement that so many people have a notice, or had one on a day: how many had, by what is on file."""
    said_words = fold(f"{page.content} {page.passage.quote}")
    notices = [machine_named(name) for name in sorted(notice_machines())]
    if not any(fold(cue) in said_words for machine in notices for cue in machine.cues if cue != "interpol"):
        return []
    told = told_kinds(said_words)
    rules = [rules_of(machine.name) for machine in notices]
    done = {(one.machine, one.kind) for one in drafts(page, page.names)}
    put_out = any((one.machine.name, kind) in done for one in rules for kind in one.to if one.to[kind] in one.holding)
    if not put_out and any(one.to[kind] not in one.holding for one in rules for kind in told.get(one.machine.name, ())):
        return []  # it tells of notices that were asked for, refused or ended: not of how many were in force
    days = [date.latest for date in page.dates if date.latest]
    people = _people(page)
    if people is None or not days:
        return []
    day = min(days)
    states = on_file.notices_on(day).states
    held = [state for state in states if state.answer is Holds.YES]
    low = len(held)
    high = low + sum(1 for state in states if state.answer is Holds.POSSIBLE)
    verbatim, least, most = people
    fits = least <= high and most >= low
    names = ", ".join(state.subject.name for state in held[:10])
    reason = (
        f"on {day} a notice was in force, by what is on file, for {low if low == high else f'{low} to {high}'}"
        f"{f': {names}' if names else ''}; the page counts {verbatim}"
    )
    relation = Relation.CONFIRMS if fits else Relation.CONTRADICTS
    acts = on_file.publications(day)[:MOST]
    return [Bearing(relation=relation, rule="count", reason=reason, acts=acts)]


def _people(page: Statement) -> tuple[str, float, float] | None:
    """The first number of people in a statement: as written, and its least and greatest value."""
    for figure in page.figures:
        if fold(figure.what).startswith(PEOPLE) and figure.low is not None:
            return figure.verbatim, figure.low, figure.high if figure.high is not None else float("inf")
    text = _sentence_so_far(page) + page.passage.quote
    for one in quantities(text):
        after = [word for word, _, _ in words(text[one.end : one.end + 60])][:2]
        if one.bare and any(word.startswith(PEOPLE) for word in after):
            return text[one.start : one.end], min(one.bare), max(one.bare)
    return None


def _sentence_so_far(page: Statement) -> str:
    """What of the sentence comes before the passage: who is counted may stand there."""
    return re.split(r"[.!?\n]", page.passage.prefix)[-1]


def _words(page: Statement, on_file: OnFile) -> list[Bearing]:
    made = []
    for family in families():
        text = page.passage.quote
        ours = family.members_in(text)
        if not family.touched_by(text) or not ours:
            continue
        if family.mixed:
            if len(ours) > 1:
                reason = f"{family.title}: the statement speaks of both at once"
                made.append(_rule(family, reason, ()))
            continue
        told = [one for one in on_file.in_words(_beginnings(family)) if _speaks(family, one, page, on_file)]
        told.sort(key=lambda one: -len(set(stems(one.content)) & set(stems(page.content))))
        others = [one for one in told if family.members_in(one.content) - ours or not family.members_in(one.content)]
        alike_ones = [one for one in told if one not in others]
        kept = [*alike_ones[:1], *others[: MOST - len(alike_ones[:1])]]
        if others:
            reason = f"{family.title}: the page speaks of one ({' and '.join(sorted(ours))}), the file of others too"
            made.append(_rule(family, reason, kept, on_file))
    return made


def _beginnings(family: Family) -> list[str]:
    return [*family.cues, *(word for member in family.member for word in member.words)]


def _speaks(family: Family, one: Statement, page: Statement, on_file: OnFile) -> bool:
    """Whether a statement on file speaks of the same, about somebody whom the page names here, where it names one."""
    if not family.touched_by(one.content):
        return False
    ours = names_of(page, on_file.party_of)
    return not ours or bool(ours & names_of(one, on_file.party_of)) or bool(family.cues)


def _rule(family: Family, reason: str, told: Sequence[Statement], on_file: OnFile | None = None) -> Bearing:
    return Bearing(
        relation=Relation.QUALIFIES, rule="words", reason=reason, says=family.says, sources=family.sources,
        statements=on_file.rows(told) if on_file and told else (),
    )  # fmt: skip


def _standing(page: Statement, near: Sequence[Statement], on_file: OnFile) -> list[Bearing]:
    """For what is put forward as a fact: as what the record has the same matter."""
    if page.modality not in FACTUAL or page.polarity is Polarity.NEGATIVE:
        return []
    parties = names_of(page, on_file.party_of)
    if not parties:
        return []
    about = [one for one in near if one.status in STANDING and _one_matter(page, one, parties, on_file)]
    by_status: dict[Status, list[Statement]] = {}
    for one in about:
        by_status.setdefault(one.status, []).append(one)
    if not by_status:
        return []
    kept = [one for ones in by_status.values() for one in ones[:1]][:MOST]
    denials = [row for party in page.names for row in on_file.positions(party, Stance.DENIES)][:MOST]
    mine = Status.ALLEGED if page.modality is Modality.ALLEGED else page.status
    words = [STANDING[one.status] for one in kept] + ([STANDING[Status.DENIED]] if denials else [])
    had = ", ".join(dict.fromkeys(words))
    put = "alleged" if page.modality is Modality.ALLEGED else "taken for granted" if page.presupposed else "a fact"
    same = set(by_status) == {mine} and not denials
    reason = f"the file too has it as {had}" if same else f"the page puts it as {put}; the file has it as {had}"
    relation = Relation.CONFIRMS if same else Relation.QUALIFIES
    rows = on_file.rows(kept)
    return [Bearing(relation=relation, rule="standing", reason=reason, statements=rows, items=tuple(denials))]


def _one_matter(page: Statement, one: Statement, parties: frozenset[str], on_file: OnFile) -> bool:
    """Whether two statements share a party and some words of their own; or the page alleges something about one party
    alone, whom acts on file are about."""
    theirs = names_of(one, on_file.party_of)
    if not parties & theirs or apart(page.dates, one.dates):
        return False
    own = (set(stems(page.content)) & set(stems(one.content))) - name_stems(page) - name_stems(one)
    if len(own) >= OWN:
        return True
    return len(parties) == 1 and page.modality is Modality.ALLEGED and on_file.is_subject(next(iter(parties)))


def _effect(whom: Sequence[str], on_file: OnFile) -> list[Bearing]:
    asked, refused = on_file.refusals(whom)
    if not asked:
        return []
    reason = (
        f"the page expects an effect of the measure; on file are {len(asked)} requests to states to arrest or hand "
        f"over in such matters, and {len(refused)} answers that they were refused or not carried out"
    )
    return [Bearing(relation=Relation.QUALIFIES, rule="effect", reason=reason, acts=(*refused[:5], *asked[:2]))]


def _positions(page: Statement, on_file: OnFile) -> list[Bearing]:
    words = fold(page.content).split()
    made = []
    for stance, begins in STANCES.items():
        if not any(word.startswith(begins) for word in words):
            continue
        for name in dict.fromkeys([page.speaker.name, *page.names]):
            rows = on_file.positions(name, stance)[:MOST] if name and key(name) else ()
            if rows:
                reason = f"positions of {name} on file: {stance.value}"
                made.append(Bearing(relation=Relation.CONFIRMS, rule="positions", reason=reason, items=tuple(rows)))
                break
    return made


def _count_of(statements: Sequence[Statement]) -> str:
    return f"{len(statements)} statement{'s' if len(statements) > 1 else ''}"


def day_of(published: str) -> str:
    """The last day that a page's own date can mean; empty where it has none."""
    try:
        return bounds(published[:10])[1] or "" if published else ""
    except ValueError:
        return ""


def first_of(bearing: Bearing) -> tuple[object, ...]:
    """What makes two bearings the same: rule, reason, and what they show."""
    ids: Iterable[str] = [row.id for row in bearing.statements]
    return (bearing.rule, bearing.reason, *ids, *(row.act.id for row in bearing.acts))

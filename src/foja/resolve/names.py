"""Names of one document: mentions grouped by the party they name.

Only what the document itself says is used, so the result is a function of the document. A surname with no
full name beside it keeps the key of the surname: who is meant is not guessed from other documents.
Under every group stands, for each form, why it is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from foja.model.errors import Gap
from foja.model.party import Alias, Named, NameGroup, Naming
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind
from foja.resolve.aliases import bracketed
from foja.resolve.forms import bare, name_key, shortens

_KINDS = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.PLACE, MentionKind.UNKNOWN)
"""Which kind wins where mentions are evenly divided: first come, first served."""

LONGEST_NAME = 8
"""Words of the longest name that others can shorten. What is longer is a heading or a link, not a name."""


class Form(NamedTuple):
    """One mention after its role was taken away. ``at``: where the mention began, role and all;
    ``refers_to``: the same of the mention that it shortens, if the extractor said so."""

    key: str
    written: str
    start: int
    end: int
    kind: MentionKind
    at: int
    refers_to: int | None


class Placed(NamedTuple):
    """Where a key belongs: ``head``, the key of the fullest form it was joined to (itself if to none)."""

    head: str
    reason: str


def naming(item: Named, version: str) -> Naming:
    """The parties that a document names, ordered by their first mention.

    Raises ``Gap`` when the mentions were found in another text than the document's, or lie outside it.
    Mentions that are only a role ("the prosecutor") name nobody and are left out.
    """
    document, extraction = item.document, item.extraction
    if extraction.text != document.reading.text:
        raise Gap(
            "mentions-of-another-text",
            f"The mentions were found in text {extraction.text[:12]}, but the document has text "
            f"{document.reading.text[:12]}.",
            where=f"source {document.reading.source[:12]}",
            next="Extract this document again, then group its names.",
        )
    forms = [form for mention in extraction.mentions if (form := _form(mention, document.text))]
    forms = sorted(set(forms), key=lambda form: (*form[2:4], *form[:2], *form[4:6], form.refers_to or -1))
    placed = _place(forms)
    groups: dict[str, list[Form]] = {}
    for form in forms:
        groups.setdefault(placed[form.key].head, []).append(form)
    return Naming(
        source=extraction.source,
        text=extraction.text,
        version=version,
        groups=tuple(_group(head, members, placed) for head, members in groups.items()),
        aliases=_aliases(forms, placed, document.text),
    )


def _form(mention: Mention, text: str) -> Form | None:
    if not 0 <= mention.start < mention.end <= len(text):
        raise Gap(
            "mention-outside-text",
            f'The mention "{mention.name}" claims the span {mention.start}..{mention.end} '
            f"of a text of {len(text)} code points.",
            next="Extract this document again, then group its names.",
        )
    if mention.kind is MentionKind.ROLE:
        return None
    name = _straight(mention.name)
    written = bare(name, mention.kind)
    key = name_key(written)
    if not key:
        return None
    at = text.find(written, mention.start, mention.end)
    start, end = (at, at + len(written)) if at >= 0 else (mention.start, mention.end)
    return Form(key, " ".join(written.split()), start, end, mention.kind, mention.start, mention.refers_to)


def _straight(name: str) -> str:
    """ "Basso, Sebastián" as "Sebastián Basso"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name


def _place(forms: Sequence[Form]) -> dict[str, Placed]:
    """For each key the group it belongs to.

    Names of persons, and those of unknown kind: a form that fits exactly one of the longest names joins it;
    one that fits two or more joins none. Longest names are those that shorten no other name of the document.
    Where a form fits a person, what is of unknown kind does not count.
    """
    kinds: dict[str, Counter[MentionKind]] = {}
    for form in forms:
        kinds.setdefault(form.key, Counter())[form.kind] += 1
    written = {form.key: form.written for form in reversed(forms)}
    persons = [key for key, seen in kinds.items() if _kind(seen) in (MentionKind.PERSON, MentionKind.UNKNOWN)]
    holding: dict[str, list[str]] = {}
    for full in persons:
        if len(full.split()) <= LONGEST_NAME:
            for word in set(full.split()):
                holding.setdefault(word, []).append(full)
    fits: dict[str, list[str]] = {}
    for key in persons:
        # Initials aside, a shorter form shares its longest word with the name that it shortens.
        shared = max(key.split(), key=lambda word: (len(word), word))
        found = sorted(full for full in holding.get(shared, ()) if shortens(key, full))
        known = [full for full in found if _kind(kinds[full]) is MentionKind.PERSON]
        fits[key] = known or found
    longest = {key for key in persons if not fits[key]}
    placed = {key: Placed(key, "fullest form in this document") for key in kinds}
    for key in persons:
        heads = [full for full in fits[key] if full in longest]
        if len(heads) == 1:
            how = "surname of" if shortens(key, heads[0]) == "surname" else "shorter form of"
            reason = f'{how} "{written[heads[0]]}", the only full name in this document that it fits'
            placed[key] = Placed(heads[0], reason)
        elif heads:
            names = " and ".join(f'"{written[head]}"' for head in heads)
            placed[key] = Placed(key, f"kept apart: it fits {names}")
    return placed


def _kind(seen: Counter[MentionKind]) -> MentionKind:
    known = {kind: number for kind, number in seen.items() if kind in _KINDS[:3]} or dict(seen)
    return min(known, key=lambda kind: (-known[kind], _KINDS.index(kind)))


def _group(head: str, members: Sequence[Form], placed: dict[str, Placed]) -> NameGroup:
    number = Counter(form.written for form in members)
    keys = {form.written: form.key for form in members}
    first = {form.written: form.start for form in reversed(members)}
    ordered = sorted(number, key=lambda written: (-number[written], first[written], written))
    full = [written for written in ordered if keys[written] == head]
    reasons = {written: placed[keys[written]].reason for written in ordered}
    lines = [f'"{written}" ({number[written]}): {reasons[written]}' for written in ordered]
    return NameGroup(
        key=head,
        name=full[0],
        kind=_kind(Counter(form.kind for form in members)),
        forms=tuple(ordered),
        spans=tuple(sorted({(form.start, form.end) for form in members})),
        reason="\n".join(lines),
    )


def _aliases(forms: Sequence[Form], placed: dict[str, Placed], text: str) -> tuple[Alias, ...]:
    """Evidence that two keys name one party: names in brackets, acronyms that the extractor traced back, and
    shorter forms that keep the first name. Surnames, one or two, are no evidence outside their document:
    through them brothers and sisters would become one party."""
    found: dict[tuple[str, str], Alias] = {}
    starts = {form.at: form for form in reversed(forms)}
    for form in forms:
        head = placed[form.key].head
        if second := bracketed(text, form.written, form.end):
            name, reason, start, end = second
            other = name_key(name)
            other = placed[other].head if other in placed else other
            if head != other:
                found.setdefault((head, other), Alias(first=head, second=other, reason=reason, start=start, end=end))
        if form.refers_to in starts and form.kind is MentionKind.ORGANISATION:
            long = placed[starts[form.refers_to].key].head
            if long != head:
                reason = f'"{form.written}" shortens "{starts[form.refers_to].written}" in this document'
                alias = Alias(first=long, second=head, reason=reason, start=form.start, end=form.end)
                found.setdefault((long, head), alias)
        if _evident(form.key, head):
            reason = f'"{form.written}" is a {placed[form.key].reason}'
            alias = Alias(first=head, second=form.key, reason=reason, start=form.start, end=form.end)
            found.setdefault((head, form.key), alias)
    return tuple(sorted(found.values(), key=lambda alias: (alias.start, alias.end, alias.first, alias.second)))


def _evident(short: str, full: str) -> bool:
    """Whether ``short`` keeps the first name of ``full`` and a whole word more ("Juan Galeano")."""
    words = short.split()
    return short != full and len(words) > 1 and words[0] == full.split()[0] and max(map(len, words[1:])) > 1

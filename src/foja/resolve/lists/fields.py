"""The fields of an entry, whatever the list: names cleaned, days in EDTF, countries as codes.

What cannot be put into a field is kept as it is written (``ListEntry.unread``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from foja.model.dates import bounds
from foja.model.lists import EntryPlace, ListEntry, ListName, NameRank
from foja.model.vocabulary import MentionKind
from foja.text.countries import printed_code
from foja.text.fold import key
from foja.text.scripts import script_of

LONGEST_NAME = 500
"""Code points of the longest name that is taken for one. Longer ones are kept as unread."""
MOST_NAMES = 2000
"""Names of one entry; the longest real entries have some hundreds."""
_JOINERS = "\u200c\u200d"  # they part and join letters inside of Persian and Indic words
_MONTHS = {
    month: f"{number:02d}"
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2}) )?(?:([a-z]{3})[a-z]* )?(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[t ].*|[+-]\d{2}:\d{2}|z)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_RANKS = tuple(NameRank)


def cleaned(words: str) -> str:
    """The words as written, without what is no character of them: control characters, overrides of direction, runs of
    blanks."""
    kept = "".join(
        char if char in _JOINERS or unicodedata.category(char) not in ("Cf", "Cs", "Co") else "" for char in words
    )
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in kept).split())


class Builder:
    """Gathers what a list says in one entry."""

    def __init__(self, identifier: str, kind: MentionKind, place: EntryPlace) -> None:
        self.id = cleaned(identifier)
        self.kind = kind
        self.place = place
        self.reference = self.gender = self.listed_on = self.ended_on = self.thing = ""
        self._names: dict[str, ListName] = {}
        self._fields: dict[str, dict[str, None]] = {}
        self._remarks: list[str] = []

    def name(self, written: str, rank: NameRank, *, note: str = "", language: str = "") -> None:
        """A name; given twice, it keeps the firmer rank."""
        name = cleaned(written)
        if not any(char.isalpha() for char in name):
            self.unread(f"name “{name[:80]}”" if name else "")
            return
        if len(name) > LONGEST_NAME:
            self.unread(f"a name of {len(name):,} characters: “{name[:80]}…”")
            return
        if len(self._names) >= MOST_NAMES and name not in self._names:
            self.unread(f"name “{name[:80]}”, beyond the first {MOST_NAMES:,}")
            return
        before = self._names.get(name)
        if before is None or _RANKS.index(rank) < _RANKS.index(before.rank):
            self._names[name] = ListName(
                name=name, rank=rank, script=script_of(name), language=cleaned(language).lower(), note=cleaned(note)
            )

    @property
    def named(self) -> bool:
        """Whether it has a name by now."""
        return bool(self._names)

    def add(self, field: str, *words: str) -> None:
        """Words for a field that holds several: birthplaces, posts, programmes, basis."""
        for one in words:
            if kept := cleaned(one):
                self._fields.setdefault(field, {}).setdefault(kept)

    def born(self, written: str) -> None:
        """A day, month, year or range of birth as a list writes it."""
        self._dated(written, "born", "birth")

    def country(self, field: str, written: str) -> None:
        """A country, by name or code. ``field``: nationalities or countries."""
        words = cleaned(written)
        code = country_code(words)
        if code:
            self.add(field, code)
        elif bare := country_code(words.partition("(")[0].strip()):
            self.add(field, bare)
            self.unread(f"country “{words}”")
        elif words and words not in ("00", "-0-") and key(words) not in ("na", "unknown"):
            self.unread(f"country “{words}”")

    def sex(self, written: str) -> None:
        word = cleaned(written).lower()
        self.gender = {"m": "male", "male": "male", "f": "female", "female": "female"}.get(word, self.gender)

    def day(self, field: str, written: str) -> None:
        """``listed_on`` or ``ended_on``; the first that is given for listing, the last for its end."""
        edtf = edtf_of(written)
        if not edtf:
            self.unread(f"{field.replace('_', ' ')} “{cleaned(written)}”" if cleaned(written) else "")
        elif field == "listed_on":
            self.listed_on = min(filter(None, (self.listed_on, edtf)))
        else:
            self.ended_on = max(self.ended_on, edtf)

    def remark(self, *words: str) -> None:
        self._remarks += [kept for one in words if (kept := cleaned(one)) and kept not in self._remarks]

    def unread(self, what: str) -> None:
        self.add("unread", what)

    def entry(self) -> ListEntry | None:
        """The entry; None where it names nobody."""
        names = sorted(self._names.values(), key=lambda one: _RANKS.index(one.rank))
        if not names:
            return None
        if not any(one.rank is NameRank.PRIMARY for one in names):
            names[0] = ListName(
                name=names[0].name, rank=NameRank.PRIMARY, script=names[0].script, language=names[0].language,
                note=names[0].note or names[0].rank,
            )  # fmt: skip
        fields = {field: tuple(words) for field, words in self._fields.items()}
        return ListEntry(
            id=self.id, kind=self.kind, names=tuple(names), place=self.place, reference=cleaned(self.reference),
            gender=self.gender, thing=self.thing, listed_on=self.listed_on, ended_on=self.ended_on,
            remarks="; ".join(self._remarks), **fields,
        )  # fmt: skip

    def _dated(self, written: str, field: str, noun: str) -> None:
        words = cleaned(written)
        edtf = edtf_of(words)
        if edtf:
            self.add(field, edtf)
        elif words:
            self.unread(f"{noun} “{words}”")


def edtf_of(written: str) -> str:
    """A day as lists write it, in EDTF: ``07 Oct 1954``, ``circa 1961``, ``1953 to 1958``, ``28/04/1937`` (day first),
    ``1954-10-07``. Empty where it is none of these, or no day that there was."""
    words = cleaned(written).lower().rstrip(".")
    first, to, last = words.partition(" to ")
    if to:
        low, high = edtf_of(first), edtf_of(last)
        return checked(f"[{low.rstrip('~')}..{high.rstrip('~')}]") if low and high else ""
    about = words.startswith(("circa ", "c. ", "approximately ", "approx. "))
    if about:
        words = words.split(" ", 1)[1]
    if match := _ISO.fullmatch(words):
        found = "-".join(part for part in match.groups() if part)
    elif match := _SLASHED.fullmatch(words):
        found = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    elif (match := _DAY_MONTH_YEAR.fullmatch(words)) and (not match[1] or match[2]):
        if match[2] and match[2] not in _MONTHS:
            return ""
        found = match[3] + (f"-{_MONTHS[match[2]]}" if match[2] else "") + (f"-{int(match[1]):02d}" if match[1] else "")
    else:
        return ""
    return checked(found + ("~" if about else ""))


def checked(edtf: str) -> str:
    """The day, or nothing where it is none."""
    try:
        bounds(edtf)
    except ValueError:
        return ""
    return edtf


def country_code(words: str) -> str:
    """The code of a country by its name or code, as ``Subject.countries`` has it; empty where foja knows none."""
    return printed_code(words).lower()


def joined(parts: Iterable[str]) -> str:
    """Parts of a name in one."""
    return " ".join(filter(None, (cleaned(part) for part in parts)))

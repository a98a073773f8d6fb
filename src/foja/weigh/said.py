"""A statement with what the file knows of it: whom it names, which outlet carried it, when.

Conflicts are about parties, not about names as they happen to be written. Which party a name means is decided
elsewhere (names are joined and parted by evidence and by persons), so it enters here as keys.
"""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.record import Record
from foja.model.statement import Statement
from foja.model.vocabulary import ConflictReason
from foja.text.fold import folded_text, key
from foja.weigh.content import PartyOf, as_named
from foja.weigh.hints import hints_of


class Said(Record, frozen=True):
    """``names``: (key of the party, name as written) for the names in the content. ``about``: for each figure of the
    statement the key of the party that says which event is meant, or an empty text. ``outlet``: name key of the outlet
    that carried it. ``published``: ISO day or less; empty where unknown. ``hints``: reasons for a difference of figures
    that its paragraph speaks of."""

    statement: Statement
    names: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()
    outlet: str = ""
    published: str = ""
    hints: tuple[ConflictReason, ...] = ()

    @property
    def id(self) -> str:
        return self.statement.id

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(party for party, _ in self.names)


def said(
    statement: Statement, party_of: PartyOf = as_named, *, outlet: str = "", published: str = "", paragraph: str = ""
) -> Said:
    """The statement with its parties looked up. ``party_of`` leads from a name key to the key of its party.
    ``paragraph``: the folded words of the paragraph in which it stands; without them, its quote is looked at."""
    return Said(
        statement=statement,
        names=tuple((party_of(found), name) for name in statement.names if (found := key(name))),
        about=tuple(party_of(found) if (found := key(figure.about)) else "" for figure in statement.figures),
        outlet=outlet, published=published, hints=hints_of(paragraph or folded_text(statement.passage.quote)),
    )  # fmt: skip


def meant(name_key: str, keys: Iterable[str]) -> str:
    """The key that a name means in its passage. ``keys``: those of the parties that the passage names. A short form
    ("basso") means the one longer name there that holds all its words; where there are several or none, it means
    itself."""
    known = set(keys)
    if name_key in known:
        return name_key
    words = set(name_key.split())
    longer = [one for one in known if words < set(one.split())]
    return longer[0] if len(longer) == 1 else name_key


def written(parts: Iterable[Said]) -> dict[str, str]:
    """A written form for each party; the same whatever the order of ``parts``."""
    names = sorted({pair for part in parts for pair in _named(part)}, key=lambda pair: (pair[1], pair[0]), reverse=True)
    return dict(names)


def _named(part: Said) -> list[tuple[str, str]]:
    figures = zip(part.about, part.statement.figures, strict=False)
    return [*part.names, *((party, figure.about) for party, figure in figures if party)]

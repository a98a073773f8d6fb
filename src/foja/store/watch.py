"""What of an answer stems from a source above ``internal``: asked before it is shown."""

from __future__ import annotations

from typing import Any

import msgspec

from foja.model.vocabulary import CLOSED, LADDER, Sensitivity
from foja.store.folder import CaseFolder

_RANK = LADDER.index(Sensitivity.INTERNAL)


class Watch:
    """Knows by which digests, ids and names an answer gives away that it stems from a labelled source."""

    def __init__(self, folder: CaseFolder) -> None:
        self._folder = folder
        self._size = -1
        self._tokens: dict[str, str] = {}

    def tokens(self) -> dict[str, str]:
        """Digest of a source, id of a statement, a link, an act or an item, or name found nowhere else, to the
        source. Empty where no source has such a label; made anew when the history has grown."""
        size = self._folder.ledger.size
        if size != self._size:
            self._tokens, self._size = self._read(), size
        return self._tokens

    def _read(self) -> dict[str, str]:
        connection = self._folder.database.connection
        closed = ", ".join(f"'{state.value}'" for state in sorted(CLOSED))  # of these nothing is shown
        given = (
            f"SELECT sha256 FROM source WHERE sensitivity > {_RANK} AND state NOT IN ({closed}) UNION"  # noqa: S608
            f" SELECT source FROM label WHERE part = 'receipt' AND rank > {_RANK}"
        )
        found = {row[0]: row[0] for row in connection.execute(given)}
        if not found:
            return {}
        for query in (
            f"SELECT id, source FROM statement WHERE source IN ({given})",  # noqa: S608
            "SELECT act_basis.act, statement.source FROM act_basis JOIN statement ON statement.id = act_basis.statement"  # noqa: S608
            f" WHERE statement.source IN ({given})",
            "SELECT item, statement.source FROM item_basis JOIN statement ON statement.id = item_basis.statement"  # noqa: S608
            f" WHERE statement.source IN ({given})",
            "SELECT link.id, source.sha256 FROM source JOIN link ON source.text IN (link.first, link.second)"  # noqa: S608
            f" WHERE source.sha256 IN ({given})",
            f"SELECT key, source FROM naming WHERE source IN ({given}) AND NOT EXISTS (SELECT 1 FROM naming AS other"  # noqa: S608
            f" WHERE other.key = naming.key AND other.source NOT IN ({given}))",
        ):
            found |= {row[0]: row[1] for row in connection.execute(query)}
        return found

    def shown(self, value: Any) -> set[str]:
        """The labelled sources from which something in an answer stems."""
        tokens = self.tokens()
        found: set[str] = set()
        waiting = [value] if tokens else []
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                found |= {tokens[one]} if one in tokens else set()
            elif isinstance(one, msgspec.Struct):
                waiting += [getattr(one, name) for name in one.__struct_fields__]
            elif isinstance(one, dict):
                waiting += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                waiting += one
        return found

    def up_to(self, audience: Sensitivity) -> set[str]:
        """The labelled sources that go out to an audience."""
        rows = self._folder.database.connection.execute(
            "SELECT sha256 FROM source WHERE sensitivity > ? AND sensitivity <= ?", (_RANK, LADDER.index(audience))
        )
        return {row[0] for row in rows}

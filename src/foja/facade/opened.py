"""An open case folder, and the one way in which a person's act gets into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from foja.model.errors import Refusal, UsageError
from foja.model.event import Act, Actor, Event
from foja.preserve.access import accesses, sign
from foja.preserve.rotate import present_key
from foja.store.folder import CaseFolder
from foja.store.projection import applied
from foja.store.watch import Watch

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what) while work goes on."""


class Opened:
    """An open case folder. ``follow=False`` opens one whose derived tables are only to be made anew."""

    def __init__(self, path: Path, *, follow: bool = True) -> None:
        self._folder = CaseFolder(path, follow=follow)
        self.watch = Watch(self._folder)
        self.accessed = False
        """Whether something was logged that the log of accesses does not bear a signature for yet."""

    @property
    def path(self) -> Path:
        return self._folder.path

    @property
    def title(self) -> str:
        return self._folder.title

    @property
    def unsigned(self) -> str:
        """Why the last checkpoint could not be signed; empty when it was."""
        return self._folder.unsigned

    @property
    def unkept(self) -> str:
        """Why no receipt of the last checkpoint could be kept outside of the case; empty when it was."""
        return self._folder.unkept

    @property
    def origin(self) -> str:
        """The name of the ledger."""
        return self._folder.origin

    @property
    def recorded(self) -> int:
        """How many events the answers of this moment are made from."""
        return applied(self._folder.database.connection) + 1

    def in_turn(self) -> AbstractContextManager[None]:
        """What is asked and decided in the block is about one state of the case. Raises Refusal ``case-changed`` where
        somebody decides something in another program meanwhile."""
        return self._folder.in_turn()

    def acts_since(self, since: int, targets: Iterable[str]) -> list[Event]:
        """What persons did, from the event ``since`` on, to any of these: digests, ids or name keys."""
        return [event for target in targets for event in self._folder.acts_on(target, since)]

    def accesses(self, after: int | None = None, limit: int = 200) -> list[Event]:
        """Who was shown what is labelled above ``internal``, oldest first, after entry ``after`` (None: the newest)."""
        return accesses(self.path, after, limit)

    def sign_access(self) -> None:
        """Signs the log of accesses. Where this machine has no key, that is told by ``foja verify``."""
        try:
            sign(self.path, present_key(self.path, self._folder.ledger))
        except UsageError:
            return
        self.accessed = False

    def close(self) -> None:
        if self.accessed:
            self.sign_access()
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _decide(self, acts: Sequence[Act]) -> list[Event]:
        if not acts:
            return []
        events = self._folder.record(acts)
        self._folder.seal()
        return events


def act(kind: str, body: dict[str, Any], actor: Actor, why: str) -> Act:
    """What a person does, with a reason. Raises UsageError ``why-missing`` without one."""
    return Act(kind=kind, body=body, actor=actor, why=reason(why))


def reason(why: str) -> str:
    """The reason of an act. Raises UsageError ``why-missing`` where there is none."""
    if not why.strip():
        raise UsageError(
            "why-missing",
            "A decision needs a reason: it is what others will ask for in ten years.",
            next="Say in a few words why.",
        )
    return why.strip()


def some(ids: Sequence[str]) -> list[str]:
    """The ids, each once. Raises UsageError ``nothing-chosen`` when there is none."""
    unique = list(dict.fromkeys(ids))
    if not unique:
        raise UsageError("nothing-chosen", "No statement was chosen.", next="Name at least one statement.")
    return unique


def several(ids: Sequence[str]) -> Sequence[str]:
    """The ids. Raises UsageError ``two-needed`` when they are fewer than two."""
    if len(set(ids)) < 2:
        raise UsageError("two-needed", "This decision is about two or more things; fewer were named.")
    return ids


def new_file(out: Path) -> None:
    """Refuses a place where something is already. Raises Refusal ``out-exists``."""
    if out.exists():
        raise Refusal("out-exists", f"{out} is there already; nothing is overwritten.", next="Name a new file.")

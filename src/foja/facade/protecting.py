"""Sealing sources for the holders of keys, opening them, erasing under an order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foja.facade.keeping import Keeping
from foja.facade.opened import reason, some
from foja.model.errors import UsageError
from foja.model.event import Actor, Event
from foja.preserve.age import parse_recipient, read_identities
from foja.preserve.second_person import erasure_request
from foja.preserve.settings import recipients_of
from foja.store import sealing


class Protecting(Keeping):
    """What is taken out of the clear, and who can open it."""

    def protect(self, sources: Sequence[str], *, recipients: Sequence[str] = (), actor: Actor, why: str) -> list[Event]:
        """Seals sources that are labelled ``sealed`` or ``source-identity``, for the holders of keys.

        ``recipients``: public keys of age or SSH, by default those that ``foja.toml`` names. The original, all that was
        made of it and the entries of the history about it become age files; then they are removed in the clear. Raises
        UsageError ``recipient-none``, ``recipient-malformed``, ``sealed-already``, ``key-missing``; Refusal
        ``label-too-low``.
        """
        keys = list(dict.fromkeys(map(parse_recipient, recipients or [key for _, key in recipients_of(self.path)])))
        if not keys:
            raise UsageError(
                "recipient-none",
                "Nobody is named who could open what is sealed.",
                next="Give --recipient KEY, or name them in foja.toml under [[recipient]].",
            )
        found = [self.source(sha).sha256 for sha in some(sources)]
        return sealing.seal(self._folder, found, keys, actor, reason(why))

    def finish_removals(self) -> bool:
        """Finishes what a stop left of a sealing or an erasure; whether there was anything."""
        return self._folder.finish_removals()

    def sealings(self) -> list[Event]:
        """The events by which something is sealed now."""
        return sealing.sealings(self._folder)

    def to_protect(self) -> list[str]:
        """The digests of sources that are labelled sealed or above and lie in the clear, wholly or in how they came."""
        return sealing.labelled_in_the_clear(self._folder)

    def open_sealed(self, source: str, identity: Path, out: Path) -> None:
        """Writes a sealed original to a place outside of the case. ``identity``: a file with a private key."""
        sha = self.source(source).sha256
        sealing.open_to(self._folder, sha, read_identities(identity), out)

    def erasure(
        self, sources: Sequence[str], fields: Sequence[tuple[int, str]], *, authority: str, order: str
    ) -> tuple[dict[str, Any], str]:
        """What an erasure takes away, and the text that a second person signs first. Changes nothing."""
        found = [self.source(sha).sha256 for sha in dict.fromkeys(sources)]
        body = sealing.to_erase(self._folder, found, list(dict.fromkeys(fields)), authority, order)
        return body, erasure_request(self._folder.origin, body, self._folder.ledger.size)

    def erase(
        self, sources: Sequence[str], fields: Sequence[tuple[int, str]] = (), *, authority: str, order: str,
        signed: tuple[str, str], actor: Actor, why: str,
    ) -> Event:  # fmt: skip
        """Erases sources with all that was made of them, or single fields, for good. ``signed``: the text of
        ``erasure`` and the signature of a second person under it."""
        body, _ = self.erasure(sources, fields, authority=authority, order=order)
        return sealing.erase(self._folder, body, signed, actor, reason(why))

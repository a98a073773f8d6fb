"""The one facade: open a case, do a thing, ask a question. The command line and the pages are thin shells over it.

What is asked, decided, kept and handed over stands in ``foja.facade``; opening, bringing in and building stand here.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foja.facade.handing_over import FORMS, HandingOver, StampReport
from foja.facade.opened import Progress, act, new_file
from foja.facade.questions import SEARCHABLE, with_fields
from foja.flow import build as flow
from foja.flow import plan
from foja.flow.executors import executor
from foja.model.event import Act, Actor
from foja.model.record import Record
from foja.model.source import Receipt, Source, added_body
from foja.preserve.intake import Found, gather
from foja.store.beginning import begin
from foja.store.shut import closed_sources
from foja.text.fold import fold

if TYPE_CHECKING:
    from foja.flow.asked import Asked

__all__ = ["FORMS", "SEARCHABLE", "AddReport", "Case", "Progress", "StampReport", "new_file", "with_fields"]
BATCH_FILES, BATCH_BYTES = 64, 64 << 20


class AddReport(Record, frozen=True):
    """What was received. ``known``: files whose bytes and origin the case already held. ``closed``: files that were
    left out, because the case sealed or erased them."""

    added: int
    known: int
    bytes: int
    closed: int = 0


class Case(HandingOver):
    """An open case folder. ``follow=False`` opens one whose derived tables are only to be made anew."""

    weak: tuple[str, ...] = ()
    """Of a case just made: what its place does without, each in words."""

    @classmethod
    def create(cls, path: Path, *, title: str, actor: Actor, origin: str = "") -> Case:
        """Makes a new case. ``origin``: the name of its ledger in checkpoints, by default a random local one."""
        slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:40] or "case"
        weak = begin(path, title, origin or f"foja.local/{slug}-{secrets.token_hex(4)}", actor)
        made = cls(path)
        made.weak = weak
        return made

    def add(
        self, paths: Sequence[Path], *, actor: Actor, why: str = "Received", progress: Progress | None = None
    ) -> AddReport:
        """Preserves files, and what folders hold. Doing it again adds nothing."""
        gathered = list(gather(paths))
        found = self._not_closed(gathered)
        added = known = size = 0
        for batch in _batches(found):
            acts = self._receive(batch, actor, why)
            self._folder.record(acts)
            added += len(acts)
            known += len(batch) - len(acts)
            size += sum(act.body["source"]["size"] for act in acts)
            if progress:
                progress(added + known, len(found), "preserving")
        # Also when nothing is new: a run that was stopped may have recorded without signing.
        self._folder.seal()
        return AddReport(added=added, known=known, bytes=size, closed=len(gathered) - len(found))

    def _not_closed(self, files: list[Found]) -> list[Found]:
        """The files without those that the case sealed or erased: adding them would put them back into the clear."""
        closed = closed_sources(self._folder.database.connection)
        if not closed:
            return files
        kept = []
        for file in files:
            with Path(file.path).open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() not in closed:
                    kept.append(file)
        return kept

    def _receive(self, batch: Sequence[Found], actor: Actor, why: str) -> list[Act]:
        """Preserves a batch of files. Many small ones are made durable together, a large one by itself."""
        vault = self._folder.vault
        if len(batch) == 1:
            blobs = [vault.put_file(Path(batch[0].path))]
        else:
            blobs = vault.put_many(Path(file.path).read_bytes() for file in batch)
        acts, seen = [], set()
        for file, blob in zip(batch, blobs, strict=True):
            came = (blob.sha256, file.received_from)
            row = self._folder.database.connection.execute(
                "SELECT 1 FROM receipt WHERE sha256 = ? AND received_from = ? AND parent = ''", came
            ).fetchone()
            if row is None and came not in seen:
                seen.add(came)
                receipt = Receipt(name=file.name, received_from=file.received_from, modified=file.modified)
                source = Source(sha256=blob.sha256, sha512=blob.sha512, size=blob.size, receipt=receipt)
                acts.append(Act(kind="source.added", body=added_body(source), actor=actor, why=why))
        return acts

    def build(
        self, *, jobs: int | None = None, cluster: str = "", retry: bool = False, progress: Progress | None = None,
        passwords: Sequence[str] = (),
    ) -> flow.BuildReport:  # fmt: skip
        """Does everything that is owed, and signs a checkpoint. ``passwords``: as in ``read_again``."""
        if retry:
            plan.retry(self._folder)
        with executor(jobs, cluster) as work:
            report = flow.build(self._folder, work, jobs or os.cpu_count() or 1, progress, tuple(passwords))
        self.compare_names(progress, jobs=jobs)
        # Also when nothing was owed: a build that was stopped may have recorded without signing.
        self._folder.seal()
        return report

    def read_again(
        self, sources: Sequence[str] = (), *, limits: Mapping[str, float] | None = None, passwords: Sequence[str] = (),
        actor: Actor, why: str, jobs: int | None = None, progress: Progress | None = None,
    ) -> flow.BuildReport:  # fmt: skip
        """Reads sources again, and what is in them as far as it was not read whole; does what follows from it.
        ``sources``: digests or beginnings of them; none: all that could not be read, or not whole, and that the limits
        or passwords may help. ``limits``: names of ``foja.read.limits.Limits`` to numbers; they hold for these sources
        and for what is in them, now and later. ``passwords`` are tried on what is locked, and kept nowhere."""
        states = (plan.LARGER if limits else frozenset()) | (plan.UNLOCKED if passwords else frozenset())
        chosen = [self.source(one).sha256 for one in sources] or plan.unread(self._folder, states)
        for sha in chosen:
            body = {"source": sha, "limits": dict(limits or {}), "password": bool(passwords)}
            self._folder.record([act("source.allowed", body, actor, why)])
        return self.build(jobs=jobs, progress=progress, passwords=passwords)

    def ask_model(
        self, sources: Sequence[str], setting: Mapping[str, object] | None = None, *, actor: Actor, why: str,
        progress: Progress | None = None,
    ) -> tuple[Asked, ...]:  # fmt: skip
        """Sends the text of sources to a language model and keeps what it quotes as drafts. ``setting``: fields of
        ``foja.extract.model.ask.ModelSetting``, over what ``foja.toml`` says under ``[model]``. Raises Refusal for a
        source with a label above internal, sealed or erased; then nothing is sent."""
        from foja.flow.asked import ask_model, model_setting

        chosen = sorted({self.source(one).sha256 for one in sources})
        asked = model_setting(self._folder, setting or {})
        return ask_model(self._folder, chosen, asked, actor, why, progress or (lambda done, total, what: None))

    def rebuild(self) -> int:
        """Makes every derived table anew from the ledger and the vault. Returns how many events were applied."""
        return self._folder.rebuild()

    def table_digests(self) -> dict[str, str]:
        """A digest of each derived table: the same ledger and vault give the same digests."""
        from foja.store.dump import table_digests

        return table_digests(self._folder.database.connection)

    def follow(self) -> None:
        """Takes up what another process wrote to the ledger."""
        self._folder.follow()


def _batches(found: Sequence[Found]) -> Iterator[list[Found]]:
    """Files that are preserved together: few enough that their bytes fit in memory."""
    batch: list[Found] = []
    total = 0
    for file in found:
        if batch and (len(batch) >= BATCH_FILES or total + file.size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(file)
        total += file.size
    if batch:
        yield batch

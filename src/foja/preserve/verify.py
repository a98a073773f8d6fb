"""Verify a case folder: every event, the tree, every checkpoint and receipt, every preserved file.

The verdict is never better than the evidence: a folder without a key or a checkpoint can be whole, but nobody
outside fixed it, and it is then called ``unsigned``. A receipt is a checkpoint that somebody else kept.

    intact    everything verifies and a checkpoint signed by the key of the case covers every event
    unsigned  nothing is wrong, but something could not be confirmed (see the findings)
    damaged   bytes or the chain do not verify

The exit code says more: ``finding.KINDS``.

Time stamps and the times of events are checked too (``preserve.stamp_check``). That nobody outside stamped an event
is told, and is no fault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from foja.model.errors import Damage, FojaError, UsageError
from foja.model.record import Record
from foja.preserve.audit import RESTORE, Log, Progress, audit
from foja.preserve.check_files import check_files, check_quotes
from foja.preserve.checkpoint import Checkpoint, note_files, parse_checkpoint
from foja.preserve.cosign import Cosigner
from foja.preserve.count_witnesses import count_witnesses
from foja.preserve.finding import KINDS, Finding, exit_code
from foja.preserve.keychain import KeyChain, key_chain, told_key
from foja.preserve.layout import strangers
from foja.preserve.ledger import Ledger
from foja.preserve.note import Verifier, parse_verifier, signers
from foja.preserve.settings import receipts_here
from foja.preserve.stamp import read_roots
from foja.preserve.stamp_check import Stamp, check_stamps, unanchored
from foja.preserve.vault import Vault

INTACT, UNSIGNED, DAMAGED = "intact", "unsigned", "damaged"


class VerifyReport(Record, frozen=True):
    """What a verification found. ``counts``: events, fields_withheld, blobs, quotes, checkpoints, receipts,
    ``covered`` (events under the highest checkpoint signed by the key), ``clock_steps`` (events dated
    before the one that precedes them: a wrong clock, or a back-dated entry). ``notes``: what whoever reads the
    verdict should know and what changes no verdict. ``stamps``: every time stamp, with what confirms it."""

    verdict: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    notes: tuple[Finding, ...] = ()
    stamps: tuple[Stamp, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, or that of the worst finding (``finding.KINDS``)."""
        return exit_code(finding.code for finding in self.findings)

    @property
    def kind(self) -> str:
        """The worst finding in a word; empty when there is none."""
        return KINDS[self.exit_code][0] if self.findings else ""


def verify_case(
    case: Path,
    receipts: Sequence[Path] = (),
    progress: Progress | None = None,
    stamp_roots: Sequence[Path] = (),
    *,
    key: str = "",
    witnesses: Sequence[Cosigner] = (),
    sha512: bool = False,
) -> VerifyReport:
    """Check a case folder. ``receipts``: files, or folders of ``*.note`` files, with checkpoints kept elsewhere; those
    that this machine keeps of the case are compared in any case. ``key``: the key of the case, or an earlier one, as
    its keepers told it by another way. ``witnesses``: whose cosignatures the person who checks relies on.
    ``stamp_roots``: PEM files with the roots of time-stamping authorities that this person trusts.
    ``sha512``: recompute the second digest of every source too, at three times the cost. Names of files and the tree
    rest on SHA-256; while that holds, the second digest can find nothing that the first does not.

    Raises UsageError ``case-missing`` when there is no folder, ``verifier-malformed`` when ``key`` is none,
    ``stamp-roots-unreadable`` for such a file; everything else becomes a Finding.
    """
    if not case.is_dir():
        raise UsageError("case-missing", "There is no such folder.", where=str(case), next="Name the folder of a case.")
    told = parse_verifier(key) if key else None
    roots = [read_roots(path) for path in stamp_roots]
    tell = progress or (lambda done, total, what: None)
    findings: list[Finding] = list(strangers(case))
    counts = dict.fromkeys(
        ("events", "covered", "fields_withheld", "clock_steps", "blobs", "quotes", "checkpoints", "receipts"), 0
    )
    settings = _settings(case, findings)
    present = _verifier(case, settings, findings)
    own = _checkpoints(case, findings)
    held = _receipts(receipts, findings)
    log = Log({checkpoint.size for _, checkpoint in (*own, *held)})
    origin, here, vault = "", [], Vault(case / "vault")
    stamps: list[Stamp] = []
    bare: Finding | None = None
    try:
        with Ledger.open(case / "ledger.db") as ledger:
            origin = ledger.origin
            here = _receipts(receipts_here(case, origin, receipts), findings)
            log.wanted |= {checkpoint.size for _, checkpoint in here}
            with ledger.snapshot():
                findings += audit(ledger, log, tell)
                stamps, more = check_stamps(
                    log.stamps, log.times, lambda size: _root(ledger, log, size), origin, vault.read, roots
                )
                findings += more
                bare = unanchored(stamps, ledger, log.size)
    except FojaError as error:
        findings.append(_of(error))
    findings += _named(case, settings, origin, log)
    held = _of_this_case(held, origin, receipts, findings) + here
    present = present or told
    chain = key_chain(log.keys, origin, str(present), str(case / "ledger.db")) if present else KeyChain()
    chain = told_key(told, chain, case) if told else chain
    findings += chain.findings
    notes = [*chain.notes]
    if here:
        word = "receipt" if len(here) == 1 else "receipts"
        what = f"Compared with {len(here)} {word} that this machine keeps of the case."
        notes.append(Finding(code="receipts-here", where=str(here[0][0].parent), what=what))
    against = [(path, c, _against(path, c, origin, log)) for path, c in (*own, *held)] if log.complete else []
    for _, _, wrong in against:
        findings += wrong
    code = dict.fromkeys((path for path, _ in own), "checkpoint-unsigned")
    signed = [
        (path, c)
        for path, c in (*own, *held)
        if _signed(path, c, chain.at(c.size), code.get(path, "receipt-unsigned"), findings)
    ]
    findings += _forks(signed)
    covered = max((c.size for _, c in signed if c.size <= log.size), default=0)
    findings += _fields(case, log, covered) if log.complete else []
    fits = {path for path, _, wrong in against if not wrong}
    more, said = count_witnesses(case, [pair for pair in signed if pair[0] in fits], covered, witnesses)
    findings += more
    notes += said
    findings += _cover(case, bool(own), bool(signed), covered, log.size)
    counts.update(events=log.size, covered=covered, clock_steps=log.clock_steps)
    counts.update(checkpoints=len({c.size for _, c in own}), receipts=len(held))
    counts["fields_withheld"] = len(log.missing)
    blobs, of_files = check_files(vault, log, tell, sha512)
    counts["blobs"] = blobs
    findings += of_files
    counts["quotes"] = len(log.quotes)
    findings += check_quotes(vault, log)
    verdict = DAMAGED if any(f.damage for f in findings) else UNSIGNED if findings else INTACT
    notes += [bare] if bare else []
    return VerifyReport(
        verdict=verdict, findings=tuple(findings), counts=counts, notes=tuple(notes), stamps=tuple(stamps)
    )


def _root(ledger: Ledger, log: Log, size: int) -> bytes | None:
    """The root of the first ``size`` events: as recomputed, or from the tiles, which the audit has compared."""
    if size not in log.roots and 0 <= size <= log.size:
        log.roots[size] = ledger.root(size)
    return log.roots.get(size)


# -- the evidence that a case brings


def _settings(case: Path, findings: list[Finding]) -> dict[str, object]:
    path = case / "foja.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("case")
        if not isinstance(found, dict) or not isinstance(found.get("verifier"), str):
            raise ValueError("it has no [case] verifier")
        return found
    except (OSError, ValueError) as error:
        findings.append(_key_unknown(path, error))
    return {}


def _verifier(case: Path, settings: dict[str, object], findings: list[Finding]) -> Verifier | None:
    """The present key, as the folder names it."""
    named = settings.get("verifier")
    try:
        return parse_verifier(str(named)) if named is not None else None
    except FojaError as error:
        findings.append(_key_unknown(case / "foja.toml", error))
    return None


def _key_unknown(path: Path, error: Exception) -> Finding:
    return Finding(
        code="key-unknown",
        where=str(path),
        what=f"The public key of the case is not known ({error}), so no signature can be checked.",
        next="Ask who keeps the case for its verifier key, and compare.",
    )


def _named(case: Path, settings: dict[str, object], origin: str, log: Log) -> list[Finding]:
    """Whether ``foja.toml``, which nobody signs, names the case as the ledger does."""
    wrong = []
    if log.titles and settings.get("title", log.titles[0]) not in log.titles:
        wrong.append(f"the title {settings['title']!r}, the ledger {log.titles[-1]!r}")
    if origin and settings.get("origin", origin) != origin:
        wrong.append(f"the origin {settings['origin']!r}, the ledger {origin!r}")
    return [
        Finding(
            code="settings-differ",
            where=str(case / "foja.toml"),
            what=f"The settings name {one}.",
            next="Restore foja.toml from a copy of the case.",
        )
        for one in wrong
    ]


def _checkpoints(case: Path, findings: list[Finding]) -> list[tuple[Path, Checkpoint]]:
    found: list[tuple[Path, Checkpoint]] = []
    newest = case / "checkpoint"
    if note_files(case) and not newest.is_file():
        findings.append(
            Finding(
                code="checkpoint-missing",
                where=str(newest),
                what="The newest checkpoint is not at its place; older ones or copies stand in checkpoints.",
                next="Compare with a receipt held elsewhere; the next checkpoint that is signed puts it there again.",
            )
        )
    for path in [*note_files(case), *([newest] if newest.is_file() else [])]:
        try:
            checkpoint = parse_checkpoint(path.read_bytes(), str(path))
        except (Damage, OSError) as error:
            findings.append(_of(error, path))
            continue
        if path != newest and path.name != f"{checkpoint.size:08d}.note":
            findings.append(
                Finding(
                    code="checkpoint-altered",
                    where=str(path),
                    what=f"The name of the file is not that of a checkpoint of {checkpoint.size} events.",
                    next="Restore the folder checkpoints from a copy.",
                )
            )
        found.append((path, checkpoint))
    return found


def _receipts(receipts: Sequence[Path], findings: list[Finding]) -> list[tuple[Path, Checkpoint]]:
    found: list[tuple[Path, Checkpoint]] = []
    for given in receipts:
        for path in sorted(given.glob("*.note")) if given.is_dir() else [given]:
            try:
                found.append((path, parse_checkpoint(path.read_bytes(), str(path))))
            except (Damage, OSError) as error:
                findings.append(_of(error, path))
    return found


def _of_this_case(
    held: list[tuple[Path, Checkpoint]], origin: str, given: Sequence[Path], findings: list[Finding]
) -> list[tuple[Path, Checkpoint]]:
    ours = [(path, checkpoint) for path, checkpoint in held if checkpoint.origin == origin]
    for place in given:
        if not any(path == place or path.parent == place for path, _ in ours):
            findings.append(
                Finding(
                    code="receipt-none",
                    where=str(place),
                    what=f"No receipt for {origin or 'this case'} was found here, so it confirms nothing.",
                    next="Check that the receipt and the folder belong to the same case.",
                )
            )
    return ours


# -- checkpoints against the tree


def _against(path: Path, checkpoint: Checkpoint, origin: str, log: Log) -> list[Finding]:
    size = checkpoint.size
    if checkpoint.origin != origin:
        code, what = "origin-differs", f"The checkpoint is for {checkpoint.origin}, the ledger for {origin}."
    elif size > log.size:
        code, what = "history-truncated", f"The checkpoint covers {size} events, the ledger has {log.size}."
    elif log.roots.get(size) != checkpoint.root:
        code, what = "history-rewritten", f"The first {size} events are not those that were signed at that time."
    else:
        return []
    return [Finding(code=code, where=str(path), what=what, next=RESTORE)]


def _signed(path: Path, c: Checkpoint, key: Verifier | None, code: str, findings: list[Finding]) -> bool:
    if key is None:
        return False  # said once, by key-unknown
    try:
        if signers(c.note, [key]):
            return True
    except Damage as error:
        findings.append(_of(error, path))
        return False
    findings.append(
        Finding(
            code=code,
            where=str(path),
            what=f"No signature by the key of the case ({key}) stands under this checkpoint.",
            next="Compare the key with what you were told by who keeps the case, and the note with a receipt.",
        )
    )
    return False


def _fields(case: Path, log: Log, covered: int) -> list[Finding]:
    """Values that are gone. Only an event under a signature can withdraw one: anybody can write an unsigned event."""
    return [
        Finding(
            code="field-missing",
            where=f"{case / 'ledger.db'}, event {seq}",
            what=f"The value of the field {name!r} is gone, and no event under a signature says who withdrew it, why.",
            next=RESTORE,
        )
        for seq, name in log.missing
        if log.withdrawn.get((seq, name), log.size) >= covered
    ]


def _forks(signed: list[tuple[Path, Checkpoint]]) -> list[Finding]:
    """Two checkpoints of one size with different roots, both signed by the key: proof of two histories."""
    first: dict[tuple[str, int], tuple[Path, Checkpoint]] = {}
    findings = []
    for path, checkpoint in signed:
        other, known = first.setdefault((checkpoint.origin, checkpoint.size), (path, checkpoint))
        if known.root != checkpoint.root:
            findings.append(
                Finding(
                    code="history-forked",
                    where=str(path),
                    what=f"The key signed two histories of {checkpoint.size} events: this one, and that in {other}.",
                    next="Keep both files: together they prove that the holder of the key showed two faces.",
                )
            )
    return findings


def _cover(case: Path, any_: bool, signed: bool, covered: int, size: int) -> list[Finding]:
    if not any_:
        return [
            Finding(
                code="checkpoint-missing",
                where=str(case / "checkpoint"),
                what="There is no checkpoint: nothing fixes what this case held at any time.",
                next="Compare with a receipt held elsewhere; then sign a checkpoint.",
            )
        ]
    if signed and covered < size:
        return [
            Finding(
                code="events-unsigned",
                where=str(case / "ledger.db"),
                what=f"{size - covered} events after event {covered - 1} are not covered by a signed checkpoint yet.",
                next="Sign a checkpoint; until then nothing proves that these events stay as they are.",
            )
        ]
    return []


def _of(error: FojaError | OSError, path: Path | None = None) -> Finding:
    if isinstance(error, OSError):
        return Finding(code="checkpoint-altered", where=str(path), what=f"It cannot be read: {error.strerror}.")
    return Finding(code=error.code, where=error.where or str(path or ""), what=error.what, next=error.next)

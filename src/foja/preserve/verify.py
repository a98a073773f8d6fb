"""Verify a case folder: every event, the tree, every checkpoint and receipt, every preserved file.

The verdict is never better than the evidence: a folder without a key or a checkpoint can be whole, but nobody
outside fixed it, and it is then called ``unsigned``. A receipt is a checkpoint that somebody else kept.

    intact    everything verifies and a checkpoint signed by the key of the case covers every event
    unsigned  nothing is wrong, but something could not be confirmed (see the findings)
    damaged   bytes or the chain do not verify

The exit code says more: ``finding.KINDS``.

The parts stand in modules of their own: the ledger in ``audit``, checkpoints and receipts in ``checkpoint_check``,
preserved files in ``file_check``, what was sealed or erased in ``removal_check``, cosignatures in ``witness_check``,
time stamps and the times of events in ``stamp_check``, OpenTimestamps in ``ots_check``. That nobody outside stamped an
event is told, and is no fault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from foja.model.errors import FojaError, UsageError
from foja.model.record import Record
from foja.preserve.access import check_access
from foja.preserve.audit import Log, Progress, audit
from foja.preserve.checkpoint_check import (
    Held,
    check_checkpoints,
    check_cover,
    of_this_case,
    read_checkpoints,
    read_receipts,
)
from foja.preserve.companion import check_companion
from foja.preserve.cosign import Cosigner
from foja.preserve.disk import read_plain
from foja.preserve.file_check import check_files, check_quotes
from foja.preserve.finding import KINDS, Finding, exit_code, of_error
from foja.preserve.keychain import KeyChain, key_chain, told_key
from foja.preserve.layout import strangers
from foja.preserve.ledger import Ledger
from foja.preserve.note import Verifier, parse_verifier
from foja.preserve.ots_check import Anchor, Blocks, blocks_given, check_anchors
from foja.preserve.removal_check import check_removals
from foja.preserve.settings import receipts_here
from foja.preserve.stamp import read_roots
from foja.preserve.stamp_check import WRONG, Stamp, check_stamps, unanchored
from foja.preserve.vault import Vault
from foja.preserve.witness_check import check_witnesses

INTACT, UNSIGNED, DAMAGED = "intact", "unsigned", "damaged"


class VerifyReport(Record, frozen=True):
    """What a verification found. ``counts``: events, fields_withheld, blobs, quotes, checkpoints, receipts,
    ``covered`` (events under the highest checkpoint signed by the key), ``clock_steps`` (events dated
    before the one that precedes them: a wrong clock, or a back-dated entry). ``notes``: what whoever reads the
    verdict should know and what changes no verdict. ``stamps``: every time stamp, with what confirms it; so
    ``anchors`` (OpenTimestamps)."""

    verdict: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    notes: tuple[Finding, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    anchors: tuple[Anchor, ...] = ()

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
    blocks: Sequence[str] = (),
) -> VerifyReport:
    """Check a case folder. ``receipts``: files, or folders of ``*.note`` files, with checkpoints kept elsewhere; those
    that this machine keeps of the case are compared in any case. ``key``: the key of the case, or an earlier one, as
    its keepers told it by another way. ``witnesses``: whose cosignatures the person who checks relies on.
    ``stamp_roots``: PEM files with the roots of time-stamping authorities that this person trusts.
    ``blocks``: digests or headers of Bitcoin blocks (hex) that this person got by another way.
    ``sha512``: recompute the second digest of every source too, at three times the cost. Names of files and the tree
    rest on SHA-256; while that holds, the second digest can find nothing that the first does not.

    Raises UsageError ``case-missing`` when there is no folder, ``verifier-malformed`` when ``key`` is none,
    ``stamp-roots-unreadable`` for such a file, ``block-malformed``; everything else becomes a Finding.
    """
    if not case.is_dir():
        raise UsageError("case-missing", "There is no such folder.", where=str(case), next="Name the folder of a case.")
    told = parse_verifier(key) if key else None
    stamping = [read_roots(path) for path in stamp_roots], blocks_given(blocks)
    tell = progress or (lambda done, total, what: None)

    found = _Found(list(strangers(case)))
    settings = _settings(case, found.findings)
    present = _verifier(case, settings, found.findings) or told
    own, held = read_checkpoints(case, found.findings), read_receipts(receipts, found.findings)
    log, vault = Log({checkpoint.size for _, checkpoint in (*own, *held)}), Vault(case / "vault")
    read = _read(case, log, vault, receipts, stamping, found.findings, tell)

    found.findings += _named(case, settings, read.origin, log)
    held = of_this_case(held, read.origin, receipts, found.findings) + read.here
    chain = _chain(case, log, read.origin, present, told)
    found.take(chain.findings, chain.notes)
    found.take((), _compared(read.here))
    signed, more = check_checkpoints(own, held, read.origin, log, chain)
    found.take(more, ())
    found.take(check_removals(case, log, signed.covered) if log.complete else (), ())
    found.take(*check_witnesses(case, signed.fitting, signed.covered, witnesses))
    found.take(*check_companion(case, signed.fitting, signed.covered, log.companion))
    found.take(check_cover(case, own, signed, log.size), ())
    found.take(*check_access(case, read.origin, [key for _, key in chain.spans]))
    blobs, more = check_files(vault, log, tell, sha512)
    found.take(more, ())
    found.take(check_quotes(vault, log), read.bare)

    verdict = DAMAGED if any(f.damage for f in found.findings) else UNSIGNED if found.findings else INTACT
    counts = {
        "events": log.size, "covered": signed.covered, "fields_withheld": len(log.missing),
        "clock_steps": log.clock_steps, "blobs": blobs, "quotes": len(log.quotes),
        "checkpoints": len({checkpoint.size for _, checkpoint in own}), "receipts": len(held),
    }  # fmt: skip
    return VerifyReport(
        verdict=verdict, findings=tuple(found.findings), counts=counts, notes=tuple(found.notes),
        stamps=tuple(read.stamps), anchors=tuple(read.anchors),
    )  # fmt: skip


class _Found:
    """What the checks found so far, in their order."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings, self.notes = findings, list[Finding]()

    def take(self, findings: Iterable[Finding], notes: Iterable[Finding]) -> None:
        self.findings += findings
        self.notes += notes


# -- the ledger, and what is read beside it


class _Read:
    """What is known of a ledger besides its events, as far as it could be read. ``here``: the receipts of this machine.
    ``bare``: since when nobody outside stamped anything, where that is so."""

    def __init__(self) -> None:
        self.origin = ""
        self.here: Held = []
        self.stamps: list[Stamp] = []
        self.anchors: list[Anchor] = []
        self.bare: list[Finding] = []


def _read(
    case: Path, log: Log, vault: Vault, receipts: Sequence[Path], stamping: tuple[list[bytes], Blocks],
    findings: list[Finding], tell: Progress,
) -> _Read:  # fmt: skip
    """One pass over the ledger; fills ``log``, and ``findings`` with what is wrong. What cannot be read ends it."""
    read = _Read()
    try:
        with Ledger.open(case / "ledger.db") as ledger:
            read.origin = ledger.origin
            read.here = read_receipts(receipts_here(case, read.origin, receipts), findings)
            log.wanted |= {checkpoint.size for _, checkpoint in read.here}
            with ledger.snapshot():
                findings += audit(ledger, log, tell)
                findings += _check_times(ledger, log, vault, stamping, read)
    except FojaError as error:
        findings.append(of_error(error))
    return read


def _check_times(
    ledger: Ledger, log: Log, vault: Vault, stamping: tuple[list[bytes], Blocks], read: _Read
) -> Iterator[Finding]:
    """Time stamps and anchors; fills ``read``."""
    (roots, blocks), root_of = stamping, lambda size: _root(ledger, log, size)
    read.stamps, found = check_stamps(log.stamps, log.times, root_of, read.origin, vault.read, roots)
    yield from found
    read.anchors, found = check_anchors(log.anchors, log.times, root_of, read.origin, vault.read, blocks)
    yield from found
    sizes = [one.size for one in read.stamps if one.state != WRONG] + [one.size for one in read.anchors if one.time]
    bare = unanchored(sizes, ledger, log.size)
    read.bare = [bare] if bare else []


def _root(ledger: Ledger, log: Log, size: int) -> bytes | None:
    """The root of the first ``size`` events: as recomputed, or from the tiles, which the audit has compared."""
    if size not in log.roots and 0 <= size <= log.size:
        log.roots[size] = ledger.root(size)
    return log.roots.get(size)


def _chain(case: Path, log: Log, origin: str, present: Verifier | None, told: Verifier | None) -> KeyChain:
    """The keys of the case, from the first to the ``present`` one; with one that the person who checks was ``told``."""
    chain = key_chain(log.keys, origin, str(present), str(case / "ledger.db")) if present else KeyChain()
    return told_key(told, chain, case) if told else chain


def _compared(here: Held) -> list[Finding]:
    """That receipts of this machine were compared, where it keeps any."""
    if not here:
        return []
    word = "receipt" if len(here) == 1 else "receipts"
    what = f"Compared with {len(here)} {word} that this machine keeps of the case."
    return [Finding(code="receipts-here", where=str(here[0][0].parent), what=what)]


# -- the evidence that a case brings


def _settings(case: Path, findings: list[Finding]) -> dict[str, object]:
    path = case / "foja.toml"
    try:
        found = tomllib.loads(read_plain(path).decode()).get("case")
        if not isinstance(found, dict) or not isinstance(found.get("verifier"), str):
            raise ValueError("it has no [case] verifier")
        return found
    except (OSError, ValueError, RecursionError) as error:
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
    wrong = [
        f"the {name} {settings[name]!r}, the ledger {body[name]!r}"
        for body in log.created
        for name in sorted(settings.keys() & body.keys() - {"verifier"})
        if settings[name] != body[name]
    ]
    if origin and settings.get("origin", origin) != origin and not wrong:
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

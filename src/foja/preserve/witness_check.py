"""Which witnesses cosigned, as far as the person who checks trusts them.

Only keys that the checking person brings count. A case can name any witness, and whoever made up the case could have
made up the witness too; so those that a case names are told, as named by the case, and confirm nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from foja.model.errors import Damage, FojaError
from foja.preserve.checkpoint import Checkpoint
from foja.preserve.cosign import Cosignature, Cosigner, cosignatures
from foja.preserve.finding import Finding
from foja.preserve.settings import witnesses_of


def check_witnesses(
    case: Path, held: Iterable[tuple[Path, Checkpoint]], covered: int, trusted: Sequence[Cosigner]
) -> tuple[list[Finding], list[Finding]]:
    """Findings, and notes that change no verdict.

    ``held``: the checkpoints that agree with the ledger and bear the signature of the case; ``covered``: events under
    the newest of them; ``trusted``: keys that the checking person brought.
    """
    try:
        named = [witness.key for witness in witnesses_of(case) if witness.key not in trusted]
    except FojaError:
        named = []  # the settings are no part of the evidence
    findings: list[Finding] = []
    best: dict[Cosigner, tuple[int, Cosignature]] = {}
    for path, checkpoint in held:
        for cosigner in (*trusted, *named):
            try:
                for found in cosignatures(checkpoint.note, [cosigner]):
                    before = best.get(cosigner)
                    if before is None or (checkpoint.size, -found.seconds) > (before[0], -before[1].seconds):
                        best[cosigner] = (checkpoint.size, found)
            except Damage as error:
                findings.append(Finding(code="cosignature-wrong", where=str(path), what=error.what, next=error.next))
    notes = []
    where = str(case / "checkpoint")
    for cosigner in trusted:
        size, found_last = best.get(cosigner, (0, None))
        if found_last is not None and size >= covered:
            what = f"The witness {cosigner.name} cosigned the first {size} events at {found_last.at}."
            notes.append(Finding(code="witness-cosigned", where=where, what=what))
            continue
        so_far = f"It cosigned the first {size} at {found_last.at}." if found_last else "It cosigned none of them."
        findings.append(
            Finding(
                code="witness-missing",
                where=where,
                what=f"The witness {cosigner.name} did not cosign the state of {covered} events. {so_far}",
                next="Ask who keeps the case to run: foja seal CASE. Until then nobody you trust saw this state.",
            )
        )
    for cosigner in named:
        size, found_last = best.get(cosigner, (0, None))
        so_far = f"cosigned the first {size} of {covered} events at {found_last.at}" if found_last else "cosigned none"
        notes.append(
            Finding(
                code="witness-named",
                where=where,
                what=f"Named by the case itself, so no confirmation: the witness {cosigner.name} {so_far}.",
                next="If you rely on it and got its key from it, check with: --witness KEY",
            )
        )
    return findings, notes

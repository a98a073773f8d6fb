"""Commands that check: verify, rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from foja.cli.shared import JSON, emit, progress
from foja.model.errors import UsageError

if TYPE_CHECKING:
    from foja.preserve.finding import Finding
    from foja.preserve.ots_check import Anchor
    from foja.preserve.stamp_check import Stamp
    from foja.publish.offline import verify as offline

STATES = {
    "confirmed": "confirmed by the roots that you gave",
    "own-roots": "confirmed only with the roots that the case brings",
    "unconfirmed": "not confirmed",
    "wrong": "does not verify",
}
"""States of a time stamp in words."""
ANCHORS = {
    "promised": "promised, and nothing proves it yet",
    "confirmed": "confirmed by the block that you gave",
    "own-block": "confirmed only with the block that the case brings",
    "unconfirmed": "not confirmed",
    "wrong": "does not verify",
}
"""States of an OpenTimestamps proof in words."""


@click.command("verify")
@click.argument("case", type=click.Path(path_type=Path))
@click.option(
    "--receipts", multiple=True, type=click.Path(path_type=Path, exists=True), help="Checkpoints kept elsewhere."
)
@click.option(
    "--key", default="", metavar="VERIFIER", help="The key of the case, or an earlier one, as its keepers told you."
)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="KEY",
    help="The key of a witness that you rely on.",
)
@click.option(
    "--stamp-roots",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Roots (PEM) of a time-stamping authority that you trust; can be given several times.",
)
@click.option(
    "--block",
    "blocks",
    multiple=True,
    metavar="HEX",
    help="Digest or header of a Bitcoin block, as a source of your own tells it; can be given several times.",
)
@click.option("--sha512", is_flag=True, help="Recompute the second digests too; takes about three times as long.")
@JSON
def verify_command(
    case: Path,
    receipts: tuple[Path, ...],
    key: str,
    witnesses: tuple[str, ...],
    stamp_roots: tuple[Path, ...],
    blocks: tuple[str, ...],
    sha512: bool,
    as_json: bool,
) -> int:
    """Check that nothing in CASE (a case folder, or a bundle) was altered, removed or added.

    \b
    Exit codes; where several things were found, the worst decides, in this order:
    15 forked: the key signed two histories   14 rewritten: not the events that were signed
    13 rolled back: events are missing at the end   16 back-dated   18 another key than the one given
    11 something is missing   10 something was altered   12 something is there that does not belong
    30 could not be checked   17 signature or checkpoint stripped   1 something else is not confirmed
    0 everything verifies
    """
    if not case.exists():
        raise UsageError("case-missing", f"There is no case or bundle at {case}.", next="Check the spelling.")
    asked = _Asked(receipts, key, witnesses, stamp_roots, blocks, sha512)
    # A case is not opened as one: a damaged one must still be checked.
    check = _check_case if (case / "foja.toml").is_file() else _check_bundle
    return check(case, asked, as_json)


class _Asked(NamedTuple):
    """What the person who checks relies on, and how much is to be read."""

    receipts: tuple[Path, ...]
    key: str
    witnesses: tuple[str, ...]
    stamp_roots: tuple[Path, ...]
    blocks: tuple[str, ...]
    sha512: bool


def _check_case(case: Path, asked: _Asked, as_json: bool) -> int:
    """Checks a case folder, says what was found, and returns the exit code."""
    from foja.preserve.cosign import parse_cosigner
    from foja.preserve.verify import verify_case

    trusted = [parse_cosigner(witness) for witness in asked.witnesses]
    report = verify_case(
        case, asked.receipts, progress(), asked.stamp_roots, key=asked.key, witnesses=trusted, sha512=asked.sha512,
        blocks=asked.blocks,
    )  # fmt: skip
    if as_json:
        emit(report)
        return report.exit_code
    for one in report.findings:
        _say(one.where, one.what, one.next)
    _say_stamps(report.stamps)
    _say_anchors(report.anchors)
    for note in report.notes:
        _line(note.what)
    click.echo(
        f"{report.verdict}{f' ({report.kind})' if report.kind else ''}: {report.counts['events']} events, "
        f"{report.counts['covered']} of them under a signed checkpoint, {report.counts['blobs']} preserved files."
    )
    return report.exit_code


def _check_bundle(bundle: Path, asked: _Asked, as_json: bool) -> int:
    """Checks a bundle as its own checker does, and what that leaves to others; as ``_check_case``."""
    from foja.preserve.cosign import parse_cosigner
    from foja.publish.offline import verify as offline

    for witness in asked.witnesses:
        parse_cosigner(witness)  # says what is wrong with a key before anything is read
    said: list[str] = []
    stamps: list[offline.Stamp] = []
    proofs: list[offline.Anchor] = []
    findings, counts, _ = offline.examine(
        str(bundle),
        asked.key,
        [str(one) for one in asked.receipts],
        asked.witnesses,
        said,
        stamps,
        asked.sha512,
        proofs,
    )
    checked, more = _bundle_stamps(bundle, stamps, asked.stamp_roots)
    anchors, unsure = _bundle_anchors(bundle, proofs, asked.blocks)
    findings += more + unsure
    code = offline.verdict(findings)
    if as_json:
        found = [finding._asdict() for finding in findings]
        emit(
            {
                "findings": found, "counts": counts, "stamps": checked, "anchors": anchors, "exit_code": code,
                "notes": said,
            }
        )  # fmt: skip
        return code
    for finding in findings:
        _say(finding.where, finding.what, finding.next)
    for line in said:
        _line(line)
    _say_stamps(checked)
    _say_anchors(anchors)
    if counts.get("other_checker"):
        click.echo("verify.py, recount.py or VERIFY.txt in it is of another version, or altered: do not run it unseen.")
    word = "unsigned" if findings else "intact"
    word = "damaged" if any(f.code not in offline.UNCONFIRMED for f in findings) else word
    word += f" ({offline.KINDS[code][0]})" if findings else ""
    click.echo(f"{word}: {', '.join(f'{n} {what}' for what, n in sorted(counts.items()))}")
    return code


def _bundle_stamps(
    bundle: Path, stamps: list[offline.Stamp], roots: tuple[Path, ...]
) -> tuple[list[Stamp], list[offline.Finding]]:
    """What the checker in a bundle leaves to others: the signatures of time stamps."""
    from foja.preserve.stamp import read_roots
    from foja.preserve.stamp_check import Stamp, confirm, doubts
    from foja.publish.offline import verify as offline

    trusted = [read_roots(path) for path in roots]
    checked: list[Stamp] = []
    wrong: list[Finding] = []
    if not stamps:
        return checked, []
    files = offline.Files(bundle)
    for one in stamps:
        bare = Stamp(event=one.event, authority=one.authority, gen_time=one.at, size=one.size, state="wrong")
        note, raw, own = (files.read(name) for name in (one.note, one.response, one.roots))
        stamp, found = confirm(bare, {"gen_time": one.at}, note, raw, own, trusted)
        checked.append(stamp)
        wrong += [found] if found else []
    told = [*wrong, *doubts(checked)]
    return checked, [offline.Finding(finding.code, finding.where, finding.what, finding.next) for finding in told]


def _bundle_anchors(
    bundle: Path, proofs: list[offline.Anchor], blocks: tuple[str, ...]
) -> tuple[list[Anchor], list[offline.Finding]]:
    """What the checker in a bundle leaves to others: which blocks are in the chain."""
    from foja.preserve.ots_check import Anchor, blocks_given, confirm, doubts
    from foja.publish.offline import verify as offline

    given = blocks_given(blocks)
    files = offline.Files(bundle) if proofs else None
    checked, wrong = [], []
    for one in proofs:
        assert files is not None
        bare = Anchor(event=one.event, calendar=one.calendar, size=one.size, state="wrong")
        note, proof = files.read(one.note), files.read(one.proof)
        anchor, found = confirm(bare, False, one.height, one.header, note, proof, given)
        checked.append(anchor)
        wrong += [found] if found else []
    told = [*wrong, *doubts(checked)]
    return checked, [offline.Finding(finding.code, finding.where, finding.what, finding.next) for finding in told]


def _say_anchors(anchors: Sequence[Anchor]) -> None:
    from foja.preserve.ots_check import newest

    for anchor, older in newest(anchors):
        block = f" in Bitcoin block {anchor.height}" if anchor.height else ""
        block += f" of {anchor.time}" if anchor.time else ""
        done = "Anchoring" if anchor.state == "promised" else "Anchored"
        said = f"{done} by {anchor.calendar}{block} for {anchor.size} events: {ANCHORS[anchor.state]}"
        _line(said + (f" (and {older} earlier)." if older else "."))


def _say_stamps(stamps: Sequence[Stamp]) -> None:
    from foja.preserve.stamp_check import newest

    for stamp, older in newest(stamps):
        said = f"Stamped by {stamp.authority} at {stamp.gen_time} for {stamp.size} events: {STATES[stamp.state]}"
        _line(said + (f" (and {older} earlier)." if older else "."))


def _say(where: str, what: str, next_: str) -> None:
    _line(f"{where}: {what}")
    if next_:
        _line(f"    {next_}")


def _line(text: str) -> None:
    """Says something in which names stand that others chose."""
    from foja.publish.offline.verify import visible

    click.echo(visible(text))


@click.command("rebuild")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Say whether the new tables are the same as the old ones, byte for byte.")
def rebuild_command(case: Path, check: bool) -> int:
    """Make the derived tables of CASE anew from the ledger and the vault. Nothing is read again.

    \b
    Exit code 3 with --check: the old tables were not what the ledger amounts to. The new ones are.
    """
    from foja.case import Case

    with Case(case, follow=check) as opened:  # without --check the old tables may be past reading
        before = opened.table_digests() if check else {}
        click.echo(f"{opened.rebuild()} events applied; case.db is new.")
        after = opened.table_digests() if check else {}
    different = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if different:
        click.echo(f"The old tables differed from the ledger in: {', '.join(different)}.")
        return 3
    if check:
        click.echo("The old tables were the same, byte for byte.")
    return 0

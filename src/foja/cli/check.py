"""Commands that check: verify, rebuild."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import Case
from foja.cli.shared import JSON, emit, progress
from foja.model.errors import UsageError

STATES = {
    "confirmed": "confirmed by the roots that you gave",
    "own-roots": "confirmed only with the roots that the case brings",
    "unconfirmed": "not confirmed",
    "wrong": "does not verify",
}
"""States of a time stamp in words."""


@click.command("verify")
@click.argument("case", type=click.Path(path_type=Path))
@click.option(
    "--receipts", multiple=True, type=click.Path(path_type=Path, exists=True), help="Checkpoints kept elsewhere."
)
@click.option(
    "--key", default="", metavar="VERIFIER", help="For a bundle: the key of the case, as its keepers told you."
)
@click.option(
    "--stamp-roots",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Roots (PEM) of a time-stamping authority that you trust; can be given several times.",
)
@JSON
def verify_command(
    case: Path, receipts: tuple[Path, ...], key: str, stamp_roots: tuple[Path, ...], as_json: bool
) -> int:
    """Check that nothing in CASE (a case folder, or a bundle) was altered, removed or added.

    \b
    Exit code 0: everything verifies.   1: nothing is wrong, but something could not be confirmed.
    3: something was altered, removed or added.
    """
    if not case.exists():
        raise UsageError("case-missing", f"There is no case or bundle at {case}.", next="Check the spelling.")
    if (case / "foja.toml").is_file():
        from foja.preserve.verify import verify_case

        # The case is not opened as a case: a damaged one must still be checked.
        report = verify_case(case, receipts, progress(), stamp_roots)
        if as_json:
            emit(report)
            return report.exit_code
        for finding in report.findings:
            _say(finding.where, finding.what, finding.next)
        for stamp in report.stamps:
            click.echo(
                f"Stamped by {stamp.authority} at {stamp.gen_time} for {stamp.size} events: {STATES[stamp.state]}."
            )
        for note in report.notes:
            click.echo(note.what)
        click.echo(
            f"{report.verdict}: {report.counts['events']} events, {report.counts['covered']} of them under a signed "
            f"checkpoint, {report.counts['blobs']} preserved files."
        )
        return report.exit_code
    from foja.publish.offline import verify as offline

    findings, counts, _ = offline.examine(str(case), key, [str(r) for r in receipts])
    code = offline.verdict(findings)
    if as_json:
        emit({"findings": [f._asdict() for f in findings], "counts": counts, "exit_code": code})
        return code
    for found in findings:
        _say(found.where, found.what, found.next)
    words = {0: "intact", 1: "unsigned", 3: "damaged"}
    click.echo(f"{words.get(code, 'not checked')}: {', '.join(f'{n} {what}' for what, n in sorted(counts.items()))}")
    return code


def _say(where: str, what: str, next_: str) -> None:
    click.echo(f"{where}: {what}")
    if next_:
        click.echo(f"    {next_}")


@click.command("rebuild")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Say whether the new tables are the same as the old ones, byte for byte.")
def rebuild_command(case: Path, check: bool) -> int:
    """Make the derived tables of CASE anew from the ledger and the vault. Nothing is read again.

    \b
    Exit code 3 with --check: the old tables were not what the ledger amounts to. The new ones are.
    """
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

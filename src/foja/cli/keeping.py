"""Commands about keeping: custody, fixity, rederive, certify."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import CASE, JSON, PERSON, actor, audience_option, emit, fixity_words, progress, shown, working
from foja.model.custody import CustodySheet
from foja.model.errors import UsageError
from foja.model.vocabulary import Sensitivity

SOURCES = click.argument("sources", nargs=-1)
CERTIFICATES = ("fre902", "argentina")


FOR = audience_option("With --out: what the receivers may have. A source with a label above it is refused.")


@click.command("custody")
@CASE
@click.argument("sources", nargs=-1, required=True)
@click.option("--from", "given", default="", metavar="NAME", help="Who handed over. A role or an office is enough.")
@click.option("--to", "taken", default="", metavar="NAME", help="Who received. A role or an office is enough.")
@click.option("--how", default="", metavar="TEXT", help="By which way, e.g. 'sealed envelope, by courier'.")
@click.option("--at", "on", default="", metavar="DATE", help="When it took place (EDTF: 2026-03-01, 2026-03, 2026?).")
@click.option("--why", default="", metavar="TEXT", help="Why; required with a hand-over.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the sheets as a PDF instead.")
@FOR
@PERSON
@JSON
def custody_command(
    case: Path, sources: tuple[str, ...], given: str, taken: str, how: str, on: str, why: str, out: Path | None,
    audience: str, person: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Show the custody sheet of SOURCES (digests), or record that they were handed over.

    \b
    foja custody CASE 3fa9                                     the sheet
    foja custody CASE 3fa9 --out sheet.pdf                     the sheet for print
    foja custody CASE 3fa9 07bc --from "the archive" --to "registry of the court" \\
        --how "USB stick, by hand" --at 2026-03-01 --why "Ordered on 27 February"

    What you type is kept for good. Write a role or an office where a name could harm somebody.
    """
    if any((given, taken, how, on, why)):
        if out:
            raise UsageError(
                "one-thing-at-a-time",
                "A hand-over is recorded, or a sheet is written: not both at once.",
                next="Record the hand-over first, then write the sheet with --out.",
            )
        with working(case) as opened:
            event = opened.transfer(sources, given=given, taken=taken, how=how, on=on, actor=actor(person), why=why)
        if as_json:
            emit(event)
        else:
            click.echo(f"Recorded as event {event.seq}.")
        return
    with shown(case) as opened:
        if out:
            opened.write_sheets(sources, out, audience=Sensitivity(audience))
            click.echo(f"{out}: {len(sources)} custody {'sheet' if len(sources) == 1 else 'sheets'}")
            return
        sheets = [opened.custody(one) for one in sources]
    if as_json:
        emit(sheets[0] if len(sheets) == 1 else sheets)
        return
    for sheet in sheets:
        _print_sheet(sheet)


def _print_sheet(sheet: CustodySheet) -> None:
    click.echo(f"{sheet.item}  {sheet.label}")
    rows = (
        ("file", sheet.name),
        ("SHA-256", sheet.sha256),
        ("SHA-512", sheet.sha512),
        ("size", f"{sheet.size:,} bytes"),
        ("ledger", f"event {sheet.seq} of {sheet.origin}"),
        ("leaf", sheet.leaf),
        ("checkpoint", _checkpoint(sheet)),
        ("read again", _reread(sheet)),
        ("taken out", f"{sheet.members} files, which are sources of their own" if sheet.members else ""),
    )
    for name, value in rows:
        if value:
            click.echo(f"  {name:<10}  {value}")
    click.echo("\n  What was recorded:")
    for deed in sheet.deeds:
        click.echo(f"  {deed.seq:>6}  {deed.at}  {deed.by}: {deed.what}{f' ({deed.why})' if deed.why else ''}")
        click.echo(f"          leaf {deed.leaf}")
    click.echo("")


def _checkpoint(sheet: CustodySheet) -> str:
    if sheet.checkpoint is None:
        return "none covers this source yet"
    signed = "signed by the key of the case" if sheet.checkpoint.signed else "NOT signed by the key of the case"
    after = f"; {sheet.uncovered} of the events below came after it" if sheet.uncovered else ""
    return f"{sheet.checkpoint.size} events, root {sheet.checkpoint.root}, {signed}{after}"


def _reread(sheet: CustodySheet) -> str:
    if not sheet.reread:
        return "not since it was received"
    return f"{sheet.reread}, {'it gave its digest' if sheet.reread_whole else 'DAMAGED OR MISSING then'}"


@click.command("fixity")
@CASE
@click.option("--share", metavar="1/N", default="1/90", show_default=True, help="How much to read: one part in N.")
@click.option("--all", "everything", is_flag=True, help="Read all of it.")
@click.option("--why", default="Regular check of the preserved files", show_default=True, metavar="TEXT")
@PERSON
@JSON
def fixity_command(case: Path, share: str, everything: bool, why: str, person: str | None, as_json: bool) -> int:
    """Read a share of the preserved files of CASE again, compare each with its digest, and record the result.

    It goes on where the last check ended: run daily with --share 1/90, all of CASE is read every 90 days.

    \b
    Exit code 3: a file is damaged or missing; each is named with what to do.
    """
    parts = 1 if everything else _parts(share)
    with working(case) as opened:
        report = opened.fixity(parts, actor=actor(person), why=why, progress=progress())
        state = opened.fixity_state()
    if as_json:
        emit({"report": report, "state": state})
        return report.exit_code
    for finding in report.findings:
        click.echo(f"{finding.where}: {finding.what}\n    {finding.next}")
    bad = len(report.altered) + len(report.missing)
    what = f"{bad} damaged or missing" if bad else "each gives its digest"
    part = "All" if parts == 1 else f"Part {report.arc.part} of {report.arc.parts}"
    click.echo(f"{part}: {report.blobs} files ({report.bytes:,} bytes) read again; {what}.")
    click.echo(f"Files: {fixity_words(state)}.")
    return report.exit_code


def _parts(share: str) -> int:
    one, slash, parts = share.partition("/")
    if (one, slash) != ("1", "/") or not (parts.isascii() and parts.isdigit()) or len(parts) > 9:
        raise UsageError(
            "share-unknown",
            f"{share!r} is not a share that foja reads.",
            next="Give it as 1/90, or --all.",
        )
    return int(parts)


@click.command("rederive")
@CASE
@SOURCES
@click.option("--check", is_flag=True, help="Compare only; needed, since there is nothing else it does.")
@click.option("--jobs", type=click.IntRange(0), help="Processes (default: one for each core; 0: none of its own).")
@click.option("--why", default="Check that derivations can be repeated", show_default=True, metavar="TEXT")
@PERSON
@JSON
def rederive_command(
    case: Path, sources: tuple[str, ...], check: bool, jobs: int | None, why: str, person: str | None, as_json: bool
) -> int:
    """Run again what was derived from SOURCES (digests; none: all of CASE) and compare the outputs.

    Texts, drafts, names and comparisons are made again by the same versions. Nothing in the case is replaced; the
    result is recorded as an event.

    \b
    Exit code 0: every output was the same.   1: none differed, but some could not be made again.
    3: an output differed; each is named with both digests.
    """
    if not check:
        raise UsageError(
            "check-needed", "foja rederive compares; it replaces nothing.", next="Say so: foja rederive CASE --check"
        )
    with working(case) as opened:
        report = opened.rederive(sources, actor=actor(person), why=why, jobs=jobs, progress=progress())
    if as_json:
        emit(report)
        return report.exit_code
    for one in report.nondeterministic:
        click.echo(f"nondeterministic: {one.stage} on {one.input} (source {one.source[:12]})")
        click.echo(f"    recorded {one.recorded}\n    found    {one.found}")
    for left in report.uncheckable:
        click.echo(f"not checkable: {left.runs} runs of {left.stage}, version {left.version}: {left.reason}")
    unchecked = sum(left.runs for left in report.uncheckable)
    click.echo(
        f"{report.runs} runs: {report.same} gave the same output, {len(report.nondeterministic)} another one, "
        f"{unchecked} could not be checked."
    )
    return report.exit_code


@click.command("certify")
@CASE
@SOURCES
@click.option("--form", type=click.Choice(CERTIFICATES), required=True, help="Which certificate to draft.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf or FILE.md.")
@FOR
def certify_command(case: Path, sources: tuple[str, ...], form: str, out: Path, audience: str) -> None:
    """Draft a certificate on SOURCES (digests; none: all whose label allows it).

    A person has to correct, complete and sign it.

    \b
    fre902      US Federal Rules of Evidence 902(11), 902(13), 902(14); 28 U.S.C. 1746
    argentina   planilla de cadena de custodia (Res. MinSeg 232/2023 and 528/2021), in Spanish

    Each file is read again before. What the record does not hold stays a blank. It is a draft, not legal advice.
    """
    with shown(case) as opened:
        listed = opened.certify(sources, form, out, audience=Sensitivity(audience))
    click.echo(f"{out}: {listed} sources listed; a draft for a person to read, correct, complete and sign.")

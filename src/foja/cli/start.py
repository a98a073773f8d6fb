"""Commands that begin: init, add, build, open, serve, demo."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from threading import Timer
from typing import Any

import click

from foja.case import Case
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, progress, watched, working
from foja.flow.build import BuildReport
from foja.model.errors import UsageError
from foja.model.rows import SourceRow

JOBS = click.option(
    "--jobs", type=click.IntRange(0), help="Processes (default: one for each core; 0: none of its own)."
)
CLUSTER = click.option(
    "--cluster", default="", metavar="ADDRESS", help="Send the work to a Ray cluster, e.g. ray://host:10001."
)
PORT = click.option(
    "--port", type=click.IntRange(1, 65535), help="Default: 8471, or the next that is free where another case is open."
)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_NOTED = 20
"""Sources with a note that are named after a build; the others are counted."""
BROWSER = click.option("--browser/--no-browser", default=True, help="Open the browser.")


@click.command("init")
@CASE
@click.option("--title", help="Title of the case (default: the name of the folder).")
@click.option("--origin", default="", help="Name of the ledger in checkpoints, e.g. example.org/cases/7.")
@PERSON
def init_command(case: Path, title: str | None, origin: str, person: str | None) -> None:
    """Make a new, empty case in the folder CASE. Refused where the file system cannot keep one safely."""
    with Case.create(case, title=title or case.resolve().name, actor=actor(person), origin=origin) as made:
        click.echo(f"{made.title}: a new case in {case}")
        for weakness in made.weak:
            click.echo(f"This place is weaker than it could be: {weakness}.", err=True)
        click.echo(f"Add sources with: foja add {case} FILE_OR_FOLDER")


@click.command("add")
@CASE
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--why", default="Received", metavar="TEXT", help="How these came to you; kept in the ledger.")
@PERSON
@JSON
def add_command(case: Path, paths: tuple[Path, ...], why: str, person: str | None, as_json: bool) -> None:
    """Preserve PATHS (files, folders, archives) in CASE. Doing it again adds nothing."""
    with working(case) as opened:
        report = opened.add(paths, actor=actor(person), why=why, progress=progress())
    if as_json:
        emit(report)
        return
    known = f"; {report.known} were already there" if report.known else ""
    click.echo(f"{report.added} preserved ({report.bytes:,} bytes){known}")
    if report.closed:
        click.echo(f"{report.closed} left out: this case sealed or erased them.")
    click.echo(f"Read them with: foja build {case}")


@click.command("build")
@CASE
@JOBS
@CLUSTER
@click.option("--retry", is_flag=True, help="Try again what could not be read.")
@JSON
def build_command(case: Path, jobs: int | None, cluster: str, retry: bool, as_json: bool) -> int:
    """Read what was added to CASE and draft statements. Only what is new or changed is done."""
    with working(case, watch=False) as opened:  # of labelled sources, only those that could not be read are named
        report = opened.build(jobs=jobs, cluster=cluster, retry=retry, progress=progress())
        summary(opened, report, as_json)
        return 1 if opened.desk().counts.gaps else 0


@click.command("read-again")
@CASE
@click.argument("sources", nargs=-1)
@click.option("--limit", "limits", multiple=True, metavar="NAME=NUMBER", help="A larger limit, e.g. pages=20000.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file with passwords to try, one a line. They are used now, and kept nowhere.",
)
@click.option("--why", default="Read again", metavar="TEXT", help="Why; kept in the ledger.")
@JOBS
@PERSON
@JSON
def read_again_command(
    case: Path, sources: tuple[str, ...], limits: tuple[str, ...], password_file: Path | None, why: str,
    jobs: int | None, person: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Read SOURCES of CASE again (digests, or beginnings of them), with larger limits or passwords.

    Without SOURCES: all that could not be read, or not whole, and that the limits or passwords may help. Nothing else
    is read again. Larger limits hold for these sources and for what is in them, in later builds too.
    """
    from foja.read.limits import parse_limit

    passwords = password_file.read_text("utf-8").splitlines() if password_file else []
    with working(case) as opened:
        report = opened.read_again(
            sources, limits=dict(map(parse_limit, limits)), passwords=[word for word in passwords if word],
            actor=actor(person), why=why, jobs=jobs, progress=progress(),
        )  # fmt: skip
        summary(opened, report, as_json)
        return 1 if opened.desk().counts.gaps else 0


def summary(case: Case, report: BuildReport, as_json: bool) -> None:
    """What there is now, and what could not be read and why."""
    counts = case.desk().counts
    if as_json:
        emit({"runs": report.runs, "counts": counts, "gaps": report.gaps})
        return
    click.echo(
        f"{counts.sources} sources, {counts.readable} read; {counts.drafts} drafts wait for review, "
        f"{counts.accepted} statements accepted; {counts.parties} parties named."
    )
    gaps = [row for row in watched(case).sources(state="gap", limit=1000).items if row.state]
    if gaps:
        click.echo(f"\n{counts.gaps} could not be read:")
        for row in gaps:
            click.echo(f"  {row.name}: {row.state}. {row.detail}")
            if row.next:
                click.echo(f"      {row.next.replace('read-again CASE SOURCE', _again(case, row))}")
    noted = watched(case).sources(state="partial", limit=_NOTED)
    if noted.items:
        click.echo(f"\n{counts.in_part} read, of which something is missing or doubtful:")
        for row in noted.items:
            click.echo(f"  {row.name}: {row.detail.replace('read-again CASE SOURCE', _again(case, row))}")
        if counts.in_part > len(noted.items):
            click.echo(f"  … and {counts.in_part - len(noted.items)} more: foja sources {case.path} --state partial")


def _again(case: Case, row: SourceRow) -> str:
    """The command that reads a source again, with its names filled in."""
    return f"read-again {case.path} {row.sha256[:12]}"


@click.command("serve")
@CASE
@HOST
@PORT
@BROWSER
@click.option("--team", is_flag=True, help="For those whom `foja team` admitted, each with a key of their own.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name under which browsers ask for it.")
@click.option("--certificate", type=click.Path(path_type=Path), help="Serve over TLS with this certificate (PEM).")
@click.option("--certificate-key", type=click.Path(path_type=Path), help="The key of the certificate (PEM).")
@PERSON
def serve_command(
    case: Path, host: str, port: int | None, browser: bool, team: bool, names: tuple[str, ...],
    certificate: Path | None, certificate_key: Path | None, person: str | None,
) -> None:  # fmt: skip
    """Show CASE in the browser: to you alone, or with --team to those who were admitted to it."""
    with Case(case) as opened:
        origin = opened.origin
    if (certificate is None) != (certificate_key is None):
        raise UsageError(
            "certificate-unusable", "A certificate and its key go together; one of them was named.",
            next="Name both: --certificate FILE --certificate-key FILE",
        )  # fmt: skip
    from foja.web.team import roster_path

    tls = (certificate, certificate_key) if certificate and certificate_key else None
    roster = roster_path(origin) if team else None
    run_server(case, host, port, browser and not team, person, names=names, team=roster, tls=tls)


def run_server(case: Path, host: str, port: int | None, browser: bool, person: str | None, **more: Any) -> None:
    from foja.web.serve import serve

    def say(line: str) -> None:
        click.echo(line)
        if browser:
            # A moment later: the server listens only after this line.
            Timer(1.0, webbrowser.open, [line.split()[2]]).start()

    serve(case, actor=actor(person), host=host, port=port, say=say, **more)


@click.command("open")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--case", "case", type=click.Path(path_type=Path), help="Where the case goes (default: FOLDER-case beside it)."
)
@click.option("--title", help="Title of the case (default: the name of the folder).")
@JOBS
@HOST
@PORT
@BROWSER
@click.option("--serve/--no-serve", "wait", default=True, help="Serve the case when it is built.")
@PERSON
def open_command(
    folder: Path, case: Path | None, title: str | None, jobs: int | None, host: str, port: int | None, browser: bool,
    wait: bool, person: str | None,
) -> int:  # fmt: skip
    """Read FOLDER into a case, build it and show it in the browser: init, add, build and serve in one go.

    If FOLDER is a case already, it is brought up to date and shown.
    """
    if (folder / "foja.toml").is_file():
        target, sources = folder, []
    else:
        if not folder.exists():
            raise UsageError("path-missing", f"There is no folder at {folder}.", next="Check the spelling.")
        target, sources = case or folder.resolve().with_name(folder.resolve().name + "-case"), [folder]
    who = actor(person)
    known = (target / "foja.toml").is_file()
    opened = Case(target) if known else Case.create(target, title=title or folder.resolve().name, actor=who)
    with opened:
        if sources:
            opened.add(sources, actor=who, progress=progress())
        report = opened.build(jobs=jobs, progress=progress())
        summary(opened, report, as_json=False)
        gaps = opened.desk().counts.gaps
    click.echo(f"The case is in {target}")
    if wait:
        run_server(target, host, port, browser, person)
    return 1 if gaps else 0


@click.command("demo")
@click.option(
    "--sample",
    "which",
    type=click.Choice(["folder", "proceedings"]),
    default="folder",
    show_default=True,
    help="A folder as people have them; or thirty years of acts, with where everything stood on any day.",
)
@click.option(
    "--case",
    "case",
    type=click.Path(path_type=Path),
    help="Where the case goes (default: foja-demo, or foja-demo-proceedings).",
)
@HOST
@PORT
@BROWSER
@click.option("--serve/--no-serve", "wait", default=True, help="Serve the case when it is built.")
@click.pass_context
def demo_command(
    ctx: click.Context, which: str, case: Path | None, host: str, port: int | None, browser: bool, wait: bool
) -> int:
    """Build a sample case (sources written for foja on the AMIA proceedings) and show it.

    \b
    foja demo                        saved pages, a scan, mail: drafts wait for your decision
    foja demo --sample proceedings   warrants, notices, trials, posts: ask where they stood on a day

    Running it again goes on with the same case.
    """
    if which == "folder":
        ctx.invoke(
            open_command, folder=sample() / "sources", case=case or Path("foja-demo"), title="AMIA (sample)", jobs=None,
            host=host, port=port, browser=browser, wait=wait, person=None,
        )  # fmt: skip
        return 0
    target = case or Path("foja-demo-proceedings")
    _proceedings(target)
    if wait:
        run_server(target, host, port, browser, None)
    return 0


def _proceedings(target: Path) -> None:
    """The sample of the proceedings, built and imported as an ordinary reviewer would do it."""
    folder = sample("proceedings")
    maker = actor("Maker of the sample")
    known = (target / "foja.toml").is_file()
    with Case(target) if known else Case.create(target, title="AMIA, the proceedings (sample)", actor=maker) as opened:
        opened.add([folder / "sources"], actor=maker, why="Digests written for the sample", progress=progress())
        report = opened.build(progress=progress())
        text = (folder / "facts.toml").read_text("utf-8")
        opened.import_facts(text, "facts.toml", actor=maker, why="Read out of the digests by those who wrote them")
        summary(opened, report, as_json=False)
    click.echo(f"The case is in {target}. Ask it, for example:")
    for words in (
        f"notices {target} --as-of 2008-01-01",
        f'status {target} "Ahmad Vahidi" --as-of 2024-04-23',
        f"posts {target} --as-of 1994-07-18",
        f"positions {target}",
    ):
        click.echo(f"  foja {words}")


def sample(name: str = "amia") -> Path:
    """A sample folder: inside an installed foja, or in the repository beside the source."""
    import foja

    package = Path(foja.__file__).parent
    shipped = package / ("sample" if name == "amia" else f"sample-{name}")
    for folder in (shipped, package.parents[1] / "examples" / name):
        if (folder / "sources").is_dir():
            return folder
    raise UsageError("sample-missing", "The sample folder was not installed with this copy of foja.")

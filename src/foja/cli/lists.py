"""Commands on screening lists: lists, lists add, lists find, lists entry."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click

from foja.cli.ask import LIMIT
from foja.cli.lazy import DefaultGroup
from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, shown, working
from foja.model.lists import EntryView, ListEntry, NameRank, Snapshot

MOST_SHOWN = 10
"""How many things that could not be read are printed; ``--json`` gives all that the snapshot keeps."""


@click.group("lists", cls=DefaultGroup)
def lists_command() -> None:
    """Keep screening lists of a day in CASE, and look into them.

    \b
    foja lists CASE                                        the snapshots that the case holds
    foja lists add CASE sdn.xml --list "OFAC SDN" --date 2025-04-10 --why "…"
    foja lists find CASE SNAPSHOT WORDS                    entries with these words in a name
    foja lists entry CASE SNAPSHOT ENTRY                   an entry, as it stands in the file

    A list says whom a body named in an act of its own. It is never evidence of what that body says they did.
    """


@lists_command.command("show")
@CASE
@JSON
def show_lists(case: Path, as_json: bool) -> None:
    """List the snapshots of CASE, by list, the newest first."""
    with shown(case) as opened:
        rows = opened.lists()
    if as_json:
        emit(rows)
        return
    for row in rows:
        _print(row.snapshot)
        click.echo(f"  added {row.at[:10]} by {row.by}: {row.why}")
    if not rows:
        click.echo("This case holds no list. Add one with: foja lists add CASE FILE --list NAME --date DAY --why …")


@lists_command.command("add")
@CASE
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--list", "name", required=True, help='How this file calls the list, e.g. "UN consolidated".')
@click.option("--date", default="", metavar="DAY", help="Since when it is what was published; else the file's own day.")
@WHY
@PERSON
@JSON
def add_list(
    case: Path, files: tuple[Path, ...], name: str, date: str, why: str, person: str | None, as_json: bool
) -> None:
    """Keep the list in FILES as it was published on a day. Earlier snapshots stay beside it.

    Forms: OFAC's sdn.xml, or sdn.csv with alt.csv and add.csv; the United Nations' consolidated.xml; the European
    Union's full list as XML or CSV (1.1); entities of FollowTheMoney, one JSON object a line. The file is kept whole
    with its digest, and goes out with every bundle of the case.
    """
    with working(case) as opened:
        made = opened.add_list(files, name=name, date=date, actor=actor(person), why=why)
    if as_json:
        emit(made)
    else:
        _print(made)


def _print(one: Snapshot) -> None:
    click.echo(f"{one.id}  {one.list}, {one.date}: {one.count} entries ({one.format})")
    if one.stated and one.stated != one.date:
        click.echo(f"  the file itself states the day {one.stated}")
    for file in one.files:
        click.echo(f"  {file.name}, {file.size} bytes, sha256:{file.sha256}")
    if one.passed_over:
        click.echo("  Not read, or not as it stands; no screening covers that:")
    for passed in one.passed_over[:MOST_SHOWN]:
        click.echo(f"    {one.files[passed.file].name}, line {passed.line}: {passed.what}")
    if len(one.passed_over) > MOST_SHOWN:
        click.echo(f"    … {len(one.passed_over) - MOST_SHOWN} more; see all with --json")


@lists_command.command("find")
@CASE
@click.argument("snapshot")
@click.argument("words", nargs=-1)
@LIMIT
@JSON
def find_entry(case: Path, snapshot: str, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find entries of SNAPSHOT (ls-…) with all of WORDS in one name, or with that number. Spelling counts here."""
    with shown(case) as opened:
        found = opened.list_names(snapshot, " ".join(words), limit)
    if as_json:
        emit(found)
        return
    for entry in found:
        click.echo(f"{entry.id}  {entry_line(entry)}")
    if not found:
        click.echo("None found in this list under this spelling.")


def entry_line(entry: ListEntry) -> str:
    """An entry in one line: name, reference, birth, countries, and when its listing ended."""
    parts = [entry.name, entry.reference, entry.thing, ", ".join(entry.programmes)]
    parts += [f"born {' or '.join(entry.born)}"] if entry.born else []
    parts += [", ".join(entry.nationalities or entry.countries)]
    parts += [f"listed {entry.listed_on}"] if entry.listed_on else []
    parts += [f"listing ended {entry.ended_on}"] if entry.ended_on else []
    return "; ".join(filter(None, parts))


@lists_command.command("entry")
@CASE
@click.argument("snapshot")
@click.argument("entry")
@JSON
def show_entry(case: Path, snapshot: str, entry: str, as_json: bool) -> None:
    """Show ENTRY of SNAPSHOT (ls-…): what was read, and the bytes of the file that it was read from."""
    with shown(case) as opened:
        view = opened.list_entry(snapshot, entry)
    if as_json:
        emit(view)
    else:
        _print_entry(view)


def _print_entry(view: EntryView) -> None:
    entry, snapshot = view.entry, view.snapshot
    click.echo(f"{entry_line(entry)}\n  {snapshot.list}, {snapshot.date} ({snapshot.id}), entry {entry.id}")
    for name in entry.names:
        marks = [{NameRank.WEAK: "weak alias", NameRank.PRIMARY: "main name"}.get(name.rank, ""), name.note]
        click.echo(f"  {name.name}  {'; '.join(filter(None, marks))}".rstrip())
    fields = {
        "born in": entry.birthplaces, "posts": entry.posts, "basis": entry.basis, "addresses in": entry.countries,
        "remarks": (entry.remarks,), "not put into fields": entry.unread,
    }  # fmt: skip
    for label, words in fields.items():
        if any(words):
            click.echo(f"  {label}: {'; '.join(words)}")
    file = snapshot.files[entry.place.file].name
    click.echo(f"\n{file}, line {entry.place.line}, bytes {entry.place.start} to {entry.place.end}:\n{plain(view.raw)}")
    if view.cut:
        click.echo("… (cut)")


def plain(words: str) -> str:
    """Words of a file that anybody may have written, safe on a terminal: what would move the cursor, change colours or
    turn the direction of the line is shown by its number."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else f"\\u{ord(char):04x}"
        for char in words
    )

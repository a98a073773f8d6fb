"""Folders that could make families of what is none, or take for ever: what is found in them, and what is said of it."""

from collections.abc import Mapping
from pathlib import Path

from foja.case import Case
from foja.evaluate.planted import invented
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import LinkKind, Review

WHO = Actor(name="Reader")
DRAFTS = Question(review=(Review.DRAFT,))
WALL = (
    "<p>To read on without limits please sign in or create an account with us. Registered readers may follow ten "
    "reports a week free of charge, keep a list of what they want to read later, and receive our letter on Sunday "
    "morning.</p>"
    "<p>Forgot your password? We will send you a link. By signing in you agree to our terms of use and the way in "
    "which we handle what you tell us about yourself.</p>"
)
OWN = invented(70, 7, (130, 160))
Links = dict[frozenset[str], LinkKind]


def page(body: str, address: str = "") -> str:
    head = f'<link rel="canonical" href="{address}">' if address else ""
    return f'<html lang="en"><head><title>Page</title>{head}</head><body><article>{body}</article></body></html>'


def built(folder: Path, files: Mapping[str, str]) -> Case:
    (folder / "in").mkdir()
    for name, text in files.items():
        (folder / "in" / name).write_text(text, "utf-8")
    case = Case.create(folder / "case", title="Heap", actor=WHO)
    case.add([folder / "in"], actor=WHO)
    case.build(jobs=0)
    return case


def links(case: Case) -> Links:
    """Which files hang together, and how, by the first file with each text."""
    names: dict[str, str] = {}
    for row in sorted(case.sources(limit=500).items, key=lambda row: row.name):
        names.setdefault(row.text, row.name.rsplit("/", 1)[-1].split(".")[0])
    return {
        frozenset((names[row.link.first], names[row.link.second])): row.link.kind
        for row in case.links(limit=500).items
        if row.link.kind is not LinkKind.CITES
    }


def test_one_log_in_page_at_fifty_addresses_makes_no_family_of_what_stands_beside_it(tmp_path: Path) -> None:
    files = {f"w{n:02}.html": page(WALL, f"https://paper.example/a/{n}") for n in range(50)}
    files |= {f"r{n}.html": page(f"<p>{OWN[n]}</p>{WALL}", f"https://paper.example/r/{n}") for n in range(3)}
    with built(tmp_path, files) as case:
        assert {} == links(case)


def test_one_page_captured_many_times_is_no_wall(tmp_path: Path) -> None:
    same = "https://paper.example/report"
    files = {f"c{n}.html": page(f"<p>{OWN[0]}</p>", same).replace("Page", f"Page {n}") for n in range(6)}
    files |= {"copy.html": page(f"<p>From our desk.</p><p>{OWN[0]}</p>", "https://paper.example/other")}
    with built(tmp_path, files) as case:
        assert {frozenset(("c0", "copy")): LinkKind.COPY} == links(case)


def test_a_chain_of_near_copies_links_neighbours_alone(tmp_path: Path) -> None:
    words, files = OWN[0].split(), {}
    for n in range(24):
        files[f"{n:02}.txt"] = " ".join(words) + "\n"
        part = len(words) * 2 // 5
        words = words[part:] + OWN[n + 1].split()[:part]
    with built(tmp_path, files) as case:
        found = links(case)
    apart = {kind: {abs(int(a) - int(b)) for (a, b) in map(tuple, pairs)} for kind, pairs in _by_kind(found).items()}

    assert {1} == apart[LinkKind.COPY]
    assert {2} == apart[LinkKind.PARTIAL_COPY]


def _by_kind(found: Links) -> dict[LinkKind, list[frozenset[str]]]:
    return {kind: [pair for pair, one in found.items() if one is kind] for kind in set(found.values())}


def test_entries_of_a_register_that_differ_by_one_number_are_not_one_statement(tmp_path: Path) -> None:
    entry = "The clerk said on 3 March 1999 that the vessel Aurora paid a fee of {} crowns at the customs desk in Lira."
    files = {f"{n:02}.txt": f"{OWN[n]}.\n\n{entry.format(1000 + n)}\n" for n in range(12)}
    with built(tmp_path, files) as case:
        rows = [row for row in case.every_statement(DRAFTS) if "crowns" in row.content]
        assert {} == links(case)
    assert 12 == len(rows) == len({row.proposition for row in rows})


def test_pages_of_boilerplate_alone_draw_no_report_to_them(tmp_path: Path) -> None:
    """What is nothing but one notice, on three sites, is one text many times over; a report beside it is not."""
    bar = "We use cookies to improve your experience. Accept all Reject all Manage settings Privacy policy Terms of use"
    files = {f"{n:02}.html": page(f"<p>{bar} {n}</p>", f"https://b{n % 3}.example/{n}") for n in range(15)}
    files |= {f"r{n}.html": page(f"<p>{OWN[n]}</p><p>{bar}</p>", f"https://b{n}.example/r") for n in range(3)}
    with built(tmp_path, files) as case:
        among = {name for pair in links(case) for name in pair}
    assert among.isdisjoint({"r0", "r1", "r2"})


def test_hidden_marks_inside_words_hide_no_copy_and_mixed_letters_are_told(tmp_path: Path) -> None:
    text = OWN[0]
    files = {
        "plain.txt": f"{text}\n",
        "soft.txt": "".join(f"{c}\u00ad" if n % 4 == 0 and c.isalpha() else c for n, c in enumerate(text)) + "\n",
        "zero.txt": "".join(f"{c}\u200b" if n % 3 == 0 and c.isalpha() else c for n, c in enumerate(text)) + "\n",
        "mixed.txt": text.translate(str.maketrans("aeopcxy", "аеорсху")) + "\n",
    }
    with built(tmp_path, files) as case:
        found = links(case)
        rows = case._folder.database.connection.execute(
            "SELECT source.name, run.detail FROM source JOIN run ON run.stage = 'weigh.compare' AND run.input = sketch"
        )
        notes = {row["name"].rsplit("/", 1)[-1]: row["detail"] for row in rows.fetchall()}
    assert {frozenset(pair) for pair in (("plain", "soft"), ("plain", "zero"), ("soft", "zero"))} == set(found)
    assert "two scripts" in notes["mixed.txt"]
    assert "two scripts" not in notes["plain.txt"]


def test_a_sentence_said_a_thousand_times_on_one_page_is_compared_once(tmp_path: Path) -> None:
    said = "The harbour master said that the pier was closed in May. "
    files = {"a.txt": f"{OWN[0]}.\n\n{said * 1000}\n", "b.txt": f"{OWN[1]}.\n\n{said * 1000}Then it was opened.\n"}
    with built(tmp_path, files) as case:
        rows = case._folder.database.connection.execute("SELECT count(*) FROM likeness").fetchone()[0]
        drafts = [row for row in case.every_statement(DRAFTS) if "pier" in row.content]
    assert len(drafts) > 1500
    assert rows < 2 * len(drafts)

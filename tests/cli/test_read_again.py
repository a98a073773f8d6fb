"""``foja read-again`` and the places of ``foja show``, as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

from cli.test_commands import run
from read.formats import locked_pdf, said, xlsx


def test_a_gap_names_the_command_that_closes_it(tmp_path: Path) -> None:
    folder, case = tmp_path / "papers", tmp_path / "case"
    folder.mkdir()
    (folder / "page.pdf").write_bytes(locked_pdf("sesame"))
    (folder / "t.xlsx").write_bytes(xlsx({"Pagos": f'<row r="2">{said("B2", "The words.")}</row>'}))
    (tmp_path / "words").write_text("wrong\nsesame\n", "utf-8")
    opened = run("open", folder, "--case", case, "--no-serve", "--jobs", "0")
    assert opened.returncode == 1
    line = next(line for line in opened.stdout.splitlines() if "read-again" in line)
    command = line.split("foja ", 1)[1].split(" FILE", 1)[0].split()
    assert ["read-again", str(case), "--password-file"] == [command[0], command[1], command[3]]
    again = run(*command, tmp_path / "words", "--why", "The sender told us", "--jobs", "0")
    assert again.returncode == 0, again.stderr
    assert "sesame" not in again.stdout + again.stderr + run("log", case, "--json").stdout
    assert "could not be read" not in again.stdout
    shown = run("sources", case, "--json").stdout
    digest = next(row["sha256"] for row in json.loads(shown)["items"] if row["name"] == "t.xlsx")
    assert "[sheet Pagos, cell B2]  The words." in run("show", case, digest, "--places").stdout


def test_what_is_doubtful_is_said_after_the_build(tmp_path: Path) -> None:
    folder, case = tmp_path / "papers", tmp_path / "case"
    folder.mkdir()
    line = "La señora declaró ante el juez.\n"
    (folder / "mixed.txt").write_bytes(line.encode() * 5 + line.encode("cp1252") * 5)
    (folder / "plain.txt").write_text("The court said so.\n", "utf-8")
    built = run("open", folder, "--case", case, "--no-serve", "--jobs", "0")
    assert built.returncode == 0
    said_at_the_end = built.stdout.split("1 read, of which something is missing or doubtful:")[1]
    assert "mixed.txt: the file mixes encodings" in said_at_the_end
    assert "plain.txt" not in said_at_the_end
    assert "Read, but: mixed.txt: the file mixes encodings" in run("desk", case).stdout
    found = json.loads(run("desk", case, "--json").stdout)
    assert (1, ["mixed.txt"]) == (found["counts"]["in_part"], [row["name"] for row in found["in_part"]])


def test_what_is_no_limit_is_refused_with_the_names(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert run("init", case).returncode == 0
    for word in ("pages", "pages=many", "colour=3", "pages=2GB", "pages=0"):
        refused = run("read-again", case, "--limit", word)
        assert refused.returncode == 2
        assert "limit" in refused.stderr
        assert "Traceback" not in refused.stderr

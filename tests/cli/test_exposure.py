"""Exposure, deadlines and elements from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from cli.test_acts import Run, case  # noqa: F401


def test_tables_from_acts_and_circumstances(case: tuple[Path, str], run: Run) -> None:  # noqa: F811
    path, statement = case
    run(
        "act", path, statement, "--machine", "warrant", "--title", "Warrant of 2025", "--kind", "ordered", "--by",
        "A court", "--date", "2025-04-09", "--until", "2030-04-09", "--person", "Tomás Rey", "--why", "Read",
    )  # fmt: skip
    run(
        "circumstance", path, statement, "--kind", "treaty", "--country", "AR", "--country", "Uruguay", "--from",
        "1996", "--to", "..", "--why", "Read",
    )  # fmt: skip
    out = run("exposure", path, "Tomás Rey", "--as-of", "2025-06-01", "--requesting", "AR")
    assert (out.returncode, out.stderr) == (0, "")
    assert "Uruguay (UY): obligation recorded (Warrant; Extradition treaty with Argentina)" in out.stdout
    assert "other countries: nothing about them is on file" in out.stdout
    assert "No probability" in out.stdout
    one = run("exposure", path, "Tomás Rey", "--as-of", "2025-06-01", "--requesting", "AR", "--country", "BR").stdout
    assert "Brazil (BR): request recorded" in one
    view = json.loads(run("exposure", path, "Tomás Rey", "--as-of", "2025-06-01", "--json").stdout)
    assert len(view["rows"]) == 249
    assert run("exposure", path, "Tomás Rey", "--country", "Nowhere").returncode == 2

    words = run("deadlines", path, "--as-of", "2026-01-01").stdout
    assert "2030-04-09" in words
    assert "the act names the day itself" in words
    assert "PASSED" in run("deadlines", path, "--as-of", "2031-01-01").stdout
    assert json.loads(run("deadlines", path, "--as-of", "2026-01-01", "--json").stdout)["rows"][0]["passed"] == "no"
    assert "None follows" in run("deadlines", path, "--as-of", "2020-01-01").stdout

    assert "homicide_ar" in run("elements", path, "list").stdout
    out = run(
        "filing", path, statement, "--person", "Tomás Rey", "--charge", "homicide_ar", "--element", "participation",
        "--mode", "deciding", "--side", "for", "--why", "Read",
    )  # fmt: skip
    assert (out.returncode, out.stderr) == (0, "")
    words = run("elements", path, "Tomás Rey").stdout
    assert "participation [deciding]" in words
    assert "1 of 9 cells have something filed" in words
    assert words.count("MISSING") == 8
    assert json.loads(run("elements", path, "Tomás Rey", "--json").stdout)["charges"][0]["filled"] == 1

"""Posts from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from cli.test_acts import Run, case  # noqa: F401


def test_a_post_recorded_corrected_withdrawn(case: tuple[Path, str], run: Run) -> None:  # noqa: F811
    path, statement = case
    given = [
        "post", path, statement, "--person", "Tomás Rey", "--title", "Harbour chief", "--rank", "senior_official",
        "--org", "Port of Lira", "--from", "1999", "--to", "[2001,2002]",
    ]  # fmt: skip
    assert run(*given).returncode == 2  # no reason
    out = run(*given, "--why", "Read")
    assert (out.returncode, out.stderr) == (0, "")
    assert "Tomás Rey: Harbour chief, Port of Lira, from 1999 to [2001,2002]" in out.stdout
    assert "classed as senior official" in out.stdout
    found = json.loads(run("posts", path, "--as-of", "2001-06", "--json").stdout)["items"]
    assert [row["holds"] for row in found] == ["possible"]
    identifier = found[0]["particular"]["id"]
    assert "so on that day: yes" in run("posts", path, "--as-of", "2000", "--party", "Tomás Rey").stdout
    assert "None found in this file." in run("posts", path, "--as-of", "2003").stdout
    assert "Harbour chief" in run("posts", path, "--as-of", "2003", "--all").stdout
    assert "recorded" in run("show", path, identifier).stdout
    made = json.loads(run("post", path, "--correct", identifier, "--to", "2001", "--why", "Year", "--json").stdout)
    assert made["corrects"] == identifier
    assert f"superseded by {made['id']}" in run("show", path, identifier).stdout
    assert "stays in the history" in run("post", path, "--withdraw", made["id"], "--why", "Not him").stdout
    assert "None found in this file." in run("posts", path).stdout

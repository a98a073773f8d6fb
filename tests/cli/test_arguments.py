"""Arguments from the command line: what they are made from, both sides, nothing decided."""

from __future__ import annotations

import json
from pathlib import Path

from cli.test_acts import Run, case  # noqa: F401


def test_from_circumstances_to_arguments(case: tuple[Path, str], run: Run) -> None:  # noqa: F811
    path, statement = case
    assert "max_penalty_months" in run("circumstance", path, "--kind", "list").stdout
    assert json.loads(run("circumstance", path, "--kind", "list", "--json").stdout)[0]["name"] == "conduct"
    given = ["circumstance", path, statement, "--person", "Tomás Rey", "--from", "2025-04-09", "--why", "Read"]
    out = run(*given, "--kind", "offence", "--value", "terrorism", "--by", "The prosecutor")
    assert (out.returncode, out.stderr) == (0, "")
    assert "the offence alleged is classed as terrorism by The prosecutor, 2025-04-09" in out.stdout
    assert run(*given, "--kind", "offence", "--value", "evil").returncode == 2
    run(*given, "--kind", "political_character", "--by", "The defence")
    assert json.loads(run("circumstances", path, "--kind", "offence", "--json").stdout)["total"] == 1

    words = run("argue", path, "red_notice", "Tomás Rey", "--as-of", "2025-05-01").stdout
    assert "May a red notice about Tomás Rey be published, or kept, on 2025-05-01?" in words
    assert words.index("FOR") < words.index("[RN-TERROR]") < words.index("AGAINST")
    assert words.index("AGAINST") < words.index("[RN-ART3-POLITICAL]")
    assert "contested by RN-ART3-POLITICAL" in words
    assert "needs review" in words
    assert "foja draws no conclusion" in words
    view = json.loads(run("argue", path, "red_notice", "Tomás Rey", "--as-of", "2025-05-01", "--json").stdout)
    assert {one["rule"]: one["stands"] for one in view["arguments"]} == {
        "RN-TERROR": "contested", "RN-ART3-POLITICAL": "contested",
    }  # fmt: skip
    out = run(
        "resolution", path, statement, "--issue", "red_notice", "--prefers", "RN-ART3-POLITICAL", "--over", "RN-TERROR",
        "--by", "A committee", "--date", "2025-04-20", "--person", "Tomás Rey", "--why", "Read",
    )  # fmt: skip
    assert "A committee, 2025-04-20: followed RN-ART3-POLITICAL and not RN-TERROR" in out.stdout
    assert "RN-TERROR" in run("resolutions", path).stdout
    words = run("argue", path, "red_notice", "Tomás Rey", "--as-of", "2025-05-01").stdout
    assert "not followed by A committee, 2025-04-20" in words
    assert "contested by" in run("argue", path, "red_notice", "Tomás Rey", "--as-of", "2025-04-19").stdout

    assert "red_notice" in run("argue", path, "list").stdout
    assert len(json.loads(run("argue", path, "list", "--json").stdout)) == 7
    assert run("argue", path, "red_notice").returncode == 2
    assert run("argue", path, "immunity", "Tomás Rey").returncode == 2  # no country
    assert "FOR" in run("argue", path, "immunity", "Tomás Rey", "--country", "AR").stdout

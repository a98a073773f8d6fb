"""``foja team`` as the one who runs a server uses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from foja.case import Case
from foja.model.event import Actor
from foja.web.team import roster_path


def test_the_command_admits_lists_and_dismisses(tmp_path: Path, run: Callable[..., SimpleNamespace]) -> None:
    path = tmp_path / "case"
    with Case.create(path, title="Lira", actor=Actor(name="A")) as made:
        origin = made.origin
    assert "Nobody is admitted" in run("team", path).stdout
    admitted = json.loads(run("team", path, "--admit", "Inés Mora", "--reads", "--json").stdout)
    assert admitted["members"][0]["reads"]
    assert len(admitted["key"]) >= 32
    listed = run("team", path).stdout
    assert "Inés Mora: reads" in listed
    assert admitted["key"] not in listed
    assert roster_path(origin).is_file()
    assert not [one for one in path.rglob("*") if "team" in one.name]
    assert "Nobody is admitted" in run("team", path, "--dismiss", "Inés Mora").stdout


def test_what_cannot_be_served_to_a_team_is_said(tmp_path: Path, run: Callable[..., SimpleNamespace]) -> None:
    path = tmp_path / "case"
    Case.create(path, title="Lira", actor=Actor(name="A")).close()
    nobody = run("serve", path, "--team")
    assert nobody.returncode == 2
    assert "foja team CASE --admit" in nobody.stderr
    alone = run("serve", path, "--certificate", tmp_path / "a.pem")
    assert alone.returncode == 2
    assert "--certificate-key" in alone.stderr

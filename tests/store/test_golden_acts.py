"""The golden cases of the law side once more, through a real case: sources, statements, acts, and what it answers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.vocabulary import Holds
from law.cases import every_case

WHO = Actor(name="Clerk")


def told(shown: dict[str, Any]) -> tuple[str, str, str]:
    return "; ".join(shown.get("issuers", ())), shown.get("speaker", ""), shown["known"]


def recorded(folder: Path, entries: list[dict[str, Any]]) -> tuple[Case, dict[str, str]]:
    """A case with a note for each source of the file, and its acts recorded as a person would. Ids by their names."""
    notes = sorted({told(shown) for entry in entries for shown in entry["shown_by"]})
    (folder / "in").mkdir()
    for number, note in enumerate(notes):
        (folder / "in" / f"{number:03}.txt").write_text(
            f"Note {number} of our own on what was done.\n{note}\n", "utf-8"
        )
    case = Case.create(folder / "case", title="Golden", actor=WHO)
    case.add([folder / "in"], actor=WHO)
    case.build(jobs=0)
    shas = {row.name: row.sha256 for row in case.sources(limit=100).items}
    statements = {}
    for number, (issuers, speaker, day) in enumerate(notes):
        sha = shas[f"{number:03}.txt"]
        case.describe(sha, "published", day, actor=WHO, why="As printed")
        if issuers:
            case.describe(sha, "issuer", issuers, actor=WHO, why="Its own text")
        fields = {"modality": "asserted", "status": "reported", "speaker": speaker}
        statements[notes[number]] = case.enter(sha, 0, 6, fields, actor=WHO, why="Read").id
    ids = {}
    for entry in entries:
        fields = {
            "machine": entry["machine"], "title": entry["matter"], "kind": entry["kind"], "authority": entry["by"],
            "date": entry["date"], "until": entry.get("until", ""), "persons": entry["persons"],
        }  # fmt: skip
        rests = [statements[told(shown)] for shown in entry["shown_by"]]
        ids[entry["id"]] = case.record_act(fields, rests, actor=WHO, why="Read").id
    return case, ids


@pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)
def test_a_real_case_gives_the_answers_of_the_file(path: Path, tmp_path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    case, ids = recorded(tmp_path, data["act"])
    with case:
        for question in data["question"]:
            days = {"as_of": question["as_of"], "known_by": question.get("known_by", "")}
            if "in_force" in question:
                (matter,) = {
                    row.act.matter.id for row in case.acts().items if row.act.matter.title == question["matter"]
                }
                view = case.matter(matter, **days)
                held = {state.subject.name for state in view.subjects if state.answer is Holds.YES}
                assert held == set(question["in_force"]), question
                continue
            states = case.status(question["person"], **days).states
            mine = [one for one in states if one.matter.title == question.get("matter", one.matter.title)]
            if not mine:
                assert (question["holds"], question["states"]) == ("unknown", {}), question
                continue
            (state,) = mine
            assert (state.answer, {one.state: one.holds for one in state.states}) == (
                question["holds"], question["states"],
            ), question  # fmt: skip
            if "quality" in question:
                assert state.quality == (question["quality"],), question
            if "flags" in question:
                assert {identifier for identifier, _ in state.flags} == {ids[name] for name in question["flags"]}
        before = case.table_digests()
        case.rebuild()
        assert case.table_digests() == before
        with pytest.raises(UsageError):
            case.status("Somebody whom nothing names")

"""Golden cases as plain files: acts in, questions with their answers out. Adding one needs no Python.

A file in ``cases/`` has acts (``[[act]]``: id, machine, matter, kind, by, date, until, persons, shown_by) and questions
(``[[question]]``: as_of, known_by; person and matter; holds, states, quality, flags; or in_force, the persons for whom
the matter was in force). ``shown_by``: statements with the day since which each is known, whose document it is
(``issuers``) or who says it (``speaker``).
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from foja.law.fold import dated
from foja.law.making import act_of
from foja.law.quality import Ground, of_act, standing
from foja.law.standing import Known, Standing, standings
from foja.model.act import OfficialAct, PartyName
from foja.model.vocabulary import Holds, Quality
from foja.text.fold import key

FOLDER = Path(__file__).parent / "cases"
FIELDS = {
    "act": {"id", "machine", "matter", "kind", "by", "date", "until", "persons", "shown_by"},
    "question": {
        "says", "as_of", "known_by", "person", "matter", "holds", "states", "quality", "flags", "in_force",
    },
}  # fmt: skip


class GoldenCase:
    """A case file, with its acts made and known as the store would have them."""

    def __init__(self, path: Path, rename: Callable[[str], str] = str, shuffle: int | None = None) -> None:
        data = tomllib.loads(path.read_text("utf-8"))
        assert set(data) == {"title", "note", "act", "question"}, path.name
        for kind in ("act", "question"):
            for entry in data[kind]:
                assert set(entry) <= FIELDS[kind], (path.name, entry)
        self.rename = rename
        self.questions: list[dict[str, Any]] = data["question"]
        entries = data["act"]
        if shuffle is not None:
            random.Random(shuffle).shuffle(entries)
        self.named: dict[str, tuple[OfficialAct, list[Ground]]] = {}
        self.known: list[Known] = []
        for entry in entries:
            made, grounds = self._made(entry)
            self.named[entry["id"]] = (made, grounds)
            since = min(ground.known_on for ground in grounds)
            self.known += [
                Known(made.matter.title, made.matter.machine, person.key, dated(made), since) for person in made.persons
            ]

    def _made(self, entry: dict[str, Any]) -> tuple[OfficialAct, list[Ground]]:
        fields = {
            "machine": entry["machine"], "title": entry["matter"], "kind": entry["kind"], "date": entry["date"],
            "until": entry.get("until", ""), "authority": self._party(entry["by"]),
            "persons": [self._party(name) for name in entry["persons"]],
        }  # fmt: skip
        grounds = [
            Ground(
                f"st-{entry['id']}-{number}", True, shown["known"],
                frozenset(self._party(name).key for name in shown.get("issuers", ())),
                self._party(shown.get("speaker", "")).key,
            )
            for number, shown in enumerate(entry["shown_by"])
        ]  # fmt: skip
        return act_of(fields, [ground.statement for ground in grounds]), grounds

    def _party(self, name: str) -> PartyName:
        renamed = self.rename(name)
        return PartyName(name=renamed, key=key(renamed))

    def people(self) -> list[str]:
        """Every person of the file, under the name that it has there."""
        data = {person.name for made, _ in self.named.values() for person in made.persons}
        return sorted(data)

    def failures(self) -> Iterator[str]:
        """Questions that are answered otherwise than the file says."""
        for number, question in enumerate(self.questions, 1):
            as_of, known_by = question.get("as_of", ""), question.get("known_by", "")
            found = standings(self.known, as_of, known_by)
            if "matter" in question:
                found = [one for one in found if one.matter == question["matter"]]
            told = self._told(question, found, known_by)
            wanted = {name: question[name] for name in told}
            if told != wanted:
                yield f"question {number} ({question.get('says', as_of)}): {told}, expected {wanted}"

    def _told(self, question: dict[str, Any], found: list[Standing], known_by: str) -> dict[str, Any]:
        if "in_force" in question:
            held = {one.subject for one in found if one.fold.holds is Holds.YES}
            wanted = {self._party(name).key: name for name in question["in_force"]}
            question["in_force"] = sorted(question["in_force"])
            return {"in_force": sorted(wanted.get(subject, subject) for subject in held)}
        mine = [one for one in found if one.subject == self._party(question["person"]).key]
        assert len(mine) <= 1, "name the matter"
        if not mine:
            return {"holds": Holds.UNKNOWN, "states": {}} | ({"flags": []} if "flags" in question else {})
        one = mine[0]
        told: dict[str, Any] = {
            "holds": one.fold.holds, "states": {state: one.fold.answer(state) for state in one.fold.states},
        }  # fmt: skip
        if "quality" in question:
            told["quality"] = self._quality(one, known_by)
        if "flags" in question:
            names = {made.id: name for name, (made, _) in self.named.items()}
            told["flags"] = sorted(names[identifier] for identifier in one.flags)
        return told

    def _quality(self, one: Standing, known_by: str) -> Quality:
        last = {identifier for ids in one.fold.states.values() for identifier in ids}
        found = [
            of_act(made.authority.key, frozenset(p.key for p in made.persons), grounds, known_by)[0]
            for made, grounds in self.named.values()
            if made.id in last and standing(grounds, known_by)
        ]
        assert len(set(found)) == 1, found
        return found[0]


def every_case() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))

"""Golden cases of arguments as plain files: acts and particulars in, which arguments there are and how they stand out.

A file in ``arguments/`` has acts (``[[act]]``), particulars (``[[particular]]``: id, sort, the fields that a person
fills, known: the day since which it is known) and questions (``[[question]]``: issue, person, as_of, known_by, forum,
requesting; stands: every argument with how it stands; open: those with a premise that is only possible).
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from foja.law.arguing import argue
from foja.law.fold import dated
from foja.law.making import act_of
from foja.law.particulars import particular_of
from foja.law.rulebook import rulebook_named
from foja.law.scene import Fact, Given, Question
from foja.law.standing import Known
from foja.model.act import PartyName
from foja.model.argument import Arguments
from foja.model.particular import Circumstance, Post, Resolution, named
from foja.text.fold import key

FOLDER = Path(__file__).parent / "arguments"
FIELDS = {
    "act": {"id", "machine", "matter", "kind", "date", "until", "persons", "known"},
    "particular": {"id", "sort", "known", "fields"},
    "question": {"says", "issue", "person", "as_of", "known_by", "forum", "requesting", "stands", "open"},
}


class ArgumentCase:
    """A case file. ``rename``: of persons and bodies; ``moved``: of countries, by code."""

    def __init__(
        self, path: Path, rename: Callable[[str], str] = str, moved: Callable[[str], str] = str,
        shuffle: int | None = None,
    ) -> None:  # fmt: skip
        data = tomllib.loads(path.read_text("utf-8"))
        assert set(data) == {"title", "note", "act", "particular", "question"}, path.name
        for kind, allowed in FIELDS.items():
            for entry in data[kind]:
                assert set(entry) <= allowed, (path.name, entry)
        self.rename, self.moved = rename, moved
        self.questions: list[dict[str, Any]] = data["question"]
        if shuffle is not None:
            random.Random(shuffle).shuffle(data["act"])
            random.Random(shuffle).shuffle(data["particular"])
        self.names: dict[str, str] = {}
        self.acts: list[Known] = []
        self.facts: list[Fact] = []
        for entry in data["act"]:
            made = act_of(
                {
                    "machine": entry["machine"], "title": entry["matter"], "kind": entry["kind"], "date": entry["date"],
                    "until": entry.get("until", ""), "authority": self.party("A body"),
                    "persons": [self.party(name) for name in entry["persons"]],
                },
                [f"st-{entry['id']}"],
            )  # fmt: skip
            self.names[made.id] = entry["id"]
            for person in made.persons:
                self.acts.append(Known(made.matter.title, made.matter.machine, person.key, dated(made), entry["known"]))
        for entry in data["particular"]:
            record = particular_of(entry["sort"], self.filled(entry["fields"]), [f"st-{entry['id']}"])
            assert isinstance(record, Post | Circumstance | Resolution)
            self.names[record.id] = entry["id"]
            self.facts.append(Fact(record, entry["known"]))

    def party(self, name: str) -> PartyName:
        renamed = self.rename(name)
        return PartyName(name=renamed, key=key(renamed))

    def filled(self, fields: dict[str, Any]) -> dict[str, Any]:
        found = dict(fields)
        for name in ("person", "organisation", "authority"):
            if name in found:
                found[name] = self.party(found[name])
        if "persons" in found:
            found["persons"] = [self.party(name) for name in found["persons"]]
        if "countries" in found:
            found["countries"] = [self.moved(code) for code in found["countries"]]
        for name in ("country", "receiving"):
            if name in found:
                found[name] = self.moved(found[name])
        return found

    def persons(self) -> list[str]:
        """Every name key that an act or a particular is about."""
        about = {one.subject for one in self.acts}
        return sorted(about | {party.key for fact in self.facts for party in named(fact.record)["person"]})

    def given(self, subject: str) -> Given:
        """What the store would hand over about one person."""
        mine = []
        for fact in self.facts:
            about = {party.key for party in named(fact.record)["person"]}
            if not about or subject in about:
                mine.append(fact)
        return Given([one._replace(subject="") for one in self.acts if one.subject == subject], mine)

    def asked(self, question: dict[str, Any]) -> Question:
        places = {name: self.moved(question[name]) for name in ("forum", "requesting") if name in question}
        return Question(question["as_of"], question.get("known_by", ""), **places)

    def answer(self, question: dict[str, Any]) -> Arguments:
        person = self.party(question["person"])
        return argue(rulebook_named(question["issue"]), self.given(person.key), self.asked(question), person.name)

    def failures(self) -> Iterator[str]:
        """Questions that are answered otherwise than the file says."""
        for number, question in enumerate(self.questions, 1):
            found = self.answer(question).arguments
            told = {one.rule: str(one.stands) for one in found}
            if told != question["stands"]:
                yield f"question {number} ({question['says']}): {told}, expected {question['stands']}"
            elif {one.rule for one in found if one.open} != set(question["open"]):
                yield f"question {number} ({question['says']}): open {[one.rule for one in found if one.open]}"


def every_case() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))

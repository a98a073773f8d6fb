"""ECB+ read from a folder: which drafts speak of one event, and which documents of one happening."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foja.cli import cli
from foja.evaluate.happenings import SENTENCES, load, score
from foja.evaluate.opposite_words import score_opposites
from foja.model.errors import UsageError

SAID = "The harbour master said on Tuesday that the fire at the Lira Harbour Office killed 31 people ."
OTHER = "The mayor said on Friday that the flood at the Vela Bridge destroyed 12 houses ."
MORE = "Buyers in the capital speak of a lost season ."
NOTE = "Ships wait in the bay and insurers put off their reports , while grain lies in the holds of nine vessels ."


def document(name: str, sentences: list[tuple[str, dict[str, str]]]) -> str:
    """A file of the set: sentences with events, each as the word that names it and the event."""
    tokens, marks, chains = [], [], []
    for number, (sentence, events) in enumerate(sentences):
        for word in sentence.split():
            tokens.append(f'<token t_id="{len(tokens) + 1}" sentence="{number}" number="0">{word}</token>')
            if word in events:
                mark = len(marks) + 1
                marks.append(
                    f'<ACTION_OCCURRENCE m_id="{mark}"><token_anchor t_id="{len(tokens)}"/></ACTION_OCCURRENCE>'
                )
                chains.append(
                    f'<CROSS_DOC_COREF r_id="{mark}" note="{events[word]}"><source m_id="{mark}"/></CROSS_DOC_COREF>'
                )
    return (
        f'<Document doc_name="{name}">{"".join(tokens)}<Markables>{"".join(marks)}</Markables>'
        f"<Relations>{''.join(chains)}</Relations></Document>"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fire, flood = {"fire": "ACT1", "killed": "ACT2"}, {"flood": "ACT3", "destroyed": "ACT4"}
    pages = {
        "36_1ecb": [(SAID, fire), (NOTE, {})], "36_2ecb": [(SAID, fire), (NOTE, {}), (MORE, {})],
        "36_1ecbplus": [(OTHER, flood)], "1_1ecb": [(OTHER, flood)],
    }  # fmt: skip
    for name, sentences in pages.items():
        place = tmp_path / "ECB+" / name.split("_")[0] / f"{name}.xml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(document(f"{name}.xml", sentences), "utf-8")
    rows = [f"{name.split('_')[0]},{name.split('_')[1]},0" for name in pages]
    (tmp_path / SENTENCES).write_text("Topic,File,Sentence Number\n" + "\n".join(rows) + "\n", "utf-8")
    return tmp_path


def test_checked_sentences_have_their_place_and_their_events(folder: Path) -> None:
    found = {one.name: one for one in load(folder)}
    assert ["1_1ecb", "36_1ecb", "36_1ecbplus", "36_2ecb"] == sorted(found)
    assert ("36", "36plus") == (found["36_1ecb"].happening, found["36_1ecbplus"].happening)
    ((start, end, events),) = found["36_1ecb"].sentences
    assert SAID.removesuffix(" .") + "." == found["36_1ecb"].text[start:end]
    assert {"ACT1", "ACT2"} == events


def test_two_reports_of_one_event_are_put_together_and_linked(folder: Path) -> None:
    found = score(load(folder), "test")
    assert (3, 1, 1.0, 1.0) == (found.documents, found.pairs, found.shared, found.same)
    assert (1, 1.0) == (found.asked, found.found)
    assert (1, 2, {"1": 1.0}) == (found.links, found.families, found.budget)


def test_the_halves_share_no_topic(folder: Path) -> None:
    found = score(load(folder), "dev")
    assert (1, 0, 0) == (found.documents, found.pairs, found.links)


def test_opposite_words_of_one_happening_are_counted_and_given_for_reading(folder: Path) -> None:
    said = "The harbour master said that the Chamber of Lira {} the warrants against four officers of the port ."
    for number, word in enumerate(("upheld", "annulled", "published")):
        place = folder / "ECB+" / "36" / f"36_{5 + number}ecb.xml"
        place.write_text(document(place.name, [(said.format(word), {})]), "utf-8")
    found = score_opposites(load(folder), "test")
    assert (1, 1, 1) == (found.near, found.conflicts, found.apart)
    assert "upheld" in found.pairs[0] and "annulled" in found.pairs[0]
    assert (0, 0, ()) == (lambda dev: (dev.conflicts, dev.apart, dev.pairs))(score_opposites(load(folder), "dev"))


def test_the_command_reads_the_folder(folder: Path) -> None:
    shown = CliRunner().invoke(cli, ["eval", "weigh", str(folder)])
    assert 0 == shown.exit_code, shown.output
    assert "1 pairs of different documents put together" in shown.output
    printed = CliRunner().invoke(cli, ["eval", "weigh", str(folder), "--json"])
    assert [1, 3] == [row["documents"] for row in json.loads(printed.output)["happenings"]]


def test_a_file_of_another_form_is_named(folder: Path) -> None:
    (folder / "ECB+" / "36" / "36_9ecb.xml").write_text("<Document><token", "utf-8")
    with pytest.raises(UsageError, match="is not a file of ECB"):
        load(folder)

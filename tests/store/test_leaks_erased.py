"""Every byte of a case from which sources were erased, and of every form that leaves it, searched for what they
held."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foja.case import FORMS, Case
from foja.model.record import decode
from foja.model.rows import Question
from foja.model.support import Sketch
from foja.model.vocabulary import LADDER, Review, Sensitivity
from foja.preserve.keys import home
from foja.store.sketches import keys_of
from store.leak_sample import CLERK, CORRECTED, PROTECTED, make, source, traces
from store.sealed_sample import ORDER, erase, public
from store.test_second_person import OTHER

GONE = (
    "ottilie", "brand", "ingolf", "mauk", "kirchmann", "lobo gris", "47 dead", "kiln", "gate was shut", "mined",
    "mlned", "ansgar", "voll", "hatch was", "zaffre dossier", "zaffre bulletin", "zaffre mail", "zaffre.example",
    "zaffre kontor", "zaffre warrant", "zaffre post", "zaffre incident", "zaffre report", "zaffre cold",
    "zaffre-memo", "zaffre-mail", "zaffre-scan", "zaffre-attached", "2003-07-19", "10:11:12",
)  # fmt: skip
"""What only the erased sources, or records about them, hold. Reasons of decisions on who keeps them stay."""


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory, keys: Path, _keys_of_their_own: None) -> tuple[Path, set[int]]:
    """A case from which the protected sources of ``leak_sample`` were erased, under no label; the keys of the index of
    likeness that only they had."""
    folder = tmp_path_factory.mktemp("erased")
    with make(folder) as case:
        case.screen("Ingolf Mauk", actor=CLERK)
        mine, others = set[int](), set[int]()
        for row in case.sources(limit=1000).items:
            found = case._folder.database.connection.execute(
                "SELECT sketch FROM source WHERE sha256 = ?", (row.sha256,)
            ).fetchone()
            sketch = decode(case._folder.blob(found["sketch"]), Sketch) if found["sketch"] else None
            keep = mine if row.name.endswith(PROTECTED) else others
            keep |= {key for key, _, _ in keys_of(sketch)} if sketch else set()
        before = b"".join(path.read_bytes() for path in case.path.rglob("*") if path.is_file())
        assert traces(before, {word: word for word in GONE}) == set(GONE), "else the search would find nothing later"
        case.add_signer(OTHER, public(keys, "s")[0], actor=CLERK, why="Chosen by the board")
        erase(case, keys, folder, [source(case, name).sha256 for name in PROTECTED[:-1]])
    return folder / "case", mine - others


def held(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_no_byte_of_the_case_holds_it(erased: tuple[Path, set[int]]) -> None:
    """Free pages of the databases, their logs, drafts and the access log among them; nor the keys of this machine."""
    path, likeness = erased
    tokens = {word: word for word in GONE} | {f"likeness {key}": str(key) for key in list(likeness)[:40]}
    assert likeness
    for name, data in {**held(path), **held(home())}.items():
        assert traces(data, tokens) == set(), name


def test_no_word_is_left_in_an_index_that_shortens_words(erased: tuple[Path, set[int]]) -> None:
    """An index of full text keeps of a word only how it differs from the one before it, so its bytes are not enough."""
    path, likeness = erased
    words = {word for phrase in GONE for word in phrase.replace("-", " ").replace(".", " ").split() if len(word) > 4}
    words -= {"memo", "report", "warrant", "attached", "incident"}
    with closing(sqlite3.connect(path / "case.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")]
        assert tables
        for table in tables:
            db.execute(f"CREATE VIRTUAL TABLE temp.v_{table} USING fts5vocab(main, {table}, row)")
            terms = {term for (term,) in db.execute(f"SELECT term FROM temp.v_{table}")}
            assert terms
            assert terms & words - {"zaffre", "example", "shut"} == set(), table
        kept = {key for (key,) in db.execute("SELECT key FROM sketch")}
    assert kept
    assert not kept & likeness


@pytest.mark.parametrize("form", FORMS)
def test_no_form_for_anybody_holds_it(erased: tuple[Path, set[int]], form: str, tmp_path: Path) -> None:
    shutil.copytree(erased[0], tmp_path / "case")
    ending = {"bundle": "zip", "site": "zip", "report": "pdf"}.get(form, form)
    with Case(tmp_path / "case") as case:
        open_ = [source(case, name).sha256 for name in ("wire.html", "court.txt")]
        case.classify(open_, Sensitivity.PUBLIC, actor=CLERK, why="Published")
        for audience in LADDER:
            out = case.export(form, tmp_path / f"{audience}.{ending}", audience=audience)
            assert traces(out.read_bytes(), {word: word for word in GONE}) == set(), audience


def test_what_is_built_and_asked_afterwards_knows_nothing_of_it(erased: tuple[Path, set[int]], tmp_path: Path) -> None:
    shutil.copytree(erased[0], tmp_path / "case")
    with Case(tmp_path / "case") as case:
        assert case.verify().findings == ()
        case.build(jobs=0)
        assert case.every_statement(Question(review=tuple(Review)))
        assert {row.name for row in case.parties(limit=1000).items}.isdisjoint({"Ingolf Mauk", "Ansgar Voll"})
        for word in ("kiln", "Ansgar", CORRECTED[:20], ORDER["order"]):
            assert not any(page.items for page in case.search(word).values()), word
    for name, data in held(tmp_path / "case").items():
        assert traces(data, {word: word for word in GONE}) == set(), name

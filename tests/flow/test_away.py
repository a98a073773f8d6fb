"""Work that is sent to other machines: the same results, and nothing of what is protected leaves.

The machines are a stand-in here that keeps every byte it was sent; ``test_ray`` asks a real cluster.
"""

from __future__ import annotations

import pickle
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from conftest import REVIEWER, SAMPLE
from foja.case import Case
from foja.flow import alike
from foja.flow import build as flow
from foja.flow.executors import Away, Inline
from foja.flow.rederive import rederive
from foja.flow.sent import sources_of
from foja.model.errors import UsageError
from foja.model.rows import SourceRow
from foja.model.vocabulary import LADDER, OutcomeState, Sensitivity
from foja.read.limits import DEFAULT
from foja.read.scan.records import ScanSetting
from foja.read.wire import Job
from store.leak_sample import CLERK, COURT, MAIL, MEMO, WIRE, traces


class Elsewhere(Away):
    """Another machine: what goes there and comes back is bytes. ``lost``: which calls it does not survive."""

    width = 3

    def __init__(self, lost: Any = lambda call: False) -> None:
        self.sent: list[bytes] = []
        self.lost = lost

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.sent.append(pickle.dumps((fn, args, kwargs)))
        if self.lost(len(self.sent)):
            gone: Future[Any] = Future()
            gone.set_exception(BrokenExecutor("the machine went away"))
            return gone
        fn, args, kwargs = pickle.loads(self.sent[-1])
        return Inline().submit(lambda: pickle.loads(pickle.dumps(fn(*args, **kwargs))))


def built(path: Path, away: Executor) -> dict[str, str]:
    with Case.create(path, title="Away", actor=REVIEWER) as case:
        case.add([SAMPLE / "sources"], actor=REVIEWER)
        flow.build(case._folder, away, jobs=1)
        case.compare_names()
        return case.table_digests()


def differing(found: dict[str, str], case: Path) -> set[str]:
    with Case(case) as whole:
        sound = whole.table_digests()
    return {name for name in sound if sound[name] != found[name]}


MOMENTS = {"source", "statement", "trail"}
"""Tables with the moment of receipt, or numbers of events, which differ between two cases."""


def test_other_machines_read_and_draft_as_this_one(built_sample: Path, tmp_path: Path) -> None:
    away = Elsewhere()
    assert differing(built(tmp_path / "case", away), built_sample) <= MOMENTS
    called = [pickle.loads(one)[0].__name__ for one in away.sent]
    assert {"read", "run_many"} == set(called)


def test_what_is_lost_with_a_machine_is_done_here(built_sample: Path, tmp_path: Path) -> None:
    away = Elsewhere(lost=lambda call: call % 3 == 0)
    assert differing(built(tmp_path / "case", away), built_sample) <= MOMENTS
    assert len(away.sent) > 20


def given(tmp_path: Path) -> Case:
    """A case to which sources were added that nothing has read yet."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in {
        "court.txt": COURT,
        "wire.html": WIRE,
        "zaffre-memo.html": MEMO,
        "zaffre-mail.eml": MAIL,
    }.items():
        (folder / name).write_text(text, "utf-8")
    case = Case.create(tmp_path / "case", title="Lira", actor=CLERK)
    case.add([folder], actor=CLERK)
    return case


def zaffre(case: Case) -> list[SourceRow]:
    return [row for row in case.sources().items if row.name.startswith("zaffre")]


WORDS = {
    word: word for word in ("zaffre", "wolfram", "ottilie", "ingolf", "mauk", "kirchmann", "lobo gris", "kiln", "mined")
}


@pytest.mark.parametrize("label", LADDER)
def test_nothing_of_a_protected_source_leaves_this_machine(tmp_path: Path, label: Sensitivity) -> None:
    protected = label not in (Sensitivity.PUBLIC, Sensitivity.INTERNAL)
    with given(tmp_path) as case:
        case.classify([row.sha256 for row in zaffre(case)], label, actor=CLERK, why="Given in confidence")
        away = Elsewhere()
        flow.build(case._folder, away, jobs=1)
        rederive(case._folder, (), away)
        found = set().union(*(traces(one, WORDS) for one in away.sent))
        assert found == (set() if protected else set(WORDS))
        assert {row.state for row in case.sources().items} == {OutcomeState.DONE}
        assert any(b"Tom" in one for one in away.sent), "the other sources are sent"
        if protected:  # statements of both documents share keys: they were compared, here
            assert len(case.links(limit=500).items) > 0


def test_a_protected_giver_keeps_the_name_of_the_file_here(tmp_path: Path) -> None:
    with given(tmp_path) as case:
        chosen = [row.sha256 for row in zaffre(case) if row.name.endswith("html")]
        case.classify(chosen, Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=CLERK, why="Given in confidence")
        away = Elsewhere()
        flow.build(case._folder, away, jobs=1)
        assert not any(b"zaffre-memo" in one for one in away.sent)
        assert any(b"zaffre-mail" in one for one in away.sent)


def test_a_password_leaves_nothing(tmp_path: Path) -> None:
    with given(tmp_path) as case:
        away = Elsewhere()
        flow.build(case._folder, away, jobs=1, passwords=("open-sesame",))
        assert away.sent and not any(b"open-sesame" in one for one in away.sent)


def test_what_is_not_known_to_be_harmless_stays() -> None:
    assert {""} == sources_of(DEFAULT)


def test_a_machine_says_what_it_has_else() -> None:
    here = alike.made_of()
    assert {"Python", "foja", "lxml", "msgspec"} <= here.keys()
    assert "ray" not in here and "tesserocr" not in here
    assert 3 == alike.called(here, len, ((1, 2, 3),), {})
    other = alike.called({**here, "lxml": "1.0", "marvel": "2"}, len, ((1, 2, 3),), {})
    assert isinstance(other, alike.Unlike)
    assert (f"lxml is {here['lxml']} there and 1.0 here", "marvel is absent there and 2 here") == other.differences


def test_scans_are_recognised_only_by_the_same_engine_and_models(tmp_path: Path) -> None:
    with given(tmp_path) as case:
        from foja.flow import plan

        original = plan.original(case._folder, zaffre(case)[0].sha256)
    other = alike.read(Job(original=original, limits=DEFAULT, setting=ScanSetting(engine="9.9.9", models=()), page=1))
    assert isinstance(other, alike.Unlike)
    assert "Tesseract" in other.differences[0] and "9.9.9 here" in other.differences[0]


def test_a_build_that_was_refused_goes_on_elsewhere(tmp_path: Path) -> None:
    class Refusing(Elsewhere):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            refused: Future[Any] = Future()
            refused.set_exception(UsageError("cluster-unlike", "The machine has something else."))
            return refused

    with given(tmp_path) as case:
        with pytest.raises(UsageError, match="something else"):
            flow.build(case._folder, Refusing(), jobs=1)
        assert case.build(jobs=0).gaps == ()
        assert {row.state for row in case.sources().items} == {OutcomeState.DONE}


def test_an_answer_of_another_file_is_not_taken(tmp_path: Path) -> None:
    """What comes back is checked as what a child process sends back."""

    class Mixing(Elsewhere):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if fn is alike.read:
                other = args[0].original.__class__(sha256="0" * 64, name="other.txt", content=b"Forged text.")
                args = (Job(original=other, limits=DEFAULT),)
            return super().submit(fn, *args, **kwargs)

    with given(tmp_path) as case:
        report = flow.build(case._folder, Mixing(), jobs=1)
        assert {OutcomeState.CRASHED} == {gap.state for gap in report.gaps}
        assert all("does not belong to this file" in gap.detail for gap in report.gaps)

"""Lowering a label takes a second person: recorded only with their signature, and checked by verify ever after."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Act, Actor
from foja.model.vocabulary import Sensitivity
from foja.preserve.second_person import NAMESPACE
from foja.publish.offline import verify as offline

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen (Debian: openssh-client)")
WHO, OTHER = Actor(name="Custodian"), "Second Person"
SEALED, OPEN = Sensitivity.SEALED, Sensitivity.INTERNAL


def keygen(*arguments: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *arguments], check=True, capture_output=True, input=b"")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "second"
    keygen("-t", "ed25519", "-N", "", "-C", "", "-f", str(path))
    return path


@pytest.fixture
def sealed(sample_case: Case, key: Path) -> tuple[Case, str]:
    """A case with one sealed source and one second person."""
    sha = sample_case.sources().items[0].sha256
    sample_case.classify([sha], SEALED, actor=WHO, why="Ordered by the court")
    sample_case.add_signer(OTHER, key.with_suffix(".pub").read_text("utf-8"), actor=WHO, why="Chosen by the board")
    return sample_case, sha


def sign(text: str, key: Path, folder: Path, namespace: str = NAMESPACE) -> tuple[str, str]:
    file = folder / "request.txt"
    file.write_bytes(text.encode())
    file.with_name("request.txt.sig").unlink(missing_ok=True)
    keygen("-Y", "sign", "-n", namespace, "-f", str(key), str(file))
    return text, file.with_name("request.txt.sig").read_text("utf-8")


def code(case: Case, sha: str, signed: tuple[str, str] | None, label: Sensitivity = OPEN, who: Actor = WHO) -> str:
    with pytest.raises(FojaError) as caught:
        case.classify([sha], label, signed=signed, actor=who, why="The order was lifted")
    return caught.value.code


def offline_findings(case: Case, folder: Path) -> list[tuple[str, str]]:
    """What ``verify.py`` finds in a bundle with all that the case holds."""
    out = folder / f"bundle-{case._folder.ledger.size}"
    case.export("bundle", out, audience=Sensitivity.SOURCE_IDENTITY)
    return [(found.code, found.where) for found in offline.examine(str(out))[0]]


def findings(case: Case) -> set[str]:
    return {finding.code for finding in case.verify().findings}


def test_a_label_goes_up_alone_and_down_with_a_second_person(
    sealed: tuple[Case, str], key: Path, tmp_path: Path
) -> None:
    case, sha = sealed
    assert code(case, sha, None) == "second-signature-needed"
    assert case.source(sha).sensitivity is SEALED
    pair = sign(case.label_request([sha], OPEN), key, tmp_path)
    event = case.classify([sha], OPEN, signed=pair, actor=WHO, why="The order was lifted")
    assert event.body["second"]["name"] == OTHER
    assert case.source(sha).sensitivity is OPEN
    assert case.verify().verdict == "intact"
    assert offline_findings(case, tmp_path) == []
    case.classify([sha], Sensitivity.PUBLIC, actor=WHO, why="From internal downwards one person is enough")


def test_signatures_that_do_not_count(sealed: tuple[Case, str], key: Path, tmp_path: Path) -> None:
    case, sha = sealed
    text = case.label_request([sha], OPEN)
    stranger = tmp_path / "stranger"
    keygen("-t", "ed25519", "-N", "", "-C", "", "-f", str(stranger))
    good = sign(text, key, tmp_path)
    assert code(case, sha, sign(text, stranger, tmp_path)) == "second-signature-wrong"
    assert code(case, sha, sign(text, key, tmp_path, "file")) == "second-signature-wrong"
    assert code(case, sha, (text, good[1].replace("A", "B", 30))) == "second-signature-wrong"
    assert code(case, sha, (text, "no signature")) == "second-signature-wrong"
    assert code(case, sha, good, Sensitivity.CONFIDENTIAL) == "request-outdated"
    assert code(case, sha, sign(text.replace(sha, "0" * 64), key, tmp_path)) == "request-outdated"
    assert code(case, sha, ("foja\n", good[1])) == "request-malformed"
    assert code(case, sha, good, who=Actor(name=OTHER)) == "second-person-same"
    case.remove_signer(OTHER, actor=WHO, why="Left")
    assert code(case, sha, good) == "second-signature-wrong"
    assert case.source(sha).sensitivity is SEALED


def test_a_signature_holds_once(sealed: tuple[Case, str], key: Path, tmp_path: Path) -> None:
    case, sha = sealed
    pair = sign(case.label_request([sha], OPEN), key, tmp_path)
    case.classify([sha], OPEN, signed=pair, actor=WHO, why="The order was lifted")
    case.classify([sha], SEALED, actor=WHO, why="A new order")
    assert code(case, sha, pair) == "request-outdated"


def test_verify_sees_a_label_that_one_person_lowered(sealed: tuple[Case, str], key: Path, tmp_path: Path) -> None:
    """Somebody with another program, or an altered foja, writes the event without asking."""
    case, sha = sealed
    assert findings(case) == set()
    pair = sign(case.label_request([sha], OPEN), key, tmp_path)
    body = {"sources": [sha], "part": "", "label": "internal"}
    seq = case._folder.ledger.size
    public = " ".join(key.with_suffix(".pub").read_text("utf-8").split()[:2])
    second = {"name": OTHER, "key": public, "after": seq, "signature": pair[1]}
    for forged in (
        body,
        {**body, "second": {**second, "after": 1}},
        {**body, "second": {**second, "name": "Nobody"}},
        {**body, "second": {**second, "signature": "none"}},
        {**body, "second": []},
        {**body, "label": "public", "second": second},
    ):
        act = Act(kind="source.classified", body=forged, actor=WHO, why="Alone")
        again = Act(kind="source.classified", body={**body, "label": "sealed"}, actor=WHO, why="Back")
        case._folder.record([act, again])
        case._folder.seal()
        (finding,) = [f for f in case.verify().findings if f.where == f"event {seq}"]
        assert (finding.code, case.verify().verdict) == ("label-lowered-alone", "unsigned"), forged
        seq += 2
    found = offline_findings(case, tmp_path)
    assert [code for code, _ in found] == ["label-lowered-alone"] * 6
    assert found == [(one.code, one.where) for one in case.verify().findings], "the checker of the bundle says the same"


def test_a_bundle_that_gives_only_a_part_raises_no_false_alarm(
    sealed: tuple[Case, str], key: Path, tmp_path: Path
) -> None:
    """One signature lowered two labels. The bundle withholds when one of them was raised, with a source that stays
    protected, so it cannot make up the text that was signed; it says so, and where nothing is withheld, it checks."""
    case, sha = sealed
    second, third = (row.sha256 for row in case.sources().items[1:3])
    case.classify([second, third], SEALED, actor=WHO, why="Ordered by the court")
    pair = sign(case.label_request([sha, second], OPEN), key, tmp_path)
    case.classify([sha, second], OPEN, signed=pair, actor=WHO, why="The order was lifted")
    assert offline_findings(case, tmp_path) == []
    case.export("bundle", tmp_path / "part")
    said: list[str] = []
    assert offline.examine(str(tmp_path / "part"), said=said)[0] == []
    assert any("only the case can tell" in line for line in said)


def test_a_request_is_written_only_where_something_is_lowered(sample_case: Case) -> None:
    sha = sample_case.sources().items[0].sha256
    with pytest.raises(FojaError, match="No label is lowered"):
        sample_case.label_request([sha], Sensitivity.PUBLIC)


def test_a_key_must_be_one(sample_case: Case) -> None:
    for line in ("", "hello", "ssh-ed25519 AAAA"):
        with pytest.raises(FojaError) as caught:
            sample_case.add_signer("X", line, actor=WHO, why="No key")
        assert caught.value.code == "signer-key-malformed"

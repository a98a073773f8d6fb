"""Sealing sources and erasing: what was protected is in no byte of the case, and nothing else is missing."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Act, Actor
from foja.model.rows import Question
from foja.model.vocabulary import OutcomeState, Review, Sensitivity
from foja.publish.offline.verify import examine, verdict
from store.test_second_person import OTHER, keygen, sign

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen (Debian: openssh-client)")
WHO = Actor(name="Custodian")
NAME = "Zuleika Quispe"
WORDS = f"The foreman {NAME} said that the warehouse of the Río Seco mill was emptied on 3 May 1994. Çetin denied it."
ORDER = {"authority": "Federal Court 9", "order": "17/2026"}


def spellings(text: str) -> list[bytes]:
    """The bytes in which a text can stand in a file."""
    forms = {
        unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in (text, text.casefold(), text.upper())
    }
    return [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]


def found(folder: Path, text: str) -> list[str]:
    """The files in a folder in which a text stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in spellings(text))]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Private keys: a (age), b (age), s (SSH, which also signs as a second person), x (of a stranger)."""
    import pyrage

    folder = tmp_path_factory.mktemp("keys")
    for name in "abx":
        made = pyrage.x25519.Identity.generate()
        (folder / name).write_text(f"# a key\n{made}\n")
        (folder / f"{name}.pub").write_text(str(made.to_public()))
    keygen("-t", "ed25519", "-N", "", "-C", "someone", "-f", str(folder / "s"))
    return folder


def public(keys: Path, *names: str) -> list[str]:
    return [(keys / f"{name}.pub").read_text().strip() for name in names]


@pytest.fixture
def case(sample_case: Case, keys: Path, tmp_path: Path) -> Case:
    """The sample with a source of our own, read, its drafts accepted, labelled sealed; and a second person."""
    (tmp_path / "in" / "given by Quispe").mkdir(parents=True)
    (tmp_path / "in" / "given by Quispe" / "memo-mill.txt").write_text(WORDS, "utf-8")
    sample_case.add([tmp_path / "in"], actor=WHO)
    sample_case.build(jobs=0)
    ids = [row.id for row in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(ids, actor=WHO, why="Read")
    sample_case.add_signer(OTHER, public(keys, "s")[0], actor=WHO, why="Chosen by the board")
    sample_case.describe(memo(sample_case), "title", "The mill memo", actor=WHO, why="It has none")
    sample_case.classify([memo(sample_case)], Sensitivity.SEALED, actor=WHO, why="Ordered by the court")
    return sample_case


def memo(case: Case) -> str:
    rows = case.sources(limit=1000).items
    return next((r.sha256 for r in rows if "mill" in r.name), "") or next(r.sha256 for r in rows if r.state == "sealed")


def findings(case: Case) -> list[str]:
    return [finding.code for finding in case.verify().findings]


def lower(case: Case, sha: str, keys: Path, folder: Path, **more: object) -> None:
    pair = sign(case.label_request([sha], Sensitivity.INTERNAL), keys / "s", folder)
    case.classify([sha], Sensitivity.INTERNAL, signed=pair, actor=WHO, why="The order was lifted", **more)  # type: ignore[arg-type]


def erased(
    case: Case, keys: Path, folder: Path, sources: list[str], fields: list[tuple[int, str]] | None = None
) -> None:
    _, text = case.erasure(sources, fields or [], **ORDER)
    pair = sign(text, keys / "s", folder, "foja.erase")
    case.erase(sources, fields or [], **ORDER, signed=pair, actor=WHO, why="Ordered")


def test_what_is_sealed_is_in_no_file_and_everything_else_verifies(case: Case, keys: Path, tmp_path: Path) -> None:
    sha, statements = memo(case), case.reader(memo(case)).statements
    assert statements
    assert all(found(case.path, text) for text in (NAME, "memo-mill", "Río Seco", "The mill memo"))
    before = {row.sha256 for row in case.sources(limit=1000).items}
    (event,) = case.protect([sha], recipients=public(keys, "a", "s"), actor=WHO, why="Ordered by the court")
    case.close()
    assert [] == [text for text in (NAME, "memo-mill", "Río Seco", "The mill memo", "Quispe") if found(case.path, text)]
    with Case(case.path) as again:
        report = again.verify()
        assert ([], "intact") == (list(report.findings), report.verdict)
        assert report.counts["fields_withheld"] > 10
        row = again.source(sha)
        assert (row.state, row.text, row.label) == (OutcomeState.SEALED, "", sha[:12])
        assert "Custodian" in row.detail
        assert "Ordered by the court" in row.detail
        assert before == {one.sha256 for one in again.sources(limit=1000).items}
        assert again.reader(sha).statements == ()
        assert again.search("warehouse mill")["passage"].items == ()
        with pytest.raises(FojaError, match="Sealed on") as caught:
            again.original(sha)
        assert caught.value.code == "source-closed"
        tables = again.table_digests()
        again.rebuild()
        assert tables == again.table_digests()
        again.build(jobs=0)
        assert not found(again.path, NAME)
        assert event.body["recipients"] == [public(keys, "a")[0], " ".join(public(keys, "s")[0].split()[:2])]


def test_a_holder_of_a_key_opens_it_outside_of_the_case(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    case.protect([sha], recipients=public(keys, "a", "s"), actor=WHO, why="Ordered by the court")
    for name in "as":
        case.open_sealed(sha[:10], keys / name, tmp_path / f"opened-{name}.txt")
        assert WORDS == (tmp_path / f"opened-{name}.txt").read_text("utf-8")
        assert 0o600 == (tmp_path / f"opened-{name}.txt").stat().st_mode & 0o777
    for identity, out, code in (
        ("x", tmp_path / "x.txt", "identity-wrong"),
        ("a.pub", tmp_path / "x.txt", "identity-unreadable"),
        ("a", case.path / "vault" / "x.txt", "out-inside-case"),
        ("a", tmp_path / "opened-a.txt", "out-exists"),
    ):
        with pytest.raises(FojaError) as caught:
            case.open_sealed(sha, keys / identity, out)
        assert caught.value.code == code
    other = next(row.sha256 for row in case.sources().items if row.sha256 != sha)
    with pytest.raises(FojaError) as caught:
        case.open_sealed(other, keys / "a", tmp_path / "x.txt")
    assert caught.value.code == "not-sealed"
    assert not (tmp_path / "x.txt").exists()
    assert findings(case) == []


def test_it_comes_back_with_the_label_and_a_second_person_alone(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    whole = case.table_digests()
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    with pytest.raises(FojaError) as caught:
        case.classify([sha], Sensitivity.INTERNAL, identity=keys / "a", actor=WHO, why="Alone")
    assert caught.value.code == "second-signature-needed"
    with pytest.raises(FojaError) as caught:
        case.classify([sha], Sensitivity.SOURCE_IDENTITY, identity=keys / "a", actor=WHO, why="Upwards")
    assert caught.value.code == "label-still-sealed"
    with pytest.raises(FojaError) as caught:
        lower(case, sha, keys, tmp_path, identity=keys / "x")
    assert caught.value.code == "identity-wrong"
    assert not found(case.path, NAME)
    lower(case, sha, keys, tmp_path, identity=keys / "a")
    assert findings(case) == []
    row = case.source(sha)
    assert (row.sensitivity, row.state, row.label) == (Sensitivity.INTERNAL, OutcomeState.DONE, "The mill memo")
    assert WORDS == case.original(sha).decode()
    assert case.reader(sha).statements
    same = case.table_digests()
    case.rebuild()
    assert same == case.table_digests()
    differing = {name for name in whole if whole[name] != same[name]}
    assert differing <= {"label", "source", "touch", "act", "trail", "tally"}, "but for the label all is as it was"
    # It can be sealed again, for others.
    case.classify([sha], Sensitivity.SEALED, actor=WHO, why="A new order")
    case.protect([sha], recipients=public(keys, "b"), actor=WHO, why="A new order")
    assert not found(case.path, NAME)
    assert findings(case) == []
    with pytest.raises(FojaError):
        case.open_sealed(sha, keys / "a", tmp_path / "opened.txt")
    case.open_sealed(sha, keys / "b", tmp_path / "opened.txt")


def test_the_label_alone_can_go_down_and_the_source_stays_sealed(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    lower(case, sha, keys, tmp_path)
    assert case.source(sha).state is OutcomeState.SEALED
    assert findings(case) == []
    out = case.export("bundle", tmp_path / "out.zip")
    assert ([], 0) == (examine(str(out))[0], verdict(examine(str(out))[0]))


def test_only_what_is_labelled_is_sealed_and_only_for_real_keys(case: Case, keys: Path) -> None:
    sha = memo(case)
    other = next(row.sha256 for row in case.sources().items if row.sha256 != sha)
    for source, recipients, code in (
        (other, public(keys, "a"), "label-too-low"),
        (sha, [], "recipient-none"),
        (sha, ["age1hello"], "recipient-malformed"),
        (sha, ["ssh-ed25519 AAAA"], "recipient-malformed"),
        (sha, [public(keys, "a")[0][:-1] + "b"], "recipient-malformed"),  # b is no digit of such a key
    ):
        with pytest.raises(FojaError) as caught:
            case.protect([source], recipients=recipients, actor=WHO, why="No")
        assert caught.value.code == code
    settings = case.path / "foja.toml"
    settings.write_text(settings.read_text() + f'\n[[recipient]]\nname = "Registry"\nkey = "{public(keys, "a")[0]}"\n')
    case.protect([sha], actor=WHO, why="Ordered by the court")
    with pytest.raises(FojaError) as caught:
        case.protect([sha], actor=WHO, why="Again")
    assert caught.value.code == "sealed-already"


def test_adding_it_again_leaves_it_sealed(case: Case, keys: Path, tmp_path: Path) -> None:
    case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    report = case.add([tmp_path / "in"], actor=WHO)
    assert (report.added, report.closed) == (0, 1)
    assert not found(case.path, NAME)


def test_bundles_hold_the_sealed_file_only_for_who_may_have_it(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    (event,) = case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    for audience, holds in ((Sensitivity.INTERNAL, False), (Sensitivity.SEALED, True)):
        out = case.export("bundle", tmp_path / f"{audience}", audience=audience)
        problems, counts, _ = examine(str(out))
        assert (problems, verdict(problems)) == ([], 0)
        names = {path.name for path in out.rglob("*") if path.is_file()}
        assert holds == names.issuperset(event.body["files"])
        assert holds == bool(found(out, sha))
        assert not found(out, NAME)
        assert counts["fields_withheld"] > 10
    sealed = next(path for path in out.rglob("*") if path.name == event.body["index"])
    sealed.write_bytes(sealed.read_bytes() + b"x")
    assert {"blob-altered", "file-altered"} <= {finding.code for finding in examine(str(out))[0]}
    sealed.unlink()
    assert "blob-missing" in {finding.code for finding in examine(str(out))[0]}


def test_what_is_missing_beyond_the_list_is_damage(case: Case, keys: Path) -> None:
    (event,) = case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    entry = next(
        one for one in case._folder.ledger.entries() if one.opened and str(one.seq) not in event.body["fields"]
    )
    name, (salt, value) = next(iter(entry.opened.items()))
    case._folder.ledger.remove([(entry.seq, name)])
    assert "field-missing" in findings(case)
    case._folder.ledger.put_back([(entry.seq, name, salt, value)])
    assert findings(case) == []
    with pytest.raises(FojaError, match="not the one that was recorded"):
        case._folder.ledger.put_back([(entry.seq, name, salt, value + b" ")])
    place = case.path / "vault" / "sealed" / "sha256"
    for digest in event.body["files"][:2]:
        path = place / digest[:2] / digest[2:4] / digest
        data = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert findings(case) == ["blob-altered"]
        path.unlink()
        assert findings(case) == ["blob-missing"]
        path.write_bytes(data)
    (place / digest[:2] / digest[2:4] / "hello").write_bytes(b"")
    assert findings(case) == ["blob-extra"]
    (place / digest[:2] / digest[2:4] / "hello").unlink()
    case._folder.vault.put(WORDS.encode())
    assert findings(case) == ["blob-unnamed"], "a copy of what was sealed, back in the clear"


def test_a_seal_that_nobody_signed_hides_nothing(case: Case, keys: Path) -> None:
    body = {
        "sources": [],
        "received": [],
        "part": "receipt",
        "fields": {"1": ["receipt"]},
        "files": [],
        "recipients": [],
    }
    case._folder.record([Act(kind="source.sealed", body=body, actor=WHO, why="Alone")])
    case._folder.ledger.remove([(1, "receipt")])
    assert {"field-missing", "events-unsigned"} <= set(findings(case))


def test_without_the_key_of_the_case_nothing_is_deleted(
    case: Case, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as moved:
        moved.setenv("FOJA_HOME", str(case.path.parent / "elsewhere"))
        with pytest.raises(FojaError) as caught:
            case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
        assert caught.value.code == "key-missing"
    assert findings(case) == []
    assert case.original(memo(case))

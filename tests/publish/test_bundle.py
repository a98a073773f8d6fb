"""The bundle, and the verifier that travels in it. An attacker may change every byte, manifests included."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, UsageError
from foja.model.event import Act
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import KeyPair, load_key
from foja.preserve.ledger import Ledger
from foja.publish import bundle as module
from foja.publish.bundle import BundleReport, write_bundle
from foja.publish.offline import verify as offline
from preserve.sample import ANA, AT, ORIGIN, TEXT, acts, build_case, copy, quote
from publish.altering import cover_up, edit

Change = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _home(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(built.parent / "home"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_HOME", "")  # build_case sets it; restored here
        build_case(folder / "case", receipts=folder / "receipts")
        yield folder / "case"


@pytest.fixture(scope="module")
def whole(built: Path) -> Path:
    """A bundle that tests copy before they touch it."""
    export(built, built.parent / "bundle")
    return built.parent / "bundle"


@pytest.fixture
def bundle(whole: Path, tmp_path: Path) -> Path:
    return copy(whole, tmp_path / "bundle")


def export(case: Path, out: Path) -> BundleReport:
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        return write_bundle(case, out, ledger.entries())


def codes(path: Path, **more: object) -> set[str]:
    return {finding.code for finding in offline.examine(str(path), **more)[0]}  # type: ignore[arg-type]


def damaged(findings: Sequence[offline.Finding]) -> bool:
    return bool(offline.verdict(findings)) and any(f.code not in offline.UNCONFIRMED for f in findings)


def zipped(folder: Path, out: Path, top: str = "any/") -> Path:
    with zipfile.ZipFile(out, "w") as target:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                target.write(path, top + path.relative_to(folder).as_posix())
    return out


# -- writing


def test_a_bundle_holds_the_case_and_nothing_else(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "case")
    (tmp_path / "case" / "notes-of-mine.txt").write_text("private")
    (tmp_path / "case" / "case.db").write_bytes(b"projection")
    report = export(tmp_path / "case", tmp_path / "out" / "bundle")
    names = {
        p.relative_to(tmp_path / "out/bundle").as_posix() for p in (tmp_path / "out/bundle").rglob("*") if p.is_file()
    }
    blobs = {name for name in names if name.startswith("data/vault/sha256/")}
    assert (9, 4, 19, 0, 4) == (report.events, report.blobs, report.files, report.withheld, len(blobs))
    assert {
        "VERIFY.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt",
        "tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "counts.jsonl",
        "recount.py", "verify.py", "data/foja.toml", "data/ledger/checkpoint",
        "data/ledger/checkpoints/00000/00000003.note", "data/ledger/checkpoints/00000/00000009.note",
        "data/ledger/events.jsonl",
    } == names - blobs  # fmt: skip
    assert [tmp_path / "out" / "bundle"] == list((tmp_path / "out").iterdir()), "no draft is left behind"
    digest = hashlib.sha256((tmp_path / "out/bundle/tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert digest == report.digest


def test_the_same_case_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    reports = [export(built, tmp_path / name) for name in ("a", "b", "a.zip", "b.zip")]
    assert 1 == len({report.digest for report in reports})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    first, second = ({p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
                     for n in "ab")  # fmt: skip
    assert first == second
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert first == {Path(n).relative_to(module.TOP): archive.read(n) for n in archive.namelist()}
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}


def test_coreutils_agree(bundle: Path) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no coreutils here")
    command = [tool, "-c", "--quiet", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    assert 0 == subprocess.run(command, cwd=bundle).returncode


@pytest.mark.parametrize("name", ["taken", "link"])
def test_nothing_is_overwritten(built: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError) as caught:
        export(built, tmp_path / name)
    assert ("bundle-exists", b"mine") == (caught.value.code, (tmp_path / "taken").read_bytes())


def test_no_bundle_inside_the_case(built: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export(built, built / "vault" / "out")
    assert "bundle-inside-case" == caught.value.code


@pytest.mark.parametrize("suffix", ["", ".zip"])
@pytest.mark.parametrize("harm", ["alter", "remove", "link"])
def test_a_damaged_case_is_not_handed_on(built: Path, tmp_path: Path, suffix: str, harm: str) -> None:
    case = copy(built, tmp_path / "case")
    path = next(iter(sorted((case / "vault" / "sha256").glob("*/*/*"))))
    path.chmod(0o644)
    path.write_bytes(b"other") if harm == "alter" else path.unlink()
    if harm == "link":
        path.symlink_to(built / "foja.toml")
    (tmp_path / "out").mkdir()
    with pytest.raises(Damage) as caught:
        export(case, tmp_path / "out" / f"bundle{suffix}")
    code = "blob-altered" if harm == "alter" else "blob-missing"
    assert (code, str(path)) == (caught.value.code, caught.value.where)
    assert [] == list((tmp_path / "out").iterdir())


def test_a_digest_that_is_a_path_is_refused(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append([Act(kind="derived", body={"output": "../../foja.toml"}, actor=ANA, why="x")], AT)
    with pytest.raises(Damage) as caught:
        export(case, tmp_path / "out")
    assert "digest-malformed" == caught.value.code


# -- verifying


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_an_untouched_bundle_verifies(
    built: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    export(built, tmp_path / name)
    assert [] == offline.examine(str(tmp_path / name))[0]
    key = str(load_key(ORIGIN).verifier)
    receipts = built.parent / "receipts"
    arguments = [f"--receipt={path}" for path in [receipts, *receipts.iterdir()]]
    assert 0 == offline.main([str(tmp_path / name), "--key", key, *arguments])
    out = capsys.readouterr().out
    assert "events 9, fields_withheld 0, withheld_by_decision 0, events_signed 9" in out
    assert out.endswith(f"quotes 5\nKey: {key}\nOK: everything verifies.\n")


PYTHONS = [sys.executable, *(p for v in ("3.8", "3.9", "3.13", "3.14") if (p := shutil.which(f"python{v}")))]


@pytest.mark.parametrize("python", PYTHONS)
def test_a_stranger_needs_only_python(bundle: Path, tmp_path: Path, python: str) -> None:
    if subprocess.run([python, "-c", ""], capture_output=True).returncode:
        pytest.skip("this Python does not start")
    before = sorted(bundle.rglob("*"))
    command = [python, "-I", "-S", str(bundle / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={})
    assert (0, "") == (done.returncode, done.stderr)
    assert before == sorted(bundle.rglob("*")), "it writes nothing"
    (bundle / "data" / "ledger" / "checkpoint").unlink()
    assert 11 == subprocess.run(command, capture_output=True, cwd=tmp_path, env={}).returncode


def test_the_verifier_is_one_file_of_the_standard_library_for_old_pythons() -> None:
    source = Path(offline.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert not names & {"socket", "urllib", "http", "subprocess", "ctypes", "pickle"}
    assert len([line for line in source.splitlines() if line.strip()]) < 1020, "to be read within the hour"


def test_a_zip_made_by_others_from_the_folder(bundle: Path, tmp_path: Path) -> None:
    assert set() == codes(zipped(bundle, tmp_path / "a.zip"))
    assert set() == codes(zipped(bundle, tmp_path / "b.zip", top=""))
    made = shutil.make_archive(str(tmp_path / "c"), "zip", root_dir=tmp_path, base_dir="bundle")  # names folders too
    assert set() == codes(Path(made))


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_bit_is_found(bundle: Path, data: st.DataObject) -> None:
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and path.stat().st_size)
    path = data.draw(st.sampled_from(files))
    original = path.read_bytes()
    changed = bytearray(original)
    bit = data.draw(st.integers(0, len(original) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
    findings = offline.examine(str(bundle))[0]
    path.write_bytes(original)
    assert damaged(findings)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_of_what_counts_is_found_behind_fitting_manifests(bundle: Path, data: st.DataObject) -> None:
    files = sorted(path for path in (bundle / "data").rglob("*") if path.is_file() and path.name != "foja.toml")
    path = data.draw(st.sampled_from(files))
    original = path.read_bytes()
    changed = bytearray(original)
    bit = data.draw(st.integers(0, len(original) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
    cover_up(bundle)
    findings = offline.examine(str(bundle))[0]
    path.write_bytes(original)
    assert 0 != offline.verdict(findings)


def test_no_bit_of_an_event_can_be_flipped(bundle: Path) -> None:
    """Each bit of each line, salts included: it opens no more, or its leaf is another one."""
    for number, line in enumerate((bundle / "data/ledger/events.jsonl").read_bytes().splitlines(keepends=True)):
        leaf, opened = offline.entry(line)
        offline.open_event(leaf, opened, number)
        for bit in range((len(line) - 1) * 8):
            changed = bytearray(line)
            changed[bit // 8] ^= 1 << bit % 8
            try:
                entry = offline.entry(bytes(changed))
                offline.open_event(*entry, number)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            assert leaf != entry[0], changed


def test_a_line_has_one_reading(bundle: Path) -> None:
    """What another program could read otherwise than the checker does is damage: keys given twice, other shapes."""
    line = (bundle / "data/ledger/events.jsonl").read_text("utf-8").splitlines()[1]
    parts = json.loads(line)
    leaf, opened = json.dumps(parts["leaf"], ensure_ascii=False), json.dumps(parts["open"], ensure_ascii=False)
    name, pair = next(iter(parts["open"].items()))
    field = f'"{name}":{json.dumps(pair, ensure_ascii=False)}'
    forged = json.dumps(["0" * 64, '"another"'])
    offline.open_event(*offline.entry(f'{{"leaf":{leaf},"open":{opened}}}\n'.encode()), 1)
    for other in (
        f'{{"leaf":{leaf},"leaf":{leaf},"open":{opened}}}',
        f'{{"leaf":{leaf},"open":{opened},"open":{opened}}}',
        f'{{"leaf":{leaf},"open":{opened},"more":1}}',
        f'{{"leaf":{leaf},"open":{opened}}} {{}}',
        f'{{"leaf":{leaf},"open":{{{field},{opened[1:]}}}',
        f'{{"leaf":{leaf},"open":{{"{name}":{forged},{opened[1:]}}}',
        f'{{"leaf":{leaf},"open":{json.dumps(list(parts["open"].items()))}}}',
        f'[["leaf",{leaf}],["open",{opened}]]',
    ):
        with pytest.raises((ValueError, TypeError, KeyError)):
            offline.open_event(*offline.entry(other.encode()), 1)


def append_alias(path: Path) -> None:
    """A second file system name for a text: the same file in another case or spelling."""
    path.with_name(path.name.upper()).write_bytes(path.read_bytes())


def resign(bundle: Path) -> None:
    """The checkpoints signed by another key, the key in foja.toml left as it was."""
    for path in [bundle / "data/ledger/checkpoint", *(bundle / "data/ledger/checkpoints").rglob("*.note")]:
        key = KeyPair(name=ORIGIN, seed=bytes(32))
        text = path.read_text().split("\n\n")[0] + "\n"
        line = key.sign(text)
        path.write_text(f"{text}\n— {line.name} {offline.base64.b64encode(line.key + line.value).decode()}\n")


def strip_signatures(bundle: Path) -> None:
    for path in [bundle / "data/ledger/checkpoint", *(bundle / "data/ledger/checkpoints").rglob("*.note")]:
        path.write_text(path.read_text().split("\n\n")[0] + "\n")


def without_checkpoints(bundle: Path) -> None:
    shutil.rmtree(bundle / "data/ledger/checkpoints")
    (bundle / "data/ledger/checkpoint").unlink()


def drop_event(bundle: Path, seq: int) -> None:
    path = bundle / "data/ledger/events.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:seq] + lines[seq + 1 :]))


def text_blob(bundle: Path) -> Path:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return bundle / "data/vault/sha256" / digest[:2] / digest[2:4] / digest


# What is done to a bundle -> (exit code, a finding) with manifests made to fit. Nothing here may ever give 0.
ATTACKS: dict[str, tuple[Change, int, str]] = {
    "checkpoints stripped": (without_checkpoints, 17, "checkpoint-missing"),
    "newest checkpoints stripped": (
        lambda b: [(b / "data/ledger" / n).unlink() for n in ("checkpoint", "checkpoints/00000/00000009.note")],
        17, "events-unsigned"),
    "signature lines stripped": (strip_signatures, 10, "checkpoint-altered"),
    "signed by another key": (resign, 17, "checkpoint-unsigned"),
    "key stripped": (lambda b: (b / "data/foja.toml").write_text("[case]\n"), 30, "key-unknown"),
    "key in another table": (lambda b: (b / "data/foja.toml").write_text(
        (b / "data/foja.toml").read_text().replace("[case]", "[other]")), 10, "key-unknown"),
    "foja.toml stripped": (lambda b: (b / "data/foja.toml").unlink(), 30, "key-unknown"),
    "manifest stripped": (lambda b: (b / "manifest-sha256.txt").unlink(), 11, "file-missing"),
    "tagmanifests stripped": (lambda b: [(b / f"tagmanifest-sha{n}.txt").unlink() for n in (256, 512)],
                              11, "file-missing"),
    "bagit.txt stripped": (lambda b: (b / "bagit.txt").unlink(), 11, "file-missing"),
    "verifier stripped": (lambda b: (b / "verify.py").unlink(), 11, "file-missing"),
    "events stripped": (lambda b: (b / "data/ledger/events.jsonl").unlink(), 13, "file-missing"),
    "events emptied": (lambda b: (b / "data/ledger/events.jsonl").write_text(""), 13, "history-truncated"),
    "an event dropped": (lambda b: drop_event(b, 4), 13, "event-altered"),
    "the last event dropped": (lambda b: drop_event(b, 8), 13, "history-truncated"),
    "an event added": (lambda b: (b / "data/ledger/events.jsonl").write_text(
        (b / "data/ledger/events.jsonl").read_text() + "{}\n"), 10, "event-altered"),
    "an event changed": (lambda b: edit(b, 5, lambda e: e.update(leaf=str(e["leaf"]).replace("2026", "1999"))),
                         14, "history-rewritten"),
    "a reason changed": (lambda b: edit(b, 5, lambda e: e["open"].update(why=["00" * 32, '"x"'])), 10, "event-altered"),
    "a salt spelt in another way": (lambda b: edit(b, 5, lambda e: e["open"]["why"].__setitem__(
        0, e["open"]["why"][0][:2] + " " + e["open"]["why"][0][2:])), 10, "event-altered"),
    "a field withheld": (lambda b: edit(b, 5, lambda e: e["open"].pop("why")), 1, "fields-withheld"),
    "a source withheld, not its file": (lambda b: edit(b, 1, lambda e: e["open"].pop("source")), 12, "fields-withheld"),
    "a second key in a line": (lambda b: (b / "data/ledger/events.jsonl").write_text(
        (b / "data/ledger/events.jsonl").read_text().replace('{"leaf":', '{"leaf":"{}","leaf":', 1)),
        14, "event-altered"),
    "a source removed": (lambda b: next(iter(sorted((b / "data/vault").rglob("*/*/*/*")))).unlink(),
                         11, "blob-missing"),
    "a text altered": (lambda b: text_blob(b).write_text(TEXT.replace("nine", "nice")), 10, "blob-altered"),
    "a blob renamed to what it holds": (lambda b: text_blob(b).rename(text_blob(b).with_name("0" * 64)),
                                        11, "file-extra"),
    "a file added": (lambda b: (b / "data/extra.txt").write_text("x"), 12, "file-extra"),
    "a file without a dot added": (lambda b: (b / "extra").write_text("x"), 12, "file-extra"),
    "an unnamed blob added": (lambda b: (lambda d: (b / f"data/vault/sha256/{d[:2]}/{d[2:4]}").mkdir(
        parents=True, exist_ok=True) or (b / f"data/vault/sha256/{d[:2]}/{d[2:4]}/{d}").write_bytes(b"planted"))(
        hashlib.sha256(b"planted").hexdigest()), 12, "file-extra"),
    "a twin in upper case": (lambda b: append_alias(b / "data/foja.toml"), 12, "file-extra"),
    "a folder added": (lambda b: (b / "data/empty").mkdir(), 12, "file-extra"),
    "a link added": (lambda b: (b / "data/link").symlink_to("/etc/hostname"), 12, "file-extra"),
    "a linked folder added": (lambda b: (b / "data/link").symlink_to(b / "data/vault"), 12, "file-extra"),
    "a source replaced by a link": (lambda b: (lambda p: p.rename(b.parent / "moved") and p.symlink_to(
        b.parent / "moved"))(text_blob(b)), 11, "file-extra"),
    "a pipe added": (lambda b: os.mkfifo(b / "data/pipe"), 12, "file-extra"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_ends_as_ok(bundle: Path, attack: str) -> None:
    change, code, expected = ATTACKS[attack]
    change(bundle)
    cover_up(bundle)
    findings = offline.examine(str(bundle))[0]
    assert expected in {finding.code for finding in findings}, findings
    assert code == offline.verdict(findings)
    assert all(finding.where and finding.what and finding.next for finding in findings)


def test_the_second_digests_are_recomputed_when_asked(bundle: Path) -> None:
    """As if SHA-256 did not tell: only the list of SHA-512 differs, and it is covered up."""
    path = bundle / "manifest-sha512.txt"
    first, rest = path.read_text().split("\n", 1)
    path.write_text("0" * 128 + first[128:] + "\n" + rest)
    cover_up(bundle)
    assert set() == codes(bundle, both=True), "the cover-up writes true lists"
    path.write_text("0" * 128 + first[128:] + "\n" + rest)
    for algorithm in ("sha256", "sha512"):
        tags = bundle / f"tagmanifest-{algorithm}.txt"
        lines = [line for line in tags.read_text().splitlines() if "manifest-sha512" not in line]
        lines.append(f"{hashlib.new(algorithm, path.read_bytes()).hexdigest()}  manifest-sha512.txt")
        tags.write_text("".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split("  ")[1])))
    assert set() == codes(bundle)
    assert {"file-altered"} == codes(bundle, both=True)


def test_a_second_digest_that_was_recorded_wrong(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        source = next(ledger.events(kinds=["source.added"])).body["source"]
        body = {"source": {**source, "sha512": "0" * 128}}
        ledger.append([Act(kind="source.added", body=body, actor=ANA, why="wrong")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    export(case, tmp_path / "bundle")
    assert {"blob-altered"} == codes(tmp_path / "bundle", both=True)


def test_a_file_that_only_one_list_names(bundle: Path) -> None:
    path = bundle / "manifest-sha512.txt"
    path.write_text(path.read_text().split("\n", 1)[1])
    assert {"file-altered"} == codes(bundle)


def test_a_whole_other_history_is_found_by_key_and_receipt(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything made anew under a new key, whole in itself: the bundle alone cannot tell."""
    key = str(load_key(ORIGIN).verifier)
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))
    build_case(tmp_path / "case", statements=3)
    export(tmp_path / "case", tmp_path / "forged")
    assert set() == codes(tmp_path / "forged")
    assert {"key-differs", "checkpoint-unsigned", "events-unsigned"} == codes(tmp_path / "forged", key=key)
    receipts = [str(built.parent / "receipts")]
    assert {"history-rewritten", "history-truncated", "receipt-unsigned"} >= codes(
        tmp_path / "forged", receipts=receipts
    )
    assert 14 == offline.main([str(tmp_path / "forged"), "--receipt", receipts[0]])


def test_receipts_of_other_cases_confirm_nothing(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert {"receipt-none"} == codes(bundle, receipts=[str(tmp_path / "none")])
    other = tmp_path / "other.note"
    other.write_text((bundle / "data/ledger/checkpoint").read_text().replace(ORIGIN, "example.org/x"))
    assert {"receipt-none"} == codes(bundle, receipts=[str(other)])


def test_an_altered_quote_signed_by_the_key_itself(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"statement": {"id": "st-9", "passage": {**quote(4, 22), "quote": "port authorities sa"}}}
        ledger.append([Act(kind="statement.entered", body=body, actor=ANA, why="x")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    export(case, tmp_path / "bundle")
    assert {"quote-differs"} == codes(tmp_path / "bundle")


def test_events_after_the_last_checkpoint(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(2), AT)
    export(case, tmp_path / "bundle")
    assert {"events-unsigned"} == codes(tmp_path / "bundle")


def test_an_erased_field(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"fields": {"6": ["why"]}, "authority": "a court"}
        ledger.append([Act(kind="payload.erased", body=body, actor=ANA, why="ordered")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
        ledger._db.execute("DELETE FROM payload WHERE seq = 6 AND field = 'why'")
    assert 1 == export(case, tmp_path / "bundle").withheld
    assert {"erased-alone"} == codes(tmp_path / "bundle"), "the field is accounted for; who allowed it is not"


def test_an_unsigned_event_erases_nothing(built: Path, tmp_path: Path) -> None:
    case = copy(built, tmp_path / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"fields": {"6": ["why"]}, "authority": "a court"}
        ledger.append([Act(kind="payload.erased", body=body, actor=ANA, why="ordered")], AT)
        ledger._db.execute("DELETE FROM payload WHERE seq = 6 AND field = 'why'")
    export(case, tmp_path / "bundle")
    assert {"erased-alone", "fields-withheld", "events-unsigned"} == codes(tmp_path / "bundle")


def test_only_a_disclosure_under_a_signature_excuses(built: Path, tmp_path: Path) -> None:
    """The last one that is signed holds; whoever may write to the folder can append another, and it counts nothing."""
    case = copy(built, tmp_path / "case")
    excused = {"audience": "internal", "withheld": {"6": ["why"]}}
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:

        def check(name: str, sign: bool, body: dict[str, object]) -> tuple[set[str], int]:
            ledger.append([Act(kind="disclosure.made", body=body, actor=ANA, why="decided")], AT)
            if sign:
                write_checkpoint(case, ledger, load_key(ORIGIN))
            write_bundle(case, tmp_path / name, ledger.entries(), {6: ["why"]})
            findings, counts, _ = offline.examine(str(tmp_path / name))
            return {finding.code for finding in findings}, counts["withheld_by_decision"]

        assert ({"fields-withheld", "events-unsigned"}, 0) == check("one", False, excused)
        assert (set(), 1) == check("two", True, excused)
        assert ({"events-unsigned"}, 1) == check("three", False, {"audience": "internal", "withheld": {}})
        assert ({"fields-withheld"}, 0) == check("four", True, {"audience": "internal", "withheld": {"6": ["who"]}})


@pytest.mark.parametrize("name", ["verify.py", "recount.py", "VERIFY.txt"])
def test_another_checker_in_the_bundle_is_told(bundle: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be of another version, so it is no finding; a forged one would say OK to everything."""
    assert 0 == offline.main([str(bundle)])
    assert "do not run it unseen" not in capsys.readouterr().out
    (bundle / name).write_text("print('OK: everything verifies.')")
    cover_up(bundle)
    assert 0 == offline.main([str(bundle)])
    assert "do not run it unseen" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", None], ids=["empty", "magic", "text", "folder"])
def test_what_is_no_bundle_never_gives_0_or_1(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "thing.zip"
    path.mkdir() if content is None else path.write_bytes(content)
    assert (11 if content is None else 30) == offline.main([str(path)])


@pytest.mark.parametrize("arguments", [["nothing"], [".", "--receipt", "nothing"], [".", "--unknown"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        offline.main(arguments)
    assert 2 == caught.value.code
    assert "error: " in capsys.readouterr().err


ZIPS: dict[str, Callable[[zipfile.ZipFile], object]] = {
    "a name twice": lambda z: z.writestr("any/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
    "a name that leads out": lambda z: z.writestr("any/../../evil", "x"),
    "an absolute name": lambda z: z.writestr("/evil", "x"),
    "a link": lambda z: z.writestr(_link("any/data/link"), "/etc/passwd"),
    "an empty folder": lambda z: z.mkdir("any/empty"),
    "a second folder": lambda z: z.writestr("other/file", "x"),
    "a comment": lambda z: setattr(z, "comment", b"OK"),
}


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", ZIPS)
def test_hostile_zips(bundle: Path, tmp_path: Path, what: str) -> None:
    path = zipped(bundle, tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive:
        ZIPS[what](archive)
    assert damaged(offline.examine(str(path))[0])
    assert offline.main([str(path)]) in (10, 11, 12, 30)


def hidden(data: bytes, part: bytes, at: int) -> bytes:
    """A zip with bytes before the first of its members (0), or between the last one and the list of them (1)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place, start = (0, archive.start_dir)[at], archive.start_dir
    end = data[-22:]
    moved = data[:place] + part + data[place:-22] + end[:16] + struct.pack("<L", start + len(part)) + end[20:]
    if at == 0:  # every offset in the list is moved too, as whoever hides something would
        out = bytearray(moved)
        where = start + len(part)
        while out[where : where + 4] == b"PK\1\2":
            name, extra, comment = struct.unpack("<HHH", out[where + 28 : where + 34])
            (offset,) = struct.unpack("<L", out[where + 42 : where + 46])
            out[where + 42 : where + 46] = struct.pack("<L", offset + len(part))
            where += 46 + name + extra + comment
        return bytes(out)
    return moved


@pytest.mark.parametrize("at", [0, 1])
def test_a_member_that_the_list_of_a_zip_does_not_name(bundle: Path, tmp_path: Path, at: int) -> None:
    """Programs that read a zip from its beginning would unpack it, and perhaps over the one that was checked."""
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("any/data/foja.toml", "[case]\n")
        part = archive.start_dir
    path = zipped(bundle, tmp_path / "a.zip")
    path.write_bytes(hidden(path.read_bytes(), other.getvalue()[:part], at))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    assert "file-extra" in codes(path)


def test_what_follows_a_zip_is_found(bundle: Path, tmp_path: Path) -> None:
    path = zipped(bundle, tmp_path / "a.zip")
    path.write_bytes(path.read_bytes() + b"PK")
    assert "file-extra" in codes(path)


def test_a_zip_that_was_written_to_a_pipe(bundle: Path, tmp_path: Path) -> None:
    """Its sizes follow its members."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:  # type: ignore[type-var]
        for name in sorted(path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()):
            target.writestr(f"any/{name}", (bundle / name).read_bytes())
    (tmp_path / "a.zip").write_bytes(pipe.data)
    assert codes(tmp_path / "a.zip") == set()


NAMES = ("\x1b[2J\x1b[HOK: everything verifies.", "a\n\nOK: everything verifies.", "\u202egnirts", "\udcff")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_moves_no_cursor_and_stops_no_check(
    bundle: Path, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / name).write_text("x")
    for run in (lambda: offline.main([str(bundle)]), lambda: foja("verify", str(bundle))):
        assert run() == 10
        said = capsys.readouterr().out
        assert "OK: everything verifies." not in said.splitlines()
        assert not set(said) & set("\x1b\u202e\udcff")
    command = [sys.executable, "-I", "-S", str(Path(offline.__file__)), str(bundle)]
    for locale in ("C", "C.UTF-8", "en_US.ISO-8859-1"):
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, env={"LC_ALL": locale})
        assert (done.returncode, done.stderr) == (10, b"")


def foja(*arguments: str) -> int:
    from foja.cli import main

    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as caught:
        patch.setattr(sys, "argv", ["foja", *arguments])
        main()
    return int(caught.value.code or 0)


def test_a_cut_zip(built: Path, tmp_path: Path) -> None:
    export(built, tmp_path / "a.zip")
    data = (tmp_path / "a.zip").read_bytes()
    for length in (len(data) - 1, len(data) // 2, 100):
        (tmp_path / "b.zip").write_bytes(data[:length])
        assert 30 == offline.main([str(tmp_path / "b.zip")])


@pytest.mark.parametrize(
    "line",
    [b"[]", b"1", b"null", b"{", b"\xff", b'{"leaf": 1, "open": {}}', b'{"leaf": "[]", "open": {}}', b"[" * 9999],
)  # fmt: skip
def test_hostile_lines(bundle: Path, line: bytes) -> None:
    path = bundle / "data/ledger/events.jsonl"
    path.write_bytes(line + b"\n" + path.read_bytes().split(b"\n", 1)[1])
    cover_up(bundle)
    assert {"event-altered", "history-rewritten"} <= codes(bundle)


# -- the verifier's own Ed25519


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
@settings(max_examples=25, deadline=None)
def test_ed25519_agrees_with_cryptography(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert offline.ed25519(public, message, signature)
    assert not offline.ed25519(public, message + b".", signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not offline.ed25519(public, message, bytes(changed))


def test_ed25519_by_rfc_8032() -> None:
    """Section 7.1, test 2; then the same signature with S + L, which must be refused (section 5.1.7)."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert offline.ed25519(public, b"\x72", signature)
    malleable = (int.from_bytes(signature[32:], "little") + offline.Q).to_bytes(32, "little")
    assert not offline.ed25519(public, b"\x72", signature[:32] + malleable)
    assert not offline.ed25519(public, b"\x72", signature[:63])
    assert not offline.ed25519(public, b"\x72", signature + b"\0")
    with pytest.raises(ValueError, match="not a point"):
        offline.ed25519(b"\xff" * 32, b"\x72", signature)

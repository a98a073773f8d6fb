"""Events that foja never writes, in a ledger that is whole in itself and signed with the real key: what a keeper can
make with other tools. Both checkers say so, alike, and nothing ends in a traceback."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from attacks import ours
from foja.model.errors import Damage
from foja.preserve.ledger import Ledger
from foja.preserve.merkle import leaf_hash
from foja.preserve.tiles import Edge
from foja.preserve.verify import verify_case
from foja.publish.offline import verify as offline
from preserve.sample import AT, build_case
from publish.altering import edit

SALT = b"s" * 32
Leaf = Callable[[int], bytes]
Fields = dict[str, bytes]
USUAL = {"statement": b'"st-1"', "who": b'"Ana"', "why": b'"Not in the text"'}


def committed(name: str, value: bytes) -> str:
    encoded = name.encode()
    return hashlib.sha256(b"foja/field/v1\0" + SALT + len(encoded).to_bytes(2, "big") + encoded + value).hexdigest()


def event(
    kind: str = "statement.rejected", *, at: str = AT, actor: str = "person", **more: bytes
) -> tuple[Leaf, Fields]:
    return with_fields({**USUAL, **more}, kind, at, actor)


def with_fields(
    fields: Fields, kind: str = "statement.rejected", at: str = AT, actor: str = "person"
) -> tuple[Leaf, Fields]:
    commit = {name: committed(name, value) for name, value in fields.items()}

    def leaf(seq: int) -> bytes:
        parts = {"actor": actor, "at": at, "commit": commit, "kind": kind, "seq": seq}
        return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return leaf, fields


def spelt(old: bytes, new: bytes) -> tuple[Leaf, Fields]:
    """A usual event whose leaf is spelt in another way."""
    leaf, fields = event()
    return lambda seq: leaf(seq).replace(old, new), fields


def in_another_order() -> tuple[Leaf, Fields]:
    """A usual event whose leaf has its commitments from the last name to the first."""
    leaf, fields = event()

    def turned(seq: int) -> bytes:
        parts = json.loads(leaf(seq))
        parts["commit"] = dict(reversed(parts["commit"].items()))
        return json.dumps(parts, separators=(",", ":")).encode()

    return turned, fields


TWO = f'a":"{committed("a", b"1")}","b'
"""A name that reads, in a leaf, like two."""

ALTERED, BACK = {"event-altered"}, {"event-altered", "time-backwards"}
BOTH: dict[str, tuple[tuple[Leaf, Fields], set[str]]] = {
    "as foja writes it": (event(), set()),
    "no fields": (with_fields({}), set()),
    "a name in capitals": (with_fields({**USUAL, "Who": b'"x"'}), ALTERED),
    "a letter that looks the same": (with_fields({**USUAL, "wh\N{CYRILLIC SMALL LETTER O}": b'"x"'}), ALTERED),
    "an empty name": (with_fields({**USUAL, "": b'"x"'}), ALTERED),
    "a key twice in a value": (event("statement.accepted", statement=b'{"id":1,"id":2}'), ALTERED),
    "no time": (event(at=""), ALTERED),
    "a time that is a word": (event(at="zzzz"), ALTERED),
    "a month that does not exist": (event(at="2999-13-01T00:00:00Z"), ALTERED),
    "a second that does not exist": (event(at="2026-12-31T23:59:60Z"), ALTERED),
    "Arabic digits": (event(at="\N{ARABIC-INDIC DIGIT TWO}026-03-01T10:00:00Z"), ALTERED),
    "another zone": (event(at="2026-03-01T10:00:00+02:00"), BACK),
    "the year 0": (event(at="0000-01-01T00:00:00Z"), BACK),
    "an early date": (event(at="1999-01-01T00:00:00Z"), {"time-backwards"}),
    "a kind in capitals": (event("Statement.accepted"), ALTERED),
    "a kind with a blank": (event("source.added "), ALTERED),
    "an empty kind": (event(""), ALTERED),
    "an actor in capitals": (event(actor="Person"), ALTERED),
    "another number": (spelt(b'"seq":9', b'"seq":10'), ALTERED),
    "a number with a point": (spelt(b'"seq":9', b'"seq":9.0'), ALTERED),
    "a key of the leaf twice": (spelt(b'{"actor"', b'{"actor":"tool","actor"'), ALTERED),
    "one more key in the leaf": (spelt(b',"kind"', b',"hidden":1,"kind"'), ALTERED),
    "the fields in another order": (in_another_order(), ALTERED),
    "a blank in the leaf": (spelt(b',"kind"', b', "kind"'), ALTERED),
    "the case created twice": (event("case.created", title=b'"Airport"'), {"settings-differ"}),
    "a signer that is a list": (event("signer.added", name=b"[1]", key=b"{}"), {"label-lowered-alone"}),
    "labels that are a number": (event("source.classified", label=b'"public"', part=b"[]", sources=b"5"),
                                 {"label-lowered-alone"}),
    "withheld fields in a list": (event("disclosure.made", withheld=b"[5]"), ALTERED),
}  # fmt: skip
NO_BUNDLE: dict[str, tuple[Leaf, Fields]] = {
    "not JSON": event("source.added", source=b"nope"),
    "not a number": event("source.added", source=b"NaN"),
    "text that is not UTF-8": event(why=b'"\xff"'),
    "a hundred thousand brackets": event("statement.accepted", statement=b'{"a":' + b"[" * 100_000),
    "a hundred thousand brackets, closed": event("source.added", source=b"[" * 100_000 + b"]" * 100_000),
    "a number of 5,000 digits": event("source.added", source=b'{"size":' + b"9" * 5_000 + b"}"),
    "a source that is a list": event("source.added", source=b"[1]"),
    "a digest that is a number": event("source.added", source=b'{"sha256":5}'),
    "digests in lists": event("derived", blobs=b"[[1],{}]"),
    "half a letter": event("source.added", source=b'{"sha256":"\\ud800"}'),
    "a list without entries": event("list.added", snapshot=b'{"files":5}'),
    "a stamp of junk": event("stamped", note=b'"x"', response=b"[]", roots=b"1", size=b'"q"'),
    "no leaf": (lambda seq: b"junk", {}),
    "an empty leaf": (lambda seq: b"", {}),
    "a leaf that is a list": (lambda seq: b"[]", {}),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("others") / "case"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_HOME", "")  # build_case sets it
        build_case(case)
    return case


@pytest.fixture
def case(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOJA_HOME", str(base.parent / "home"))
    return Path(shutil.copytree(base, tmp_path / "case"))


def append(case: Path, leaf: Leaf, fields: Fields) -> None:
    """The event at the end of the ledger, with its place in the tree, and a checkpoint by the real key."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        seq, edge = ledger.size, Edge.load(ledger.size, ledger.tile)
        body = leaf(seq)
        changed = edge.extend([leaf_hash(body)])
        ledger.database.execute("INSERT INTO event VALUES (?, ?, ?)", (seq, leaf_hash(body), body))
        rows = [(seq, name, SALT, value) for name, value in fields.items()]
        ledger.database.executemany("INSERT INTO payload VALUES (?, ?, ?, ?)", rows)
        ledger.database.executemany("INSERT OR REPLACE INTO tile VALUES (?, ?)", changed.items())
    ours.sign(case)


@pytest.mark.parametrize("name", BOTH)
def test_both_checkers_say_the_same(case: Path, tmp_path: Path, name: str) -> None:
    made, expected = BOTH[name]
    append(case, *made)
    report = verify_case(case)
    found, counts, _ = offline.examine(str(ours.export(case, tmp_path / "bundle")))
    assert expected == {finding.code for finding in report.findings} == {finding.code for finding in found}
    assert report.exit_code == offline.verdict(found)
    assert 10 == counts["events"]


@pytest.mark.parametrize("name", NO_BUNDLE)
def test_what_no_bundle_can_hold_is_found_in_the_case_and_refused(case: Path, tmp_path: Path, name: str) -> None:
    append(case, *NO_BUNDLE[name])
    assert ALTERED == {finding.code for finding in verify_case(case).findings}
    with pytest.raises(Damage):
        ours.export(case, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_a_name_that_reads_like_two_opens_neither(case: Path, tmp_path: Path) -> None:
    """The commitments, written one behind the other, are those of the leaf; but its two fields were never opened."""
    commit = {"a": committed("a", b"1"), "b": committed(TWO, b"1")}
    leaf, _ = with_fields({})
    append(case, lambda seq: leaf(seq).replace(b"{}", json.dumps(commit, separators=(",", ":")).encode()), {TWO: b"1"})
    assert "event-altered" in {finding.code for finding in verify_case(case).findings}
    assert ALTERED == {one.code for one in offline.examine(str(ours.export(case, tmp_path / "bundle")))[0]}


@pytest.mark.parametrize(
    "name", ["foja.toml", "checkpoint", "checkpoints/00000099.note", "ledger.db", "case.db", "pipe"]
)
def test_a_pipe_does_not_make_a_check_wait(case: Path, name: str) -> None:
    (case / name).unlink(missing_ok=True)
    os.mkfifo(case / name)
    assert "case-extra" in {finding.code for finding in verify_case(case).findings}


def test_settings_that_nest_without_end_are_settings_that_cannot_be_read(case: Path) -> None:
    with (case / "foja.toml").open("a") as file:
        file.write("x = " + "[" * 100_000 + "\n")
    assert {"key-unknown"} == {finding.code for finding in verify_case(case).findings}


def test_the_order_of_a_leaf_is_not_excused_by_the_same_order_of_what_is_opened() -> None:
    """A line of a bundle can open fields in any order; that of the leaf is the canonical one."""
    leaf, fields = in_another_order()
    opened = [(name, (SALT.hex(), value.decode())) for name, value in fields.items()]
    usual, _ = event()
    assert "statement.rejected" == offline.open_event(usual(9).decode(), opened, 9)[0]
    with pytest.raises(ValueError, match="canonical"):
        offline.open_event(leaf(9).decode(), opened[::-1], 9)


def test_nobody_seals_or_withholds_what_is_not_said_yet(case: Path, tmp_path: Path) -> None:
    """An event that lists a field of a later one excuses nothing: what is removed was there before."""
    later = {"11": ["why"]}
    append(case, *with_fields({"fields": json.dumps(later).encode(), "files": b"[]"}, "source.sealed"))
    append(case, *with_fields({"withheld": json.dumps(later).encode(), "audience": b'"internal"'}, "disclosure.made"))
    append(case, *event())
    report = verify_case(case)
    assert report.exit_code == 0
    bundle = ours.export(case, tmp_path / "bundle")
    assert offline.examine(str(bundle))[0] == []
    edit(bundle, 11, lambda line: line["open"].pop("why"))  # type: ignore[attr-defined]
    ours.cover_up(bundle)
    assert {"fields-withheld"} == {one.code for one in offline.examine(str(bundle))[0]}
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.database.execute("DELETE FROM payload WHERE seq = 11 AND field = 'why'")
    assert {"field-missing"} == {finding.code for finding in verify_case(case).findings}


def test_erasing_a_sealed_file_does_not_excuse_a_source_that_is_gone(case: Path, tmp_path: Path) -> None:
    """What ``payload.erased`` lists as files are age files; a source that every event still names has to be there."""
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        sha = next(ledger.events(kinds=["source.added"])).body["source"]["sha256"]
    fields = {"fields": b"{}", "files": json.dumps([sha]).encode(), "blobs": b"[]", "sources": b"[]"}
    append(case, *with_fields(fields, "payload.erased"))
    blob = case / "vault/sha256" / sha[:2] / sha[2:4] / sha
    bundle = ours.export(case, tmp_path / "bundle")
    assert (bundle / "data" / blob.relative_to(case)).is_file()
    (bundle / "data" / blob.relative_to(case)).unlink()
    ours.cover_up(bundle)
    blob.unlink()
    assert {one.code for one in offline.examine(str(bundle))[0]} >= {"blob-missing", "erased-alone"}
    assert "blob-missing" in {finding.code for finding in verify_case(case).findings}


def test_a_file_that_no_event_names_is_found_where_fields_are_withheld(case: Path, tmp_path: Path) -> None:
    """What only a withheld field names is not in a bundle, so that no field that is not given excuses a file."""
    bundle = ours.export(case, tmp_path / "bundle")
    edit(bundle, 5, lambda line: line["open"].pop("why"))  # type: ignore[attr-defined]
    data = b"planted"
    digest = hashlib.sha256(data).hexdigest()
    place = bundle / "data/vault/sha256" / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    ours.cover_up(bundle)
    assert {"fields-withheld", "file-extra"} == {one.code for one in offline.examine(str(bundle))[0]}

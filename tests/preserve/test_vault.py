from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, UsageError
from foja.preserve import disk
from foja.preserve.finding import Finding
from foja.preserve.vault import Blob, Vault


def of(data: bytes) -> Blob:
    return Blob(sha256=hashlib.sha256(data).hexdigest(), sha512=hashlib.sha512(data).hexdigest(), size=len(data))


def checked(vault: Vault, second: dict[str, str] | None = None) -> list[Finding]:
    """What is wrong with a vault: names that do not belong, and blobs that are not what their names say."""
    digests, findings = vault.contents()
    found = [vault.inspect(digest, (second or {}).get(digest)) for digest in digests]
    return findings + [finding for finding in found if finding]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def test_a_blob_is_kept_under_its_digest(vault: Vault) -> None:
    blob = vault.put(b"a memo")
    assert of(b"a memo") == blob
    path = vault.root / "sha256" / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256
    assert (path, b"a memo", 0o444) == (vault.path(blob.sha256), path.read_bytes(), path.stat().st_mode & 0o777)
    assert [] == list((vault.root / "incoming").iterdir())
    assert vault.has(blob.sha256) and not vault.has("0" * 64)
    with vault.open(blob.sha256) as file:
        assert b"a memo" == file.read()


def test_the_same_bytes_are_kept_once(vault: Vault) -> None:
    blob = vault.put(b"twice")
    stamp = vault.path(blob.sha256).stat().st_mtime_ns
    assert [blob, blob] == vault.put_many([b"twice", b"twice"])
    assert ([blob.sha256], stamp) == (vault.contents()[0], vault.path(blob.sha256).stat().st_mtime_ns)


def test_a_file_is_kept_in_pieces(vault: Vault, tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    (tmp_path / "scan.tiff").write_bytes(data)
    assert of(data) == vault.put_file(tmp_path / "scan.tiff")
    assert data == vault.read(of(data).sha256)


@pytest.mark.parametrize("name", ["absent", "folder"])
def test_a_file_that_cannot_be_read(vault: Vault, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError) as caught:
        vault.put_file(tmp_path / name)
    assert ("file-unreadable", str(tmp_path / name)) == (caught.value.code, caught.value.where)


@given(st.lists(st.binary(max_size=40), max_size=8))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_as_one_by_one(vault: Vault, datas: list[bytes]) -> None:
    assert [of(data) for data in datas] == vault.put_many(iter(datas))
    assert datas == [vault.read(of(data).sha256) for data in datas]
    assert [] == checked(vault)


def test_many_in_several_batches(vault: Vault) -> None:
    datas = [str(number).encode() for number in range(600)]
    assert sorted(of(data).sha256 for data in datas) == sorted(blob.sha256 for blob in vault.put_many(datas))
    assert sorted(of(data).sha256 for data in datas) == vault.contents()[0]


def test_many_without_syncfs(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_syncfs", lambda: None)
    assert [of(b"a"), of(b"b")] == vault.put_many([b"a", b"b"])


def test_without_hard_links(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert [of(b"x"), of(b"x")] == [vault.put(b"x"), vault.put(b"x")]
    assert b"x" == vault.read(of(b"x").sha256)
    assert [] == list((vault.root / "incoming").iterdir())


def harm(vault: Vault, sha256: str, data: bytes) -> Path:
    path = vault.path(sha256)
    path.chmod(0o644)
    path.write_bytes(data)
    return path


@given(st.integers(0, 7), st.integers(0, 8 * 12 - 1))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_bit_is_found(vault: Vault, which: int, bit: int) -> None:
    data = b"evidence no%d" % which
    blob = vault.put(data)
    flipped = bytearray(data)
    flipped[bit // 8] ^= 1 << bit % 8
    path = harm(vault, blob.sha256, bytes(flipped))
    with pytest.raises(Damage) as caught:
        vault.read(blob.sha256)
    assert ("blob-altered", str(path)) == (caught.value.code, caught.value.where)
    assert [("blob-altered", str(path))] == [(f.code, f.where) for f in checked(vault)]
    with pytest.raises(Damage, match="was altered"):
        vault.put(data)  # never acknowledged while the copy that is there is wrong
    path.write_bytes(data)
    assert [] == checked(vault)


def test_the_second_digest_is_compared(vault: Vault) -> None:
    blob = vault.put(b"two digests")
    assert [] == checked(vault, {blob.sha256: blob.sha512})
    assert ["blob-altered"] == [f.code for f in checked(vault, {blob.sha256: "0" * 128})]


def test_a_missing_blob(vault: Vault) -> None:
    with pytest.raises(Damage) as caught:
        vault.read("0" * 64)
    assert "blob-missing" == caught.value.code


@pytest.mark.parametrize("name", ["", "ab", "A" * 64, "0" * 63 + "\n", "../" * 21 + "x", "0" * 64 + "\n"])
def test_what_is_no_digest_never_becomes_a_path(vault: Vault, name: str) -> None:
    for ask in (vault.read, vault.has, vault.path, vault.open):
        with pytest.raises(UsageError) as caught:
            ask(name)
        assert "digest-malformed" == caught.value.code


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("stray.txt", "file"), ("sha256/stray", "file"), ("sha256/00/stray", "file"), ("sha256/zz", "folder"),
        ("sha256/00/11/" + "0" * 64, "file"), ("sha256/00/00/" + "0" * 64, "folder"), ("sha256/00/00/link", "link"),
        ("sha256/00/00/" + "0" * 64, "link"), ("sha256/0A", "folder"), ("incoming/deep", "folder"), ("twin", "link"),
        ("incoming/link", "link"), ("sha256/00/00/" + "0" * 64 + ".bak", "file"),
    ],
)  # fmt: skip
def test_what_does_not_belong_is_reported(vault: Vault, place: str, kind: str) -> None:
    kept = vault.put(b"kept")
    path = vault.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        path.write_bytes(b"")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(vault.path(kept.sha256))
    assert [("blob-extra", str(path))] == [(f.code, f.where) for f in checked(vault)]
    assert [kept.sha256] == vault.contents()[0]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_name_that_is_no_file_is_not_read(vault: Vault, kind: str) -> None:
    vault.put(b"other")
    path = vault.path(of(b"mine").sha256)
    path.parent.mkdir(parents=True)
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(vault.path(of(b"other").sha256))
    for ask in (vault.read, lambda _: vault.put(b"mine")):
        with pytest.raises(Damage) as caught:
            ask(of(b"mine").sha256)
        assert "blob-extra" == caught.value.code


def test_a_vault_that_is_a_link_is_reported(tmp_path: Path) -> None:
    Vault(tmp_path / "real").put(b"x")
    (tmp_path / "vault").symlink_to(tmp_path / "real")
    assert ["blob-extra"] == [f.code for f in checked(Vault(tmp_path / "vault"))]


def test_leftovers_are_harmless_and_swept(vault: Vault) -> None:
    vault.put(b"x")
    dead = vault.root / "incoming" / "999999999-0123456789abcdef"
    live = vault.root / "incoming" / f"{os.getpid()}-0123456789abcdef"
    for path in (dead, live):
        path.write_bytes(b"half a fi")
    assert [("draft-left", False)] * 2 == [(f.code, f.damage) for f in checked(vault)]
    Vault(vault.root).put(b"y")
    assert [live] == list((vault.root / "incoming").iterdir())


def test_an_empty_vault_is_whole(vault: Vault) -> None:
    assert ([], []) == (vault.contents()[0], checked(vault))
    assert [] == vault.put_many([])

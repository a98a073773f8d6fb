from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, UsageError
from foja.preserve.keys import KeyPair, key_path, load_key, new_key
from foja.preserve.note import Note, format_note, parse_note, parse_verifier, signers

# The example of https://c2sp.org/signed-note
VERIFIER = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZ"
    "XsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
OTHER = "— witness.example/w AAAAAAAAAAAA\n".encode()


def test_the_example_of_the_specification() -> None:
    verifier = parse_verifier(VERIFIER)
    note = parse_note(EXAMPLE)
    assert ((verifier,), VERIFIER, "This is an example message.\n") == (
        signers(note, [verifier]), str(verifier), note.text,
    )  # fmt: skip
    assert EXAMPLE == format_note(note)


def test_lines_of_unknown_keys_are_kept_and_passed_over() -> None:
    note = parse_note(EXAMPLE + OTHER)
    assert 1 == len(signers(note, [parse_verifier(VERIFIER)]))
    assert EXAMPLE + OTHER == format_note(note)


@given(st.integers(0, len(EXAMPLE) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_a_flipped_bit_never_passes(bit: int) -> None:
    data = bytearray(EXAMPLE)
    data[bit // 8] ^= 1 << bit % 8
    try:
        assert () == signers(parse_note(bytes(data)), [parse_verifier(VERIFIER)])
    except Damage as error:
        assert error.code in ("note-malformed", "signature-wrong")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"\n\n", b"text\n", b"text\n\n", EXAMPLE[:-1], EXAMPLE + b"\n", EXAMPLE.replace(b"\n\n", b"\n"),
        EXAMPLE.replace("—".encode(), b"-"), b"\xff" + EXAMPLE, b"a\x00" + EXAMPLE, EXAMPLE.replace(b"\n", b"\r\n"),
        b"x" * 1_000_001 + EXAMPLE, "t\n\n— a+b AAAAAAAA\n".encode(), "t\n\n— a AAAA\n".encode(), "t\n\n— a\n".encode(),
    ],
)  # fmt: skip
def test_what_is_no_note(data: bytes) -> None:
    with pytest.raises(Damage) as caught:
        parse_note(data)
    assert "note-malformed" == caught.value.code


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b", "a+b+c", VERIFIER[:-1], VERIFIER.replace("530d903a", "530d903b"), "x" + VERIFIER,
     VERIFIER.replace("Aeky", "Beky"), VERIFIER + "=", VERIFIER.replace("U2k", "U2l")],
)  # fmt: skip
def test_what_is_no_verifier(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_verifier(text)
    assert "verifier-malformed" == caught.value.code


def test_a_key_is_kept_outside_and_found_again(tmp_path: Path) -> None:
    key = new_key("example.org/cases/7")
    path = key_path("example.org/cases/7")
    assert (tmp_path / "home" / "keys", 0o600) == (path.parent, path.stat().st_mode & 0o777)
    again = load_key("example.org/cases/7")
    assert key == again
    note = Note(text="some text\n", signatures=(again.sign("some text\n"),))
    assert (key.verifier,) == signers(parse_note(format_note(note)), [parse_verifier(str(key.verifier))])
    assert "seed" not in repr(key) and key.seed.hex() not in repr(key)


def test_two_keys_differ() -> None:
    assert new_key("a").seed != new_key("b").seed


def test_a_key_is_never_replaced() -> None:
    key = new_key("a")
    with pytest.raises(UsageError) as caught:
        new_key("a")
    assert ("key-exists", key) == (caught.value.code, load_key("a"))


def test_a_missing_key_says_what_to_do() -> None:
    with pytest.raises(UsageError) as caught:
        load_key("nowhere")
    assert "key-missing" == caught.value.code
    assert caught.value.next


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "line\nbreak", "tab\t", "\u2028"])
def test_names_that_cannot_sign(origin: str) -> None:
    with pytest.raises(UsageError) as caught:
        new_key(origin)
    assert "origin-malformed" == caught.value.code


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_a_key_that_others_can_read_is_refused() -> None:
    new_key("a")
    key_path("a").chmod(0o640)
    with pytest.raises(UsageError) as caught:
        load_key("a")
    assert "key-exposed" == caught.value.code


@pytest.mark.parametrize("harm", [lambda t: t[:-1], lambda t: "", lambda t: t.replace("+a+", "+b+"), lambda t: t + t,
                                  lambda t: t.replace("KEY+", "KEY "), lambda t: "\udcff"])  # fmt: skip
def test_a_damaged_key_file(harm: object) -> None:
    new_key("a")
    path = key_path("a")
    changed = harm(path.read_text())  # type: ignore[operator]
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError) as caught:
        load_key("a")
    assert "key-malformed" == caught.value.code


def test_a_wrong_signature_of_a_known_key() -> None:
    key = KeyPair(name="a", seed=bytes(32))
    with pytest.raises(Damage) as caught:
        signers(Note(text="other\n", signatures=(key.sign("text\n"),)), [key.verifier])
    assert "signature-wrong" == caught.value.code

"""Bytes to characters: byte order mark, strict UTF-8, then the most plausible of declared and detected.

A declaration is a claim of the file about itself and is often wrong (UTF-8 pages declared Latin-1,
Arabic pages without any). Strict UTF-8 succeeds by accident on almost no other text, so it comes
first. Then the declared and the detected encoding (uchardet through resiliparse) are both tried and
the decoding that looks more like words wins; the declaration breaks ties.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from foja.model.errors import Gap
from foja.model.vocabulary import OutcomeState

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_TWICE = re.compile(
    "[\u00c3\u00c2\u00d8\u00d9\u00d0][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_META = re.compile(rb"""(?is)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([a-zA-Z0-9_:.-]{2,40})""")
_SAMPLE = 65_536


class Decoded(NamedTuple):
    """``encoding``: the Python name of the encoding used. ``notes``: doubts for a person to read."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes, declared: str = "") -> Decoded:
    """The characters of ``data``. Raises ``Gap("unsupported")`` when the bytes are not text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _noted(data[len(mark) :].decode(name, "replace"), name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        wide = _wide(data)
        if wide:
            return _noted(_text(data.decode(wide, "replace")), wide)
    else:
        wide = _wide(data)
        if wide:  # UTF-16 of plain ASCII is also valid UTF-8, with a NUL after every letter
            return _noted(_text(data.decode(wide, "replace")), wide)
        return _noted(_text(text), "utf-8")
    sample = data[:_SAMPLE]
    if sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 26, 27) for byte in sample) > 0.02 * len(sample):
        raise _binary()
    mixed = _mixed(data, declared)
    if mixed is not None:
        return mixed
    name = _best(data, declared)
    notes = (
        () if declared and _python_name(declared) == name else (f"encoding read as {name}; the file does not say so",)
    )
    decoded = _noted(data.decode(name, "replace"), name)
    return decoded._replace(notes=notes + decoded.notes)


def _mixed(data: bytes, declared: str) -> Decoded | None:
    """Lines of UTF-8 among lines of another encoding, as in tables put together from several: each is decoded as what
    it is. None where the lines that are UTF-8 look no better for it: short ones can be that by accident."""
    lines = data.split(b"\n")
    wide = [line for line in lines if not line.isascii()]
    good = [line for line in wide if _is_utf8(line)]
    if not good or len(good) == len(wide) or len(good) * 20 < len(wide):
        return None
    other = b"\n".join(line for line in wide if not _is_utf8(line))
    # few lines are too little to detect an encoding by: without a declaration the Western one stands first
    name, sample = _best(other, declared or "windows-1252"), b"\n".join(good)[:_SAMPLE]
    if plausibility(sample.decode("utf-8", "replace")) < plausibility(sample.decode(name, "replace")) + 0.3:
        return None
    text = "\n".join(line.decode("utf-8") if _is_utf8(line) else line.decode(name, "replace") for line in lines)
    counts = f"{len(good):,} are utf-8, {len(wide) - len(good):,} {name}"
    note = f"the file mixes encodings: of the lines that show it, {counts}"
    decoded = _noted(text, name)
    return decoded._replace(notes=(note, *decoded.notes))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(text: str) -> str:
    """``text``, unless it is mostly control characters: then the bytes are not text. Raises ``Gap("unsupported")``."""
    if len(_CONTROL.findall(text[:_SAMPLE])) > 0.3 * min(len(text), _SAMPLE):
        raise _binary()
    return text


def declared_in(data: bytes) -> str:
    """The encoding an HTML or XML file declares in its first 4 KB, or the empty string."""
    match = _XML.search(data[:4096]) or _META.search(data[:4096])
    return match.group(1).decode("ascii") if match else ""


def _binary() -> Gap:
    return Gap(
        OutcomeState.UNSUPPORTED.value,
        "The bytes are neither text nor a format that foja reads.",
        next="Convert the file to PDF, HTML, DOCX or text with the program it comes from, and add the result.",
    )


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark shows as zero bytes on every second place."""
    sample = data[:4096]
    if len(sample) < 8:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _python_name(name: str) -> str:
    """The Python codec that browsers use for a label (WHATWG: Latin-1 means windows-1252)."""
    from resiliparse.parse.encoding import map_encoding_to_html5

    try:
        mapped = map_encoding_to_html5(name, fallback_utf8=False) or ""
        return codecs.lookup(mapped).name if mapped else ""
    except LookupError:
        return ""


def _best(data: bytes, declared: str) -> str:
    from resiliparse.parse.encoding import detect_encoding

    candidates = []
    for name in (_python_name(declared) if declared else "", _python_name(detect_encoding(data) or ""), "cp1252"):
        if name and name not in candidates and name != "utf-8":
            candidates.append(name)
    sample = data[: _SAMPLE * 4]
    # max() keeps the first of equals: declared before detected before the Western default
    return max(candidates, key=lambda name: plausibility(sample.decode(name, "replace")))


def plausibility(text: str) -> float:
    """How much the non-ASCII characters of ``text`` look like words, from -2 (noise) to 1.

    A letter beside a letter of its own script counts for it; control characters, replacement
    characters, symbols inside words and words of mixed scripts or mixed case count against it.
    """
    total = score = 0.0
    previous = ""
    for char in text:
        if char.isascii():
            previous = char
            continue
        total += 1
        if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn"):
            score -= 2
        elif char.isalpha():
            script = unicodedata.name(char, "?").split(" ")[0]
            if previous.isalpha():
                same = script == unicodedata.name(previous, "?").split(" ")[0]
                two_marked = script == "LATIN" and not previous.isascii()
                lower_upper = char.isupper() and previous.islower()
                score += -1 if not same or lower_upper else 0.2 if two_marked else 1
            else:
                score += 0.5
        elif previous.isalpha() and not char.isspace() and char not in "’”»–—…":
            score -= 0.5
        previous = char
    return score / total if total else 0.0


def _noted(text: str, encoding: str) -> Decoded:
    sample = text[: _SAMPLE * 16]
    notes = []
    damaged = sample.count("\ufffd")
    if damaged:
        notes.append(f"{damaged} places do not decode as {encoding} and show as \ufffd")
    if "\0" in sample:
        notes.append("NUL characters in the file show as \ufffd")
    if len(_TWICE.findall(sample)) >= 2 and _decoded_twice(sample):
        notes.append("the text looks encoded twice (as in \u00c3\u00b1 for \u00f1); it is kept as it is in the file")
    if _BIDI.search(sample):
        notes.append(
            "the text holds characters that change the direction of writing; what shows may differ from what is stored"
        )
    return Decoded(text, encoding, tuple(notes))


def _decoded_twice(text: str) -> bool:
    try:
        text[:4096].encode("cp1252", "ignore").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

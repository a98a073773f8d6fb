"""Alias evidence: a second name of a party, given in brackets after the first.

Read are: an acronym after its long form or the long form after its acronym; the same name in another
script; a name introduced by "alias", "also known as" and the like. Anything else in brackets (a party, a
year, an age) is no name.
"""

from __future__ import annotations

import re
import unicodedata

from foja.resolve.forms import lexicon, name_key
from foja.text.fold import words

_BRACKET = re.compile(r"[\s\u200e\u200f]{0,2}[(（]([^()（）\n]{2,90})[)）]")
_EDGES = ' \t"“”«»‘’,;:.\u200e\u200f'
_CAPITALS = 2


def bracketed(text: str, name: str, end: int) -> tuple[str, str, int, int] | None:
    """The second name after the mention ``name`` that ends at ``end``: (name, reason, start, end), with
    the span of the second name in the text."""
    match = _BRACKET.match(text, end)
    if match is None:
        return None
    start, stop = match.span(1)
    for part in re.finditer(r"[^,;/]+", text[start:stop]):
        begin, finish = start + part.start(), start + part.end()
        cue = _cue_length(text[begin:finish])
        begin += cue
        while begin < finish and text[begin] in _EDGES:
            begin += 1
        while finish > begin and text[finish - 1] in _EDGES:
            finish -= 1
        second = text[begin:finish]
        if not second[:1].isalpha() or second[:1].islower() or name_key(second) == name_key(name):
            continue
        if reason := _reason(name, second, introduced=cue > 0):
            return second, reason, begin, finish
    return None


def abbreviates(acronym: str, long: str) -> bool:
    """Whether ``acronym`` can stand for ``long``: its letters stand in the long form in order, the first
    begins it, and at least two thirds of them begin a word."""
    letters = name_key(acronym.replace(".", "").replace("-", "")).replace(" ", "")
    # Small words may give a letter ("of" in DOJ does not, "de" in UNDP does), so both readings are tried.
    for skipped in (lexicon().particles, frozenset[str]()):
        parts = [word for word, _, _ in words(long) if word not in skipped]
        if len(letters) > 1 and len(parts) > 1 and _fits(letters, parts):
            return True
    return False


def _fits(letters: str, parts: list[str]) -> bool:
    initials, word, place = 0, -1, 0
    for letter in letters:
        following = next((at for at in range(word + 1, len(parts)) if parts[at].startswith(letter)), None)
        inside = parts[word].find(letter, place) if word >= 0 else -1
        if following is not None:
            word, place, initials = following, 1, initials + 1
        elif inside >= 0:
            place = inside + 1
        else:
            return False
    return letters[0] == parts[0][0] and 3 * initials >= 2 * len(letters)


def _reason(name: str, second: str, introduced: bool) -> str:
    if introduced:
        return f'"{second}" is introduced in brackets as another name of "{name}"'
    if _is_acronym(second) and abbreviates(second, name):
        return f'"{second}" stands in brackets after "{name}" and is made of its letters'
    if _is_acronym(name) and abbreviates(name, second):
        return f'"{second}" stands in brackets after "{name}", which is made of its letters'
    ours, theirs = script(name), script(second)
    if ours and theirs and ours != theirs and len(second.split()) <= 2 * len(name.split()) + 2:
        return f'"{second}" stands in brackets after "{name}": the name in another script'
    return ""


def _is_acronym(name: str) -> bool:
    letters = [char for char in name if char.isalpha()]
    return (
        len(name.split()) == 1
        and len(letters) >= _CAPITALS
        and sum(char.isupper() for char in letters) >= max(_CAPITALS, len(letters) // 2)
    )


def _cue_length(part: str) -> int:
    """How many code points of the part belong to words such as "also known as"."""
    found = list(words(part))
    plain = " ".join(word for word, _, _ in found)
    for phrase in lexicon().also:
        size = len(phrase.split())
        if len(found) > size and plain.startswith(phrase + " "):
            return found[size - 1][2]
    return 0


def script(name: str) -> str:
    """The script that all letters of a name belong to ("LATIN", "ARABIC" ...), empty if they are mixed."""
    kinds = {unicodedata.name(char, "").split(" ")[0] for char in name if char.isalpha()}
    return kinds.pop() if len(kinds) == 1 else ""

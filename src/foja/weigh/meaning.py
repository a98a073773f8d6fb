"""The two stages across languages: rows of a sentence encoder for each text, and which texts follow one another."""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.document import Crossed
from foja.model.record import Record
from foja.model.support import Crossing, Meaning, Vectors
from foja.model.text import Document
from foja.text.sentences import sentences
from foja.weigh import across
from foja.weigh.body import spans
from foja.weigh.encoder import encoder, installed, languages

SHORTEST = 25
"""Code points of the shortest stretch that is taken for a sentence: headings and signatures are not."""
MOST = 300
"""Sentences of a text that are encoded, from its start: a long file costs no more than a second or two."""


class AcrossSetting(Record, frozen=True):
    """``encoders``: names of those to use, in order of preference; empty for those that are installed where it runs."""

    encoders: tuple[str, ...] = ()


DEFAULT = AcrossSetting()


class MeaningStage:
    """Rows of every installed encoder that knows the language of a text."""

    name = "weigh.meaning"
    version = "1"
    needs = Document
    gives = (Meaning,)

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Meaning]:
        assert isinstance(item, Document)
        assert isinstance(setting, AcrossSetting)
        language = item.reading.claim("language")[:2].lower()
        encoders = setting.encoders or installed()
        fitting = [name for name in encoders if language in languages(name)]
        every = [
            (start, end)
            for offset, stop in spans(item)
            for start, end in sentences(item.text, offset, stop)
            if end - start >= SHORTEST
        ]
        held = every[:MOST]
        sets = []
        for name in fitting if held else ():
            found = encoder(name)
            if found is None:
                continue
            matrix = found.encode([item.text[start:end] for start, end in held])
            packed = across.packed(matrix)
            sets.append(Vectors(encoder=name, width=len(packed) // len(held), rows=packed, mean=across.mean(matrix)))
        yield Meaning(
            source=item.reading.source,
            text=item.reading.text,
            version=self.version,
            language=language,
            sentences=tuple(held) if sets else (),
            sets=tuple(sets),
            notes=tuple(_notes(language, bool(fitting), len(held), len(every))),
        )


def _notes(language: str, fitting: bool, held: int, every: int) -> Iterable[str]:
    if not language:
        yield "Its language is not known: it was not compared across languages."
    elif not fitting:
        yield f"No installed encoder knows its language ({language}): it was not compared across languages."
    elif not held:
        yield "It has no sentence long enough to be compared across languages."
    if fitting and every > held:
        yield f"Only its first {held} of {every} sentences were compared across languages."


class AcrossStage:
    """Translations and paraphrases of a text among those that lie near it."""

    name = "weigh.across"
    version = "3"
    needs = Crossed
    gives = (Crossing,)

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Crossing]:
        assert isinstance(item, Crossed)
        links = [
            link
            for other, meaning in zip(item.documents, item.meanings, strict=True)
            if (link := across.follow((item.document, item.meaning), (other, meaning))) is not None
        ]
        yield Crossing(
            source=item.meaning.source,
            text=item.meaning.text,
            version=self.version,
            links=tuple(sorted({link.id: link for link in links}.values(), key=lambda link: link.id)),
        )


MEANING = MeaningStage()
ACROSS = AcrossStage()

"""The two stages of the weighing: a sketch of each document, and the comparison with its candidates."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from foja.model.document import Candidates, Known
from foja.model.record import Record
from foja.model.support import Comparison, Likeness, Link, Sketch
from foja.model.text import Document
from foja.model.vocabulary import LinkKind
from foja.text.fold import key
from foja.weigh.body import Body, body, mixed_words
from foja.weigh.fingerprint import fingerprints
from foja.weigh.likeness import alike, signature
from foja.weigh.reuse import compare_bodies
from foja.weigh.standing import is_standing, standing_words
from foja.weigh.template import set_aside, shared_words, site


class WeighSetting(Record, frozen=True):
    """Nothing to set yet: the constants stand with their reasons in the modules that use them."""


DEFAULT = WeighSetting()


class SketchStage:
    """Look-up keys of a document and of its statements."""

    name = "weigh.sketch"
    version = "5"
    needs = Known
    gives = (Sketch,)

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Sketch]:
        assert isinstance(item, Known)
        fingerprint = fingerprints(item.document)
        yield Sketch(
            source=item.extraction.source,
            text=item.extraction.text,
            version=self.version,
            bands=fingerprint.bands,
            sentences=fingerprint.sentences,
            grams=fingerprint.grams,
            site=site(item.document.reading),
            statements=tuple(
                (statement.id, signature(statement, tuple(filter(None, map(key, statement.names)))))
                for statement in item.extraction.statements
            ),
        )


class CompareStage:
    """Copies of a document among its candidates, and statements that say the same."""

    name = "weigh.compare"
    version = "10"
    needs = Candidates
    gives = (Comparison,)

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Comparison]:
        assert isinstance(item, Candidates)
        own, common = body(item.document), frozenset(item.common)
        templates = item.templates or ((),) * len(item.documents)
        links = [
            _link(item.document, other, set_aside(own, template), set_aside(body(other), template), common)
            for other, template in zip(item.documents, templates, strict=True)
        ]
        likenesses = [alike(ours, theirs) for ours, theirs in item.statements]
        yield Comparison(
            source=item.sketch.source,
            text=item.sketch.text,
            version=self.version,
            links=tuple(
                sorted({link.id: link for link in links if isinstance(link, Link)}.values(), key=lambda link: link.id)
            ),
            likenesses=tuple(
                sorted({x for x in likenesses if isinstance(x, Likeness)}, key=lambda x: (x.first, x.second))
            ),
            notes=tuple(
                filter(None, [shared_words(own, item.template), standing_words(own, common), mixed_words(own)])
            ),
        )


def _link(
    document: Document, other: Document, ours: Body, theirs: Body, common: frozenset[int]
) -> Link | None:  # fmt: skip
    """What the words that two texts share say of them. Two that say that they stand at one address are captures of one
    page, not a page and its copy."""
    link = compare_bodies(ours, theirs)
    if link is None or link.kind is LinkKind.QUOTES:
        return link
    address = document.reading.claim("url")
    if address and address == other.reading.claim("url"):
        return replace(link, kind=LinkKind.REVISION)
    return None if is_standing(link, ours, theirs, common) else link


SKETCH = SketchStage()
COMPARE = CompareStage()

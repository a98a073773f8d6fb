"""What a person's changes make of a statement: another statement, whose id follows from what it says and what it
corrects. Nothing is edited in place."""

from __future__ import annotations

from typing import Any

from foja.model.dates import when
from foja.model.errors import UsageError
from foja.model.passage import Passage, passage
from foja.model.statement import Alleger, Statement, statement_id
from foja.model.vocabulary import AllegerKind, Modality, Polarity, Status


def passage_of(digest: str, text: str, start: int, end: int) -> Passage:
    """The passage that a person chose; raises ``UsageError`` when it does not lie in the text."""
    try:
        return passage(digest, text, start, end)
    except ValueError as error:
        raise UsageError(
            "span-outside", f"The chosen passage cannot be used: {error}.", next="Select the words again in the Reader."
        ) from error


def amended(before: Statement, changes: dict[str, Any], text: str, *, new: bool = False) -> Statement:
    """The statement with a person's changes. ``new``: there was none before, only the passage."""
    known = {"content", "start", "end", "modality", "polarity", "status", "presupposed", "speaker", "dates"}
    unknown = sorted(set(changes) - known)
    if unknown:
        raise UsageError(
            "field-unknown", f"A statement has no field {unknown[0]!r}; expected {', '.join(sorted(known))}."
        )
    start = int(changes.get("start", before.passage.start))
    end = int(changes.get("end", before.passage.end))
    where = passage_of(before.passage.text, text, start, end)
    moved = (start, end) != (before.passage.start, before.passage.end)
    content = str(changes.get("content", where.quote if moved else before.content)).strip() or where.quote
    chain = before.chain
    speaker = str(changes.get("speaker", "")).strip()
    if speaker and speaker != before.speaker.name:
        place = text.find(speaker, max(0, start - 2000))
        named = Alleger(
            kind=AllegerKind.SPEAKER, name=speaker,
            start=place if 0 <= place <= end + 2000 else None,
            end=place + len(speaker) if 0 <= place <= end + 2000 else None,
        )  # fmt: skip
        chain = (*(link for link in chain if link.kind in (AllegerKind.PAGE, AllegerKind.OUTLET)), named)
    try:
        dates = (
            tuple(when(str(d), str(d), reason="entered by a person") for d in changes["dates"])
            if "dates" in changes
            else before.dates
        )
        modality = Modality(changes.get("modality", before.modality))
        polarity = Polarity(changes.get("polarity", before.polarity))
        status = Status(changes.get("status", before.status))
    except ValueError as error:
        raise UsageError(
            "value-unknown", f"{error}.", next="See docs/reference/vocabulary.md for the words in use."
        ) from error
    made: dict[str, Any] = {
        "passage": where, "content": content, "chain": chain, "dates": dates, "modality": modality,
        "polarity": polarity, "status": status, "presupposed": bool(changes.get("presupposed", before.presupposed)),
    }  # fmt: skip
    if not new and all(getattr(before, name) == value for name, value in made.items()):
        return before
    names = tuple(name for name in before.names if name in content)
    maker = f"a person {before.id} {content} {polarity} {status} {[d.edtf for d in dates]} {made['presupposed']}"
    return Statement(
        id=statement_id(where, chain, modality, maker), source=before.source, **made,
        cue=before.cue, figures=before.figures if not moved else (), names=names, language=before.language,
        explanation=before.explanation, extractor=before.extractor, entered=True,
        supersedes="" if new else before.id,
    )  # fmt: skip

"""Asking a language model about single sources: a stage of its own, which runs only when a person says so.

Nothing else runs it: no build, no rebuild, no repetition of derivations. What it gave is kept like all that machines
make: a blob, and a ``derived`` event with the model, the digest of the prompt, and the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from foja.extract.model.ask import VERSION, ModelSetting, Reader, answered, made_with, question, split
from foja.extract.model.service import ask, check
from foja.flow.plan import document
from foja.flow.sent import CLOSED, may_be_sent
from foja.model.errors import Gap, Refusal, UsageError
from foja.model.event import Act, Actor
from foja.model.record import Record, digest, encode
from foja.model.statement import Extraction
from foja.model.vocabulary import LADDER, OutcomeState
from foja.store.folder import CaseFolder

STAGE = "extract.model"


class Asked(Record, frozen=True):
    """What came of one source. ``failed``: parts of the text that got no answer that could be used."""

    source: str
    drafts: int
    parts: int
    failed: int
    notes: tuple[str, ...] = ()


def model_setting(folder: CaseFolder, given: Mapping[str, object]) -> ModelSetting:
    """What ``foja.toml`` says under ``[model]``, and over it what was ``given``. Raises ``UsageError`` for other
    fields or values."""
    table = folder.settings.get("model", {})
    try:
        return msgspec.convert({**(table if isinstance(table, dict) else {}), **given}, ModelSetting)
    except msgspec.ValidationError as error:
        raise UsageError(
            "model-unknown",
            f"No model can be asked: {error}.",
            next="Name both: --endpoint http://127.0.0.1:8080/v1 --model NAME, or under [model] in foja.toml.",
        ) from error


def sendable(folder: CaseFolder, sha: str) -> str:
    """The digest of the reading of a source that may be sent. Raises ``Refusal`` for one that may not: its label is
    above internal, or it was sealed or erased. Raises ``UsageError`` for one without a text."""
    row = folder.database.connection.execute(
        "SELECT sensitivity, state, reading FROM source WHERE sha256 = ?", (sha,)
    ).fetchone()
    if not may_be_sent(folder, [sha], receipts=False):
        raise Refusal(
            "model-not-sent",
            f"The source {sha[:12]} is not sent to a model: it is {LADDER[row['sensitivity']]}"
            + (f" and {row['state']}." if row["state"] in CLOSED else "."),
            next="Only sources with the labels public and internal can be sent. Nothing was sent.",
        )
    if not row["reading"]:
        raise UsageError("model-no-text", f"The source {sha[:12]} has no text yet.", next="Build the case first.")
    reading: str = row["reading"]
    return reading


def ask_model(
    folder: CaseFolder, sources: Sequence[str], setting: ModelSetting, actor: Actor, why: str,
    tell: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> tuple[Asked, ...]:  # fmt: skip
    """Asks about each source, after all were found to be sendable; records what came of it. Raises what ``check`` and
    ``sendable`` raise, before anything is sent."""
    check(setting)
    readings = {sha: sendable(folder, sha) for sha in sources}
    out = []
    for number, (sha, reading) in enumerate(readings.items()):
        tell(number, len(readings), "asking the model")
        extraction, parts, failed = _one(folder, reading, setting)
        kept = encode(extraction)
        folder.vault.put_many([kept])
        notes = " ".join(extraction.notes)
        body: dict[str, object] = {
            "stage": STAGE, "version": VERSION, "setting": digest(encode(setting)), "input": reading, "source": sha,
            "state": (OutcomeState.PARTIAL if failed else OutcomeState.DONE).value, "output": digest(kept), "blobs": [],
            "detail": notes, "next": "", "made_with": made_with(setting),
        }  # fmt: skip
        folder.record([Act(kind="derived", body=body, actor=actor, why=why)])
        out.append(Asked(sha, len(extraction.statements), parts, failed, extraction.notes))
    folder.seal()
    return tuple(out)


def _one(folder: CaseFolder, reading: str, setting: ModelSetting) -> tuple[Extraction, int, int]:
    """What the model gives for one text, with the number of parts and of those without an answer."""
    text = document(folder, reading)
    reader, notes, parts, failed = Reader(text, setting.model), list[str](), 0, 0
    for part in split(text):
        parts += 1
        try:
            answer = answered(ask(setting, question(setting, text.text[part.start : part.end])))
        except Gap as gap:
            failed += 1
            notes.append(gap.what)
            continue
        if answer is None:
            failed += 1
            notes.append("An answer was not in the form that was asked for; nothing of it was used.")
        else:
            reader.take(part, answer)
    return reader.extraction(tuple(dict.fromkeys(notes))), parts, failed

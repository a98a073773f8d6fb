"""From the fields of a form or an address to what the facade expects, with errors a person can act on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from foja.model.dates import When, bounds
from foja.model.errors import UsageError
from foja.model.rows import Question
from foja.model.vocabulary import Modality, Review, Status

E = TypeVar("E", bound=StrEnum)

ORDERS = {
    "date": "by date",
    "recent": "most recent first",
    "text": "as in the source",
    "weight": "acts and findings first",
}


def question(query: Mapping[str, str], *, review: tuple[Review, ...], order: str = "date", limit: int = 50) -> Question:
    """The question that an address asks. Raises ``UsageError`` for a value outside its vocabulary."""
    wanted_order = query.get("order", "") or order
    if wanted_order not in ORDERS:
        raise _wrong("order", wanted_order, ORDERS)
    asked = query.get("review", "")
    presupposed = query.get("presupposed", "")
    return Question(
        text=query.get("q", "").strip(),
        review=(_choice(Review, asked, "review"),) if asked else review,
        status=_optional(Status, query.get("status", ""), "status"),
        modality=_optional(Modality, query.get("modality", ""), "modality"),
        speaker=query.get("speaker", "").strip(),
        subject=query.get("subject", "").strip(),
        source=query.get("source", "").strip(),
        outlet=query.get("outlet", "").strip(),
        language=query.get("language", "").strip(),
        origins=_whole(query.get("origins", ""), "origins"),
        conflicted=query.get("conflicted", "") == "1",
        presupposed=None if presupposed == "" else presupposed == "1",
        as_of=day(query.get("as_of", ""), "as of"),
        known_by=day(query.get("known_by", ""), "known by"),
        order=wanted_order,
        after=query.get("after", ""),
        limit=limit,
    )


def address(path: str, query: Mapping[str, str], **changes: str) -> str:
    """The same address with some fields changed; empty ones are left out."""
    fields = {**query, **changes}
    kept = {name: value for name, value in fields.items() if value}
    return path + ("?" + urlencode(kept) if kept else "")


def narrowed(query: Mapping[str, str], names: Iterable[str]) -> bool:
    """Whether any of these filters is set."""
    return any(query.get(name) for name in names)


def statement_changes(form: Mapping[str, str], before: Mapping[str, object]) -> dict[str, object]:
    """What a correction form changes. ``before``: the values the form was filled with, as the facade names them."""
    after = statement_fields(form)
    after["start"], after["end"] = _required(form, "start"), _required(form, "end")
    changes = {name: value for name, value in after.items() if before.get(name) != value}
    if not changes:
        raise UsageError(
            "correction-empty",
            "The form says the same as the statement; there is nothing to correct.",
            next="Change something, or accept the statement as it is.",
        )
    return changes


def statement_fields(form: Mapping[str, str]) -> dict[str, object]:
    """The fields of a statement form, checked."""
    content = " ".join(form.get("content", "").split())
    if not content:
        raise UsageError(
            "content-missing",
            "The statement has no content.",
            next="Write in one sentence what is stated, or leave the quote as it is.",
        )
    return {
        "content": content,
        "modality": str(_choice(Modality, form.get("modality", ""), "force")),
        "polarity": "negative" if form.get("polarity") == "negative" else "positive",
        "status": str(_choice(Status, form.get("status", ""), "status")),
        "presupposed": form.get("presupposed") == "1",
        "speaker": " ".join(form.get("speaker", "").split()),
        "dates": dates(form.get("dates", "")),
    }


def dates(text: str) -> list[str]:
    """EDTF dates, one a line or separated by commas or semicolons. Raises ``UsageError`` for one it cannot read."""
    found = [line.strip() for line in text.replace(";", "\n").replace(",", "\n").splitlines() if line.strip()]
    for date in found:
        try:
            bounds(date)
        except ValueError as error:
            raise UsageError(
                "date-form",
                str(error),
                where=f"dates: {date}",
                next="Write 1994, 1994-07, 1994-07-18, 1994? or 1994-07-18/1994-07-20.",
            ) from error
    return found


def dates_text(whens: Iterable[When]) -> str:
    """Dates as the form shows them."""
    return "\n".join(when.edtf for when in whens if when.edtf)


def _required(form: Mapping[str, str], name: str) -> int:
    value = _whole(form.get(name, ""), name)
    if value is None:
        raise UsageError(
            "form-number",
            f"The field “{name}” is empty; a whole number was expected.",
            next="Select the passage again.",
        )
    return value


def _whole(value: str, name: str) -> int | None:
    value = value.strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 12:
        raise UsageError(
            "form-number",
            f"The field “{name}” is “{value}”; a whole number was expected.",
            next="Correct the field or leave it empty.",
        )
    return int(value)


def day(value: str, name: str) -> str:
    """A day of a form or an address, or nothing. Raises ``UsageError`` for anything else."""
    value = value.strip()
    if not value:
        return ""
    try:
        datetime.date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(
            "day-form", f"The field “{name}” is “{value}”; a day was expected.", next="Write it as 2006-10-25."
        ) from error
    return value


def _optional(kind: type[E], value: str, name: str) -> E | None:
    return _choice(kind, value, name) if value else None


def _choice(kind: type[E], value: str, name: str) -> E:
    try:
        return kind(value)
    except ValueError as error:
        raise _wrong(name, value, kind) from error


def _wrong(name: str, value: str, allowed: Iterable[str]) -> UsageError:
    return UsageError(
        "form-choice",
        f"The field “{name}” is “{value}”; expected one of: {', '.join(allowed)}.",
        next="Choose one from the list.",
    )

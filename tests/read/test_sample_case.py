"""The sources of the sample case read as their authors meant them."""

from __future__ import annotations

from pathlib import Path

import pytest

from foja.model.errors import Gap
from read.samples import in_role, read

_SOURCES = Path(__file__).resolve().parents[2] / "examples" / "amia" / "sources"


def _read(start: str) -> tuple[str, str, dict[str, str], list[str]]:
    """Title and body, the whole text, shown claims, and the items of the source that begins with ``start``."""
    path = next(path for path in sorted(_SOURCES.iterdir()) if path.name.startswith(start))
    text, reading, _ = read(path.read_bytes(), path.name)
    shown = {claim.field: reading.claim(claim.field) for claim in reading.claims}
    return in_role(text, reading, "title", "body"), text, shown, [item.text for item in reading.related]


@pytest.mark.parametrize(
    ("start", "inside", "outside", "items"),
    [
        ("01", "A request by a prosecutor is not a court order.", "Senate passes bill on trial in absentia", 6),
        ("02", "Arrest of Khamenei sought in 1994 bombing", "Five recipes for a rainy weekend", 3),
        ("03", "What Comes Next", "A federal chamber in Buenos Aires has asked", 6),
        ("04", "El planteo incluye el juicio en ausencia", "El Senado convirtió en ley el juicio en ausencia", 3),
        ("05", "تهران می‌گوید این درخواست بی‌اساس", "همهٔ مطالب این صفحه نمونه است", 0),
        ("06", "وتنفي إيران أي تورط", "صحيفة المثال: صفحة نموذجية", 0),
        ("11", "Tehran", "Library extends its opening hours", 2),
        ("12", "La inmunidad que frenó al juez en 1994", "Horóscopo", 0),
    ],
)
def test_the_article_and_its_surroundings(start: str, inside: str, outside: str, items: int) -> None:
    article, text, _, related = _read(start)
    assert inside in article
    assert outside in text
    assert outside not in article
    assert items == len(related)


@pytest.mark.parametrize(
    ("start", "language", "published", "outlet"),
    [
        ("01", "en", "2025-04-10", "Sample Wire"),
        ("02", "en", "2025-04-11", "Example Gazette"),
        ("03", "en", "", ""),
        ("04", "es", "2025-04-09", "Agencia Muestra"),
        ("05", "fa", "2025-04-17", "خبرگزاری نمونه"),
        ("06", "ar", "2026-01-30", "صحيفة المثال"),
        ("08", "es", "", ""),
        ("09", "en", "2025-10-07", ""),
        ("12", "es", "2003-03-10", ""),
        ("17", "es", "", ""),
    ],
)
def test_what_the_sources_claim_about_themselves(start: str, language: str, published: str, outlet: str) -> None:
    _, _, shown, _ = _read(start)
    assert (language, published, outlet) == tuple(shown.get(name, "") for name in ("language", "published", "outlet"))


@pytest.mark.parametrize("start", ["10", "13", "17"])
def test_memo_notice_and_notes_are_all_body(start: str) -> None:
    article, text, _, related = _read(start)
    assert text == article
    assert [] == related


@pytest.mark.parametrize(("start", "state"), [("07", "scan"), ("15", "corrupt")])
def test_what_cannot_be_read_says_why(start: str, state: str) -> None:
    with pytest.raises(Gap) as caught:
        _read(start)
    assert state == caught.value.code
    assert caught.value.what
    assert caught.value.next

"""A view of the case in plain words, for whatever shows it: the printed report and the site. The words are those of the
statements, with who says them; there is no sentence of ours about what happened."""

from __future__ import annotations

from typing import Any

from foja.model.proceedings import ActBasis, MatterView, SubjectState
from foja.model.rows import Brief, StatementRow


def told(brief: Brief) -> dict[str, Any]:
    """What a report and a site show of a brief, in plain words, numbers and lists."""
    sources = {source.sha256: source for source in brief.sources}
    return {
        "title": brief.title,
        "origin": brief.origin,
        "as_of": brief.as_of,
        "known_by": brief.known_by,
        "drafts": brief.drafts,
        "checkpoint": brief.checkpoint,
        "statements": [
            {
                "id": row.id,
                "chain": " › ".join(link.name or "the page" for link in row.chain),
                "content": " ".join(row.content.split()),
                "quote": " ".join(row.quote.split()),
                "force": row.modality.value.replace("_", " "),
                "denied": row.polarity.value == "negative",
                "status": row.status.value.replace("_", " "),
                "status_name": row.status.value,
                "presupposed": row.presupposed,
                "dates": "; ".join(d.edtf or d.verbatim for d in row.dates),
                "support": _support(row.support),
                "conflicted": row.conflicted,
                "citation": _citation(row, place),
                "sha256": row.source,
                "accepted": f"{row.decided_by}, {row.decided_at[:10]}",
            }
            for row, place in zip(brief.statements, brief.places, strict=True)
        ],
        "sources": [
            {
                "label": s.label,
                "outlet": s.outlet,
                "published": s.published[:10],
                "sha256": s.sha256,
                "url": s.url,
                "web": s.url.startswith(("https://", "http://")),
            }
            for s in sorted(sources.values(), key=lambda s: (s.published or "9999", s.label, s.sha256))
        ],
        "matters": [_matter(view) for view in brief.matters],
        "conflicts": [
            {
                "subject": c.subject,
                "explanation": c.explanation,
                "sides": [[words, len(ids), quote] for (words, ids), quote in zip(c.sides, c.quotes, strict=True)],
            }
            for c in brief.conflicts
        ],
    }


def _matter(view: MatterView) -> dict[str, object]:
    """A measure or proceeding: where it stands for each, then its acts."""
    return {
        "title": f"{view.title}: {view.matter.title}",
        "says": view.says,
        "id": view.matter.id,
        "partial": view.partial,
        "states": [[state.subject.name, _standing(state)] for state in view.subjects],
        "acts": [
            {
                "date": row.act.date.edtf or row.act.date.verbatim,
                "what": row.words + (f" ({row.act.native})" if row.act.native else ""),
                "by": row.act.authority.name,
                "persons": ", ".join(person.name for person in row.act.persons),
                "quality": row.quality.value + (", contested" if row.contested else ""),
                "flag": row.flag,
                "basis": "; ".join(_ground(one) for one in row.basis if one.counts),
                "recorded": ", ".join(filter(None, (row.by, row.at[:10], row.act.id))),
            }
            for row in view.acts
        ],
    }  # fmt: skip


def _ground(one: ActBasis) -> str:
    return f"{one.source_label}, “{' '.join(one.quote.split())}” sha256 {one.source}, {one.statement}"


def _standing(state: SubjectState) -> str:
    words = " or ".join(one.words for one in state.states) or "none found in this file"
    told = [f"{state.asks}: {state.answer}", *(f"term ends {last}" for _, last in state.until)]
    told += ["contested by an accepted statement"] if state.contested else []
    return f"{words}{' or nothing yet' if state.none_yet else ''} ({'; '.join(told)})"


def _citation(row: StatementRow, place: str) -> str:
    parts = ", ".join(filter(None, (row.source_label, row.outlet, row.published[:10])))
    return f"{parts}; {place or f'characters {row.start} to {row.end}'}."


def _support(support: object) -> str:
    from foja.model.support import Support

    if not isinstance(support, Support):
        return ""
    documents = f"{support.documents} document{'s' if support.documents != 1 else ''}"
    origins = f"{support.origins} origin{'s' if support.origins != 1 else ''}"
    span = f" (between {support.lower} and {support.upper})" if support.lower != support.upper else ""
    return f"{documents}, {origins}{span}"

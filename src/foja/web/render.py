"""Templates: one Jinja environment, escaping everything, with the words of :mod:`foja.web.words`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from starlette.responses import HTMLResponse

from foja.model.particular import named
from foja.model.statement import Alleger
from foja.model.vocabulary import ConflictKind, ConflictReason, Modality, Polarity, Review, Sensitivity, Status
from foja.text.countries import country_name
from foja.text.scripts import SCRIPTS
from foja.web import event_words, list_words, words
from foja.web.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.web.ask import Ask

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The environment. Undefined names are errors: a page never shows a hole."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("foja.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        family=lambda status: words.FAMILY[Status(status)],
        status_words=lambda status: words.STATUS[Status(status)],
        review_words=lambda review: words.REVIEW[Review(review)],
        by_words=lambda modality: words.BY[Modality(modality)],
        state_words=lambda state: words.STATE[state] if state is not None else "Waiting to be read",
        model_words=words.model_words,
        role_words=lambda role: words.ROLE[role],
        kind_words=lambda kind: words.PARTY_KIND[kind],
        link_words=lambda kind: words.LINK[kind],
        stamp_words=lambda state: words.STAMP[state],
        anchor_words=lambda state: words.ANCHOR[state],
        link_state_words=lambda state: words.LINK_STATE[state],
        holds_words=lambda holds: words.HOLDS[holds],
        quality_words=lambda quality: words.QUALITY[quality],
        act_family=lambda family: words.ACT_FAMILY[family],
        read_words=lambda read: words.READ[read],
        stands_words=words.stands_words,
        whom=lambda row: named(row.particular)["person"],
        rank_words=lambda rank: list_words.RANK.get(rank, rank.replace("_", " ")),
        pair_words=lambda state: list_words.PAIR[state][1],
        pair_tab=lambda state: list_words.PAIR[state][0],
        lead_words=lambda state: list_words.LEAD[state][1],
        lead_counts=list_words.lead_counts,
        script_words=lambda code: SCRIPTS.get(code, "Other signs"),
        reach_words=lambda quality: words.REACH[quality],
        band_words=lambda band: words.BAND[band],
        band_sign=lambda band: words.BAND_SIGN[band],
        country_words=country_name,
        since_words=words.since_words,
        until_words=words.until_words,
        act_state_words=lambda state: words.ACT_STATE[state],
        evidence_words=lambda kind: words.EVIDENCE[kind],
        stance_words=lambda stance: words.STANCE[stance],
        stance_family=lambda stance: words.STANCE_FAMILY[stance],
        item_target=words.item_target,
        answer_words=lambda holds: words.ANSWER[holds],
        conflict_words=lambda kind: words.CONFLICT[ConflictKind(kind)],
        reason_words=lambda reason: words.REASON[ConflictReason(reason)],
        date_words=words.date_words,
        chain_words=words.chain_words,
        chain_line=words.chain_line,
        chain_html=chain_html,
        lead_in=lead_in,
        lead_out=lead_out,
        event_phrase=event_words.event_phrase,
        event_target=event_words.event_target,
        count=words.count,
        moment=moment,
        day=lambda value: value[:10],
        short=lambda digest: digest[:12],
        number=lambda value: f"{value:,}".replace(",", "\u202f"),
        size=size_words,
        sentence=lambda line: line[:1].upper() + line[1:],
        language_tag=lambda tag: tag if _TAG.fullmatch(tag) else "",
        local_url=lambda url: url if url.startswith(("http://", "https://")) else "",
    )
    made.globals.update(
        menu=SECTIONS,
        legend=words.LEGEND,
        modalities=list(Modality),
        statuses=list(Status),
        polarities=list(Polarity),
        reviews=list(Review),
        labels=list(Sensitivity),
    )
    return made


def render(ask: Ask, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page, or a part of one, as a response."""
    body = ask.setting.templates.get_template(template).render(
        case_title=ask.case.title,
        actor=ask.actor,
        token=ask.seat.form,
        page_at=ask.at,
        reads=ask.seat.reads,
        gated=ask.request.app.state.seats.free is None,
        here=ask.request.url.path,
        address=ask.request.url.path + (f"?{ask.request.url.query}" if ask.request.url.query else ""),
        **context,
    )
    return HTMLResponse(body, status)


def moment(value: str) -> str:
    """An ISO time as day and minute, UTC: ``2025-04-10 09:40``."""
    return value[:16].replace("T", " ")


def size_words(octets: int) -> str:
    """``932 bytes``, ``12 kB``, ``3.4 MB`` (powers of ten)."""
    if octets < 1000:
        return f"{octets} bytes"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} kB"
    return f"{octets / 1_000_000:.1f} MB"


def chain_html(chain: Sequence[Alleger], modality: Modality | str) -> Markup:
    """The chain as "Page Sample Wire › El Faro › alleged by Ana Beltrán", each name isolated in its own direction."""
    by = words.BY[Modality(modality)]
    links = words.chain_words(chain)
    parts = []
    for number, (kind, name) in enumerate(links, 1):
        last = number == len(links)
        name = name[0].upper() + name[1:] if number == 1 and not last else name
        shown = Markup('<bdi class="link{}" title="{}">{}</bdi>').format(" said" if last else "", kind, name)
        if kind in ("page", "document") and name.lower() not in ("this page", "this document"):
            shown = Markup('<span class="link-kind">{}</span> {}').format(kind if last else kind.capitalize(), shown)
        parts.append(Markup("{} {}").format(by, shown) if last else shown)
    if not parts:
        return Markup("{} a speaker who is not named").format(by)
    return Markup('<span class="arrow" aria-label="through"> › </span>').join(parts)


def lead_in(before: str, longest: int = 220) -> str:
    """The end of what stands before a passage: its paragraph, or some words of it. Always a suffix of ``before``."""
    kept = before[before.rfind("\n\n") + 2 :] if "\n\n" in before else before
    kept = kept[-longest:] if len(kept) > longest else kept
    cut = len(kept) < len(before) and not before[: len(before) - len(kept)].endswith(("\n", " "))
    return kept[kept.find(" ") + 1 :] if cut and " " in kept else kept


def lead_out(after: str, longest: int = 220) -> str:
    """The beginning of what stands after a passage: its paragraph, or some words of it. A prefix of ``after``."""
    kept = after[: after.find("\n\n")] if "\n\n" in after else after
    if len(kept) > longest or (len(kept) == len(after) and len(after) >= 200):
        kept = kept[:longest]
        kept = kept[: kept.rfind(" ")] if " " in kept else kept
    return kept

"""Proceedings: where measures and proceedings stand on a day, their acts, and the form that records an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from foja.law.act_drafts import ActDraft
from foja.law.act_groups import joined
from foja.law.machine import machines
from foja.model.errors import UsageError
from foja.model.proceedings import MatterView, SubjectState
from foja.web.ask import Ask, act, page
from foja.web.forms import address, day
from foja.web.render import render
from foja.web.routes.choose import acts

PER_PAGE = 20
WORDS = ("authority", "date", "until", "native", "number", "basis", "title")
OTHERS = ("supersedes", "annuls")


def show_proceedings(ask: Ask) -> Response:
    query = {name: value for name, value in ask.query.items() if name in ("as_of", "known_by", "machine")}
    clocks = _clocks(query)
    rows = ask.case.matters(
        **clocks, machine=query.get("machine", ""), after=ask.query.get("after", ""), limit=PER_PAGE
    )
    return render(
        ask, "proceedings.html", rows=rows, query=query, groups=grouped, days=address("", clocks),
        as_of=clocks["as_of"], known_by=clocks["known_by"],
        machines=machines(), more=address("/proceedings", query, after=rows.after) if rows.after else "",
        first=address("/proceedings", query) if ask.query.get("after") else "",
    )  # fmt: skip


def show_matter(ask: Ask) -> Response:
    clocks = _clocks(ask.query)
    view = ask.case.matter(ask.path("id"), **clocks)
    return render(
        ask, "matter.html", view=view, groups=grouped, days=address("", clocks), as_of=clocks["as_of"],
        known_by=clocks["known_by"],
        citation=_citation(ask, view, clocks),
    )  # fmt: skip


def show_act(ask: Ask) -> Response:
    return render(ask, "act.html", view=ask.case.act(ask.path("id")))


def show_proposed(ask: Ask) -> Response:
    """Acts that statements may report and that nobody has recorded: each leads to the form, filled with it."""
    query = {name: value for name, value in ask.query.items() if name == "source" and value}
    rows = ask.case.acts_grouped(source=query.get("source", ""), after=ask.query.get("after", ""))
    return render(
        ask, "proposed_acts.html", rows=rows, machines=machines(), source=query.get("source", ""),
        more=address("/acts/proposed", query, after=rows.after) if rows.after else "",
        first=address("/acts/proposed", query) if ask.query.get("after") else "",
    )  # fmt: skip


def new_act(ask: Ask) -> Response:
    """The form, filled with what the statement may report, and with it others that report the same act. Another
    suggestion is one address away."""
    view = ask.case.statement(ask.path("id"))
    beside = [ask.case.statement(one) for one in dict.fromkeys(ask.query.get("with", "").split()) if one != view.row.id]
    drafts = ask.case.draft_acts(ask.path("id"), waiting=True)
    chosen = ask.query.get("act", "")
    draft = next((one for one in drafts if f"{one.machine}/{one.kind}" == chosen), drafts[0] if drafts else None)
    if draft is not None:
        more = [one for other in beside for one in ask.case.draft_acts(other.row.id, waiting=True)]
        draft = joined([draft, *(one for one in more if (one.machine, one.kind) == (draft.machine, draft.kind))])
    form = {**_drafted(draft, chosen), "rests": " ".join(one.row.id for one in (view, *beside))}
    if not form["persons"]:
        form["persons"] = "\n".join(party.name for party in view.subjects)
    return render(
        ask, "act_form.html", view=view, beside=beside, drafts=drafts, form=form, machines=machines(), before="",
        titles=ask.case.matter_titles(), acts=acts(ask), back=f"/statements/{view.row.id}",
    )  # fmt: skip


def record_act(ask: Ask) -> Response:
    rests = ask.field("rests").split() or [ask.path("id")]
    accept = ask.field("accept") == "1"
    made = ask.case.record_act(_fields(ask), rests, accept=accept, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/proceedings/{made.matter.id}", 303)


def edit_act(ask: Ask) -> Response:
    view = ask.case.act(ask.path("id"))
    one = view.row.act
    form = {
        "act": f"{one.matter.machine}/{one.kind}", "title": one.matter.title, "authority": one.authority.name,
        "date": one.date.edtf, "until": one.until.edtf if one.until else "", "native": one.native,
        "number": one.number, "basis": one.basis, "persons": "\n".join(person.name for person in one.persons),
        "supersedes": " ".join(one.supersedes), "annuls": " ".join(one.annuls),
        "rests": " ".join(ground.statement for ground in view.row.basis),
    }  # fmt: skip
    return render(
        ask, "act_form.html", view=None, beside=(), drafts=(), form=form, machines=machines(), before=one.id,
        titles=ask.case.matter_titles(), acts=acts(ask), back=f"/acts/{one.id}",
    )  # fmt: skip


def correct_act(ask: Ask) -> Response:
    rests = ask.field("rests").split()
    made = ask.case.correct_act(ask.path("id"), _fields(ask), rests, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/acts/{made.id}", 303)


def withdraw_act(ask: Ask) -> Response:
    ask.case.withdraw_act(ask.path("id"), actor=ask.actor, why=ask.why())
    return ask.back(f"/acts/{ask.path('id')}")


def grouped(states: Iterable[SubjectState]) -> list[tuple[SubjectState, list[SubjectState]]]:
    """Subjects for whom a matter stands alike, in the order of the machine: the first stands for all."""
    found: dict[object, list[SubjectState]] = {}
    for state in states:
        alike = (state.states, state.answer, state.none_yet, state.until, state.flags)
        found.setdefault(alike, []).append(state)
    return [(group[0], group) for group in found.values()]


def _fields(ask: Ask) -> dict[str, Any]:
    machine, _, kind = ask.field("act").partition("/")
    if not kind:
        raise UsageError(
            "act-kind-missing", "The form does not say what was done.", next="Go back and choose the act from the list."
        )
    persons = [line.strip() for line in ask.field("persons").splitlines() if line.strip()]
    others = {name: ask.field(name).split() for name in OTHERS}
    words = {name: ask.field(name) for name in WORDS}
    return {"machine": machine, "kind": kind, "persons": persons, **words, **others}


def _drafted(draft: ActDraft | None, chosen: str) -> dict[str, str]:
    form = dict.fromkeys((*WORDS, *OTHERS, "persons"), "")
    if draft is not None:
        form |= {
            "authority": draft.authority, "date": draft.date, "native": draft.native,
            "persons": "\n".join(draft.persons), "act": f"{draft.machine}/{draft.kind}",
        }  # fmt: skip
    return {"act": "", **form} | ({"act": chosen} if chosen else {})


def _clocks(query: Mapping[str, str]) -> dict[str, str]:
    return {"as_of": day(query.get("as_of", ""), "as of"), "known_by": day(query.get("known_by", ""), "known by")}


def _citation(ask: Ask, view: MatterView, clocks: Mapping[str, str]) -> list[str]:
    """The parts of one line that names the matter, the days and the acts behind what it shows."""
    parts = [
        f"{view.title}: {view.matter.title}",
        f"as of {clocks['as_of']}" if clocks["as_of"] else "",
        f"as known by {clocks['known_by']}" if clocks["known_by"] else "",
        f"acts {' '.join(row.act.id for row in view.acts)}" if view.acts else "no act found by then",
        f"matter {view.matter.id}",
        f"case file “{ask.case.title}”",
    ]
    return [part for part in parts if part]


ROUTES = (
    page("/proceedings", show_proceedings),
    page("/proceedings/{id}", show_matter),
    page("/acts/proposed", show_proposed),
    page("/acts/{id}", show_act),
    page("/acts/{id}/correct", edit_act),
    act("/acts/{id}/correct", correct_act),
    act("/acts/{id}/withdraw", withdraw_act),
    page("/statements/{id}/act", new_act),
    act("/statements/{id}/act", record_act),
)

"""Proposals of one act are together, others apart, and none is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from foja.evaluate.one_text import extraction
from foja.law.act_drafts import ActDraft, ActProposal, drafts
from foja.law.act_groups import ActGroup, grouped, joined
from foja.model.dates import bounds
from foja.model.rows import StatementRow
from foja.model.vocabulary import Review
from foja.text.fold import key


def row(number: int, content: str = "") -> StatementRow:
    fields: dict[str, Any] = dict.fromkeys(StatementRow.__struct_fields__)
    defaults = dict(zip(StatementRow.__struct_fields__[::-1], StatementRow.__struct_defaults__[::-1], strict=False))
    return StatementRow(**{**fields, **defaults, "id": f"st-{number}", "review": Review.DRAFT, "content": content})


def draft(**fields: Any) -> ActDraft:
    given_ = {"machine": "warrant", "kind": "ordered", "authority": "Court", "date": "2001-03-03", "persons": ("Rey",)}
    return ActDraft(**{**given_, "said": True, "cue": "ordered", **fields})


def groups(*made: ActDraft) -> list[list[str]]:
    proposals = [ActProposal(row=row(number), drafts=(one,)) for number, one in enumerate(made)]
    return [[part.row.id for part in one.parts] for one in grouped(proposals, lambda _, name: key(name))]


def test_one_act_from_several_reports() -> None:
    assert groups(draft(), draft(date="2001-03"), draft(date=""), draft(authority="")) == [
        ["st-0", "st-1", "st-2", "st-3"]
    ]
    assert groups(draft(authority="court"), draft()) == [["st-0", "st-1"]]  # "the court" is any
    assert groups(draft(), draft(date="2001-04")) == [["st-0"], ["st-1"]]
    assert groups(draft(), draft(kind="annulled")) == [["st-0"], ["st-1"]]
    assert groups(draft(), draft(authority="Chamber")) == [["st-0"], ["st-1"]]
    assert groups(draft(), draft(persons=("Rey", "Gómez"))) == [["st-0"], ["st-1"]]
    assert groups(draft(persons=("Rey", "Gómez")), draft(persons=("Gómez", "Rey"))) == [["st-0", "st-1"]]


def test_what_fits_two_stays_by_itself() -> None:
    """A year that two acts lie in says of neither that it is meant."""
    assert groups(draft(date="2001-03-03"), draft(date="2001-09-01"), draft(date="2001")) == [
        ["st-0"], ["st-1"], ["st-2"]
    ]  # fmt: skip


def test_dates_of_a_group_leave_a_day_for_all() -> None:
    assert groups(draft(date="2001-03"), draft(date="[2001-03-20..2001-04-10]"), draft(date="2001-04-02")) == [
        ["st-0"], ["st-1", "st-2"],
    ]  # fmt: skip


def test_without_persons_who_and_when_have_to_be_said() -> None:
    assert groups(draft(persons=()), draft(persons=())) == [["st-0", "st-1"]]
    assert groups(draft(persons=(), date=""), draft(persons=(), date="")) == [["st-0"], ["st-1"]]
    assert groups(draft(persons=(), authority=""), draft(persons=(), authority="")) == [["st-0"], ["st-1"]]


def test_alternatives_stand_beside_and_form_no_groups() -> None:
    plain, other = draft(), draft(kind="requested", said=False)
    proposals = [ActProposal(row=row(n), drafts=(plain, other)) for n in range(2)]
    (one,) = grouped(proposals, lambda _, name: key(name))
    assert (one.draft.kind, [other.kind for other in one.others], len(one.parts)) == ("ordered", ["requested"], 2)


def test_what_drafts_give_together() -> None:
    found = joined([draft(authority="", date="2001", persons=("Rey",)), draft(date="2001-03", persons=("Tomás Rey",))])
    assert (found.authority, found.date, found.persons) == ("Court", "2001-03", ("Tomás Rey",))


_DRAFTS = st.builds(
    draft,
    kind=st.sampled_from(["ordered", "annulled"]),
    authority=st.sampled_from(["", "Court", "Chamber", "court"]),
    date=st.sampled_from(["", "2001", "2001-03", "2001-03-03", "2001-09-01", "XXXX-06-28", "[2001-02..2001-04]", "x"]),
    persons=st.sampled_from([(), ("Rey",), ("Gómez",), ("Rey", "Gómez")]),
)


@given(st.lists(_DRAFTS, max_size=12), st.randoms())
def test_nothing_is_lost_or_doubled_and_each_group_is_one_act(made: list[ActDraft], random: Any) -> None:
    proposals = [ActProposal(row=row(number), drafts=(one,)) for number, one in enumerate(made)]
    found = grouped(proposals, lambda _, name: key(name))
    assert sorted(part.row.id for one in found for part in one.parts) == sorted(one.row.id for one in proposals)
    for one in found:
        assert len({(p.draft.machine, p.draft.kind, frozenset(p.draft.persons)) for p in one.parts}) == 1
        assert len({p.draft.authority for p in one.parts} - {"", "court"}) <= 1
        assert _one_day(one)


def _one_day(one: ActGroup) -> bool:
    known = []
    for part in one.parts:
        try:
            known.append(bounds(part.draft.date))
        except ValueError:
            continue
    first = max((a for a, _ in known if a), default="")
    last = min((z for _, z in known if z), default="9999")
    return first <= last


def test_reports_of_one_order_in_four_languages() -> None:
    texts = [
        ("en", "The Federal Court ordered the arrest of Tomás Rey on 3 March 2001."),
        ("es", "El Tribunal Oral ordenó la captura de Tomás Rey el 3 de marzo de 2001."),
    ]
    proposals = []
    for number, (language, text) in enumerate(texts):
        for statement in extraction(text, language).statements:
            made = drafts(statement, statement.names)
            if made:
                proposals.append(ActProposal(row=row(number), drafts=made))
    same = {key("Federal Court"): "court", key("Tribunal Oral"): "court"}
    found = grouped(proposals, lambda _, name: same.get(key(name), key(name)))
    assert [[part.row.id for part in one.parts] for one in found if one.draft.kind == "ordered"] == [["st-0", "st-1"]]

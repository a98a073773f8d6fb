"""The links of a chain of allegers: whom the page cites, who quotes whom, who is meant where nobody is named."""

from __future__ import annotations

import msgspec

from foja.extract.rules.allegers import Context
from foja.extract.rules.allegers import alleger as named
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.nesting import concerns, holders
from foja.extract.rules.subjects import main_subject
from foja.model.statement import Alleger, Statement
from foja.model.vocabulary import AllegerKind, Modality


class Chains:
    """Makes links from what the text has said so far. ``context``: the persons and speakers that it has named."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def through(
        self,
        s: Sentence,
        f: Frame,
        cited: list[Frame],
        outer: list[Frame],
        owners: dict[int, Alleger],
        remarks: list[str],
    ) -> list[Alleger]:
        """The links of the chain between the page and the speaker of ``f``: outlets cited, then who quotes whom."""
        links: list[Alleger] = []
        for c in cited:
            if c is not f and c.source is not None and f.rule != "hedge" and concerns(s, c, f):
                links.append(self.alleger(s, c.source, remarks))
                remarks.append(f"'{s.words(c.cue)}' cites {links[-1].name} for the sentence")
        for o in holders(s, f, outer):
            if o.source is not None and o.source != f.source:
                links.append(self.alleger(s, o.source, remarks))
            elif o.source is None and o.cue[0] in owners:
                links.append(owners[o.cue[0]])
        return links

    def cited_by(self, s: Sentence, f: Frame, own: Alleger, cited: list[Frame], remarks: list[str]) -> list[Alleger]:
        """Whom an outlet cites for what it reports, or which outlet is cited: a link further on. What others cite is
        a reason of theirs: "denied the charge, citing the report of an expert"."""
        reports = own.kind is AllegerKind.OUTLET or s.toks[f.cue[1] - 1].lemma in s.lex.groups["phrase.reporters"]
        for c in cited:
            if c.source is not None:
                link = self.alleger(s, c.source, [])
                passed_on = reports or (c.rule == "cites" and f.rule == "according" and link.kind is AllegerKind.OUTLET)
                if passed_on and link.name != own.name:
                    remarks.append(f"'{s.words(c.cue)}': {own.name} cites {link.name}")
                    return [link]
        return []

    def speaker(
        self,
        s: Sentence,
        f: Frame,
        outer: list[Frame],
        previous: tuple[Sentence, list[Statement]] | None,
        remarks: list[str],
    ) -> Alleger | None:
        """Whose attribution ``f`` is: the source it names, else, where it names none, whom the text speaks of."""
        if f.source is not None:
            return self.alleger(s, f.source, remarks)
        if not f.implicit:
            return None
        if (whose := self._of_relative(s, f)) is not None:
            own = self.alleger(s, whose, remarks)
            remarks.append(f"no subject in the clause; taken to be {own.name}, of whom the sentence speaks")
            return own
        if s.lex.romance and (known := self._carried_on(s, f, previous)) is not None:
            own, why = known
            self.context.last = (s.paragraph, own)
            remarks.append(f"no subject in the clause; taken to be {own.name}, {why}")
            return own
        if not outer:
            remarks.append("the clause names no speaker")
        return None

    def _of_relative(self, s: Sentence, f: Frame) -> Span | None:
        """The subject of the sentence for a clause without one: "pidió la captura de X, a quien acusa de ..."."""
        if not s.lex.romance or not f.cue[0] or s.toks[f.cue[0] - 1].tag != "W":
            return None
        subject = main_subject(s)
        return subject if subject is not None and subject[1] <= f.cue[0] else None

    def _carried_on(
        self, s: Sentence, f: Frame, previous: tuple[Sentence, list[Statement]] | None
    ) -> tuple[Alleger, str] | None:
        """Who acts in a clause without a subject, as Spanish has them, and why: whom the sentence speaks of, or the one
        before it, else who spoke last. Whoever spoke last comes first where the attribution stands behind."""
        last = self.context.last
        speaker = (last[1], "who spoke before") if last is not None and last[0] >= s.paragraph - 1 else None
        if f.rule == "postposed":
            if speaker is not None:
                return speaker
        elif (span := main_subject(s)) is not None and span[1] <= f.cue[0] and not _subordinate(s, span):
            return self.alleger(s, span, []), "of whom the sentence speaks"
        if previous is not None and (span := main_subject(previous[0])) is not None:
            return self.alleger(previous[0], span, []), "whom the sentence before speaks of"
        return speaker

    def alleger(self, s: Sentence, span: Span, remarks: list[str]) -> Alleger:
        made, remark = named(s, span, self.context)
        if remark and remark not in remarks:
            remarks.append(remark)
        return made

    def cite_back(self, s: Sentence, cited: list[Frame], previous: tuple[Sentence, list[Statement]]) -> None:
        """ "The request, ... reported by X": X also stands behind the request of the sentence before."""
        head = s.toks[1].low if len(s.toks) > 1 and s.toks[0].tag == "D" else ""
        groups = s.lex.groups
        modality = next(
            (m for m in (Modality.REQUESTED, Modality.ORDERED, Modality.FOUND) if head in groups[f"act.{m.value}"]),
            None,
        )
        earlier, drafts = previous
        if modality is None or earlier.paragraph != s.paragraph or cited[0].source is None:
            return
        outlet = self.alleger(s, cited[0].source, [])
        for index, draft in enumerate(drafts):
            if draft.modality is modality and len(draft.chain) > 1 and all(a.name != outlet.name for a in draft.chain):
                chain = (draft.chain[0], outlet, *draft.chain[1:])
                why = f"{draft.explanation}; the next sentence says that {outlet.name} reported it"
                drafts[index] = msgspec.structs.replace(draft, chain=chain, explanation=why)


def _subordinate(s: Sentence, span: Span) -> bool:
    """Whether a subject is that of a subordinate clause: "sostuvo que su país cumplió y acusó": not the country."""
    that = s.lex.groups["phrase.that"]
    return any(tok.tag in "SW" or tok.low in that for tok in s.toks[: span[0]])

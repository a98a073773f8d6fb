"""Frames and clauses to draft statements: chains, nesting, status, names, dates, figures."""

from __future__ import annotations

import msgspec

from foja.extract.rules.allegers import Context
from foja.extract.rules.aside import Aside, Speech, aside, label, turn
from foja.extract.rules.chains import Chains
from foja.extract.rules.clauses import clauses
from foja.extract.rules.dated import dated
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.given import Clause
from foja.extract.rules.legible import legible
from foja.extract.rules.nesting import (
    CLAUSAL,
    around,
    citing,
    of_nobody,
    of_source,
    superfluous,
    undone,
    without_citations,
)
from foja.extract.rules.parts import carried, own_parts
from foja.extract.rules.rows import Rows
from foja.extract.rules.spans import closes, trim
from foja.extract.rules.standing import of_clause, of_frame
from foja.extract.rules.status import status
from foja.model.passage import passage
from foja.model.statement import Alleger, Cue, Figure, Statement, statement_id
from foja.model.text import Document
from foja.model.vocabulary import AllegerKind, Modality
from foja.text.fold import fold, key

_SHORTEST = 3  # words of a content
_REACH = 3  # sentences that a speech reaches over
_SPOKEN = frozenset({"postposed", "quote", "bare", "that", "tagged"})
_ACTED = frozenset({"pronoun", "noun", "request", "of", "as", "to"})
_OWN = frozenset({Modality.DENIED, Modality.ACKNOWLEDGED, Modality.EVALUATED, Modality.REQUESTED, Modality.ORDERED})


class Drafts:
    """Drafts the statements of a document, one paragraph after the other."""

    def __init__(
        self,
        document: Document,
        language: str,
        maker: str,
        page_voice: bool,
        context: Context,
        shared: str,
        rows: Rows,
    ) -> None:
        self.shared = shared  # what all ids have in common, so that agreement does not change them
        self.document = document
        self.language = language
        self.maker = maker
        self.page_voice = page_voice
        self.context = context
        self.page = Alleger(kind=AllegerKind.PAGE, name=document.reading.claim("outlet"))
        self.chains = Chains(context)
        self.rows = rows
        self._goes_on: tuple[int, Speech] | None = None  # the paragraph whose speech the next one may go on with

    def paragraph(self, group: list[Sentence], frames: list[list[Frame]]) -> list[Statement]:
        """The statements of one paragraph. ``frames``: what was found in each of its sentences."""
        if (named := label(group[0], self.context.survey.persons)) is not None:
            return self._transcript(group, named)
        if turn(group[0]):
            return []  # what is said by nobody who is named is not claimed by the page
        speeches = self._begun(group)
        silent: list[tuple[int, Sentence]] = []
        made: list[tuple[Sentence, list[Statement]]] = []
        for position, (s, found) in enumerate(zip(group, frames, strict=True)):
            if not any(tok.text[0].isalnum() for tok in s.toks) or not legible(s):
                continue
            self.context.note(s)
            said = aside(s) if not found else None
            if said is not None:
                spoken = self._aside(s, said, position, group)
                speeches += [spoken] if spoken is not None else []
                if spoken is not None or s.text[s.start].islower():
                    continue  # who speaks is nothing that the page claims
            drafts, speaker = self._attributed(s, found, made[-1] if made else None)
            if speaker is not None:
                speeches.append(Speech(position, tuple(s.quotes), speaker))
            if self._quoted(s) and not any(f.source is not None for f in found):
                silent.append((position, s))
            elif self.page_voice:
                drafts += self._own_voice(s, found)
            made.append((s, drafts))
        out = [draft for _, drafts in made for draft in drafts]
        for position, s in silent:
            out += self._speech(s, position, speeches)
        self._leave(group, speeches)
        return out

    def _transcript(self, group: list[Sentence], named: Span) -> list[Statement]:
        """What the speaker whose name stands before it says in a paragraph of a transcript; questions say nothing."""
        first = group[0]
        self._goes_on = None
        a, b = first.chars(named)
        known = self.context.survey.persons.get(fold(first.toks[named[1] - 1].text))
        name = known[1] if known is not None else first.words(named)
        speaker = Alleger(kind=AllegerKind.SPEAKER, name=name, start=a, end=b)
        self.context.last = (first.paragraph, speaker)
        out: list[Statement] = []
        for s in group:
            span = trim(s, named[1] + 1 if s is first else 0, len(s.toks))
            if span is None or "?" in (tok.text for tok in s.toks[-2:]) or not legible(s):
                continue
            frame = Frame("transcript", span, span, Modality.ASSERTED, source=span)
            remark = f"{first.words(named)} stands before it as the speaker"
            made = self._statement(s, span, (self.page, speaker), frame, [remark], cue=False)
            out += [made] if made is not None and len(span_words(s, span)) >= 4 else []
        return out

    def _begun(self, group: list[Sentence]) -> list[Speech]:
        """The speech that the paragraph before announced ("He said:") or left open, where this one is a quotation."""
        before, first = self._goes_on, group[0]
        self._goes_on = None
        quoted = bool(first.quotes) and first.quotes[0][0] == first.start
        return [before[1]] if before is not None and quoted and before[0] == first.paragraph - 1 else []

    def _leave(self, group: list[Sentence], speeches: list[Speech]) -> None:
        """Notes the speech that the next paragraph may go on with."""
        last, end = group[-1], len(group) - 1
        spoken = next((one for one in speeches if one.position == end and one.aside and one.aside[1].ahead), None)
        if spoken is None and last.quotes and last.quotes[-1][1] == last.end and not closes(last):
            spoken = self._speaks(last, end, speeches)
        if spoken is not None:
            self._goes_on = (last.paragraph, Speech(-1, (), spoken.speaker, spoken.aside))

    def _speaks(self, s: Sentence, position: int, speeches: list[Speech]) -> Speech | None:
        """Whose quotation the sentence is: his of whom it is known, else of who spoke last before, else first after."""
        near = [item for item in speeches if abs(item.position - position) <= _REACH]
        same = [item for item in near if any(q in s.quotes for q in item.quotes)]
        before = [item for item in near if item.position < position]
        return next(iter(same or before[-1:] or near[:1]), None)

    def _aside(self, s: Sentence, said: Aside, position: int, group: list[Sentence]) -> Speech | None:
        """The speech of a sentence that only says who speaks, where a quotation stands before it or may follow."""
        before = group[position - 1] if position else None
        quotes = tuple(before.quotes[-1:]) if before is not None and before.quotes else ()
        spoken = bool(quotes) and before is not None and closes(before)
        if not spoken and not said.ahead:
            return None
        speaker = self.chains.alleger(s, said.source, [])
        self.context.last = (s.paragraph, speaker)
        return Speech(position, quotes if spoken and not said.ahead else (), speaker, (s, said))

    def _attributed(
        self, s: Sentence, found: list[Frame], previous: tuple[Sentence, list[Statement]] | None
    ) -> tuple[list[Statement], Alleger | None]:
        """The drafts of the attributions of a sentence, and who spoke in it last."""
        cited = [f for f in found if f.rule == "reported by"]
        out: list[Statement] = []
        speaker: Alleger | None = None
        owners: dict[int, Alleger] = {}  # by the first token of a cue: who is meant where no source is named
        for f in found:
            outer = around(f, found)
            if undone(f, outer) or f.rule == "cites" or of_source(f, found):
                continue
            f.modality = of_nobody(f, outer)
            between = without_citations(f, outer)
            remarks: list[str] = []
            chain = [self.page, *self.chains.through(s, f, cited, between, owners, remarks)]
            own = self.chains.speaker(s, f, between, previous, remarks)
            if own is not None:
                owners[f.cue[0]] = own
                if own.name == chain[-1].name and own.kind is chain[-1].kind:
                    chain.pop()  # "X said she believed": one link
                chain += [own, *self.chains.cited_by(s, f, own, citing(f, outer, found), remarks)]
                if f.rule in _ACTED and not between:
                    self.context.last = (s.paragraph, own)  # "Él lo niega": of whom the next sentence speaks
                if f.rule in _SPOKEN:
                    speaker = own
                    if not between:
                        self.context.last = (s.paragraph, own)
            if superfluous(f, found, own):
                continue
            for content in f.contents:
                for part in own_parts(s, f, content) if f.rule in CLAUSAL and f.shown is None else [content]:
                    made = self._statement(s, part, tuple(chain), f, remarks, subject=carried(s, content, part))
                    if made is not None:
                        out.append(made)
        if cited and previous is not None:
            self.chains.cite_back(s, cited, previous)
        return out, speaker

    def _own_voice(self, s: Sentence, found: list[Frame]) -> list[Statement]:
        out: list[Statement] = []
        cited = [f for f in found if f.rule == "reported by" and f.source is not None]
        supposed = False  # a participle after "would have" is as conditional as its clause
        for clause in clauses(s, found):
            chain: list[Alleger] = [self.page]
            remarks: list[str] = []
            for f in cited:
                if f.source is not None and not clause.presupposed:
                    chain.append(self.chains.alleger(s, f.source, remarks))
            made = self._statement(s, clause.span, tuple(chain), clause, remarks, subject=clause.subject)
            if made is None:
                continue
            if clause.rule == "main":
                supposed = made.modality is Modality.CONDITIONAL
            elif clause.rule == "participle" and supposed and made.modality is Modality.ASSERTED:
                why = f"{made.explanation}; conditional like its main clause"
                new = statement_id(made.passage, made.chain, Modality.CONDITIONAL, self.shared)
                made = msgspec.structs.replace(made, id=new, modality=Modality.CONDITIONAL, explanation=why)
            out.append(made)
        return out

    def _quoted(self, s: Sentence) -> bool:
        inside = sum(1 for tok in s.toks if tok.quote >= 0)
        return bool(s.toks) and inside * 10 >= len(s.toks) * 9

    def _speech(self, s: Sentence, position: int, speeches: list[Speech]) -> list[Statement]:
        """A sentence inside a quotation whose speaker is named in a sentence nearby."""
        chosen = self._speaks(s, position, speeches)
        span = trim(s, 0, len(s.toks))
        if span is None:
            return []
        if chosen is None:
            clause = Clause(span, "quotation")
            made = self._statement(s, span, (self.page,), clause, ["a quotation whose speaker is not named nearby"])
        else:
            speaker, said = chosen.speaker, chosen.aside
            force = said[1].modality if said is not None else Modality.ASSERTED
            frame = Frame("speech", span, span, force, source=span)
            why = f"'{said[0].words(said[1].cue)}' stands beside it" if said is not None else "the quotation goes on"
            made = self._statement(s, span, (self.page, speaker), frame, [f"{why}; {speaker.name} speaks"], cue=False)
            if made is not None and said is not None:
                a, b = said[0].chars(said[1].cue)
                made = msgspec.structs.replace(made, cue=Cue(start=a, end=b, words=s.text[a:b]))
        return [made] if made is not None and len(span_words(s, span)) >= 4 else []

    def _statement(
        self,
        s: Sentence,
        span: Span,
        chain: tuple[Alleger, ...],
        origin: Frame | Clause,
        remarks: list[str],
        cue: bool = True,
        subject: Span | None = None,
    ) -> Statement | None:
        """The draft on a span. ``subject``: that of another part of the sentence, which goes into what is stated."""
        whole = origin.shown if isinstance(origin, Frame) and origin.shown is not None else span
        inner = trim(s, *whole)
        named = isinstance(origin, Frame) and (_names_it(origin) or (origin.rule in _SPOKEN and _quotes(s, inner)))
        if inner is None or len(span_words(s, inner)) < _SHORTEST - named:
            return None
        start, end = s.chars(inner)
        if not any(letter.isspace() for letter in s.text[start:end]):  # one word, whatever it is cut into
            return None
        stands = of_frame(s, inner, origin, cue) if isinstance(origin, Frame) else of_clause(s, inner, origin)
        inside = dated(s, start, end, origin)
        row = self.rows.date_at(start, end) if not inside else ()
        where = passage(self.document.reading.text, self.document.text, start, end)
        shared = s.chars(subject) if subject is not None else (start, start)
        stated = f"[{' '.join(s.text[slice(*shared)].split())}] {where.quote}" if subject is not None else where.quote
        names = (m.name for a, b in (shared, (start, end)) for m in s.mentions if a <= m.start and m.end <= b)
        return Statement(
            id=statement_id(where, chain, stands.modality, self.shared),
            source=self.document.reading.source,
            passage=where,
            chain=chain,
            content=stated,
            modality=stands.modality,
            polarity=stands.polarity,
            status=status(stands.modality, court=stands.court, prosecution=stands.prosecution),
            presupposed=origin.presupposed,
            cue=stands.cue,
            dates=inside or row,
            figures=tuple(self._of_event(f, chain) for f in s.figures if start <= f.start and f.end <= end),
            names=tuple(dict.fromkeys(names)),
            language=self.language,
            explanation="; ".join([stands.why, *remarks, *(f"'{one.verbatim}' is the date of its row" for one in row)]),
            extractor=(origin.found_by if isinstance(origin, Frame) else "") or self.maker,
        )

    def _of_event(self, figure: Figure, chain: tuple[Alleger, ...]) -> Figure:
        """The figure with the event it counts for: the last one that the text named before the figure ends its
        sentence, else the nearest name that is not the speaker."""
        if self.context.event:
            return msgspec.structs.replace(figure, about=self.context.event)
        words = set(key(figure.about).split())
        speaks = any(words <= set(key(link.name).split()) for link in chain)
        return msgspec.structs.replace(figure, about="") if speaks else figure


def _names_it(f: Frame) -> bool:
    """Whether two words may say what is denied, judged or asked for: "any wrongdoing", "los cargos", "to pay"."""
    return f.rule in ("noun", "bare", "to", "request") and f.modality in _OWN


def _quotes(s: Sentence, span: Span | None) -> bool:
    """Whether a span is a quotation, in which two words say enough: "“Not guilty,” he said"."""
    return span is not None and all(tok.quote >= 0 for tok in s.toks[slice(*span)])


def span_words(s: Sentence, span: Span) -> list[str]:
    """The words (not marks) of a span."""
    return [tok.text for tok in s.toks[span[0] : span[1]] if tok.text[0].isalnum()]

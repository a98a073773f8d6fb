"""Who the source of a frame is: its kind, its name, and whom a pronoun or a role stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from foja.extract.figures import event_names
from foja.extract.gazetteer import gazetteer, is_outlet, is_role
from foja.extract.rules.bodies import Bodies
from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.gender import of_name, of_word
from foja.extract.rules.spans import noun_phrase_left
from foja.extract.rules.subjects import main_subject
from foja.extract.survey import Survey
from foja.extract.tokens import Token
from foja.model.statement import Alleger, Mention
from foja.model.vocabulary import AllegerKind, MentionKind
from foja.text.fold import fold

_KEPT = 60  # persons remembered; a pronoun reaches back one paragraph


@dataclass(frozen=True, slots=True)
class Person:
    """A person named so far: paragraph, place, full name, words of role beside the name, ``women`` or ``men`` where
    that is known; the start of the sentence, and whether it speaks of this person."""

    paragraph: int
    start: int
    name: str
    roles: frozenset[str]
    gender: str = ""
    sentence: int = 0
    subject: bool = False


@dataclass(slots=True)
class Context:
    """What earlier sentences offer to later ones. ``last``: the last speaker with his paragraph. ``event``: the
    name of the event that the text spoke of last ("the attack on the embassy"). ``here``: the sentence noted last;
    ``previous``: the one before it. ``bodies``: the courts, ministries and companies named so far."""

    survey: Survey
    persons: list[Person] = field(default_factory=list)
    last: tuple[int, Alleger] | None = None
    event: str = ""
    here: Sentence | None = None
    previous: Sentence | None = None
    bodies: Bodies = field(default_factory=Bodies)

    def note(self, s: Sentence) -> None:
        """Remembers the sentence, and the persons and the event that it names."""
        self.previous, self.here = self.here, s
        if named := event_names(s.toks, s.mentions, s.lex.language):
            self.event = named[-1].name
        self.bodies.note(s)
        roles = gazetteer().roles
        subject = main_subject(s) if len(s.mentions) > 1 else None
        for index, mention in enumerate(s.mentions):
            if mention.kind not in (MentionKind.PERSON, MentionKind.UNKNOWN):
                continue
            first = next((k for k, tok in enumerate(s.toks) if tok.name == index), 0)
            last = next((k for k in range(first, len(s.toks)) if s.toks[k].name != index), len(s.toks))
            if mention.kind is MentionKind.UNKNOWN and not _who_follows(s, last):
                continue
            near = (
                [*s.toks[max(0, first - 3) : first], *s.toks[last + 1 : last + 5]]
                if last < len(s.toks) and s.toks[last].text == ","
                else s.toks[max(0, first - 3) : first]
            )
            if first > 2 and s.toks[first - 1].text == ",":
                near = [*near, *_heading_phrase(s, first - 1)]
            words = frozenset(tok.low for tok in near if tok.low in roles)
            name = self.full(mention)
            self.persons.append(
                Person(
                    s.paragraph, mention.start, name, words, of_name(s, first, name) or self._known_as(name), s.start,
                    subject is not None and subject[0] <= first < subject[1],
                )
            )  # fmt: skip
        del self.persons[:-_KEPT]

    def _known_as(self, name: str) -> str:
        """The gender of a person of this last name, where the text told it before."""
        last = name.rpartition(" ")[2]
        return next((p.gender for p in reversed(self.persons) if p.gender and p.name.rpartition(" ")[2] == last), "")

    def meant(self, s: Sentence, tok: Token) -> Person | None:
        """Whom "he" or "she" means: the nearest person named before who can be a man or a woman; of those whom an
        earlier sentence names, the one of whom it speaks."""
        gender = of_word(s, tok)
        near = [p for p in self.persons if p.start < tok.start and p.paragraph >= s.paragraph - 1]
        able = [p for p in near if not gender or p.gender in ("", gender)]
        if not able:
            return None
        return next((p for p in able if p.sentence == able[-1].sentence and p.subject), able[-1])

    def full(self, mention: Mention) -> str:
        """The longest name known for a person mention."""
        known = self.survey.persons.get(fold(mention.name))
        return known[1] if known is not None and " " not in mention.name else mention.name

    def before(self, s: Sentence, at: int, role: str = "", anywhere: bool = False) -> Person | None:
        """The nearest person named before ``at`` in this paragraph or the one before; with the role, if given.
        ``anywhere``: the only one whom the text so far gave the role is meant from any distance ("the judge")."""
        if anywhere:
            holders = [person for person in self.persons if person.start < at and _same_role(role, person.roles)]
            if holders and len({person.name for person in holders}) == 1:
                return holders[-1]
        for person in reversed(self.persons):
            if person.start >= at or person.paragraph < s.paragraph - 1:
                continue
            if not role or _same_role(role, person.roles):
                return person
        return None


def _who_follows(s: Sentence, last: int) -> bool:
    """Whether a name is that of a person because "who" comes after it."""
    at = last + 1 if last < len(s.toks) and s.toks[last].text == "," else last
    return at < len(s.toks) and s.toks[at].low in s.lex.groups["source.who"]


def _heading_phrase(s: Sentence, comma: int) -> list[Token]:
    """The first words of the noun phrase before a comma: "the prosecutor in charge of the file, X"."""
    phrase = noun_phrase_left(s, comma)
    return [] if phrase is None else s.toks[phrase[0] : min(phrase[0] + 3, phrase[1])]


def _same_role(role: str, roles: frozenset[str]) -> bool:
    return role in roles


def alleger(s: Sentence, span: Span, context: Context) -> tuple[Alleger, str]:
    """The alleger of a source span, and a remark for the explanation ("'he' taken to be X")."""
    start, end = s.chars(span)
    if span[1] - span[0] == 1 and s.toks[span[0]].low in s.lex.groups["source.pronouns"]:
        kind, name, remark = _of_pronoun(s, span, context)
    else:
        kind, name, remark = _of_phrase(s, span, context)
    return Alleger(kind=kind, name=name, start=start, end=end), remark


_Known = tuple[AllegerKind, str, str]
"""Kind, name and remark of a source."""


def _of_pronoun(s: Sentence, span: Span, context: Context) -> _Known:
    """Whom "he", "they" or "it" means: the person named before, the body the sentence speaks of, who spoke before."""
    tok = s.toks[span[0]]
    personal = tok.low in s.lex.groups["source.persons"]
    person = context.meant(s, tok) if personal else None
    body = main_subject(s) if not personal else None
    if body is not None and body[1] <= span[0] and s.toks[body[0]].tag != "R":
        made, _ = alleger(s, body, context)
        return made.kind, made.name, f"'{tok.text}' taken to be {made.name}, of whom the sentence speaks"
    if body is None and not personal and (earlier := _body_before(s, context)) is not None:
        made, _ = alleger(earlier[0], earlier[1], context)
        return made.kind, made.name, f"'{tok.text}' taken to be {made.name}, of whom the sentence before speaks"
    last = context.last
    if person is None and personal and last is not None and last[0] == s.paragraph:
        made = last[1]
        words = made.name.lower().split()
        if any(is_role(word) for word in words) and not set(words) & s.lex.groups["source.groups"]:  # one, not many
            return made.kind, made.name, f"'{tok.text}' taken to be {made.name}, who spoke before"
    if person is None:
        return AllegerKind.SPEAKER, tok.text, ""
    return AllegerKind.SPEAKER, person.name, f"'{tok.text}' taken to be {person.name}, the nearest person named before"


def _body_before(s: Sentence, context: Context) -> tuple[Sentence, Span] | None:
    """The body or document of which the sentence before speaks, for "it"; a person is none."""
    before = context.previous
    if before is None or context.here is not s or s.paragraph - before.paragraph > 1 or s.lex.romance:
        return None
    if (subject := main_subject(before, documents=True)) is None:
        return None
    toks = before.toks[slice(*subject)]
    head = toks[_head(before, subject)]
    things = s.lex.groups["act.documents"] | s.lex.groups["source.courts"] | gazetteer().organisation
    named = head.name >= 0 and before.mentions[head.name].kind in (MentionKind.ORGANISATION, MentionKind.PLACE)
    one = not any(tok.tag == "J" for tok in toks) and not is_role(head.low) and not head.low.endswith("s")
    return (before, subject) if one and (named or (head.low in things and toks[0].tag in "DK")) else None


def _of_phrase(s: Sentence, span: Span, context: Context) -> _Known:
    """Who a noun phrase names: the person beside a role, an outlet, a person, a body or role named before."""
    start = s.toks[span[0]].start
    apposed = _apposed(s, span, context)
    if apposed is not None:
        return AllegerKind.SPEAKER, apposed, f"'{s.words(_core(s, span))}' is {apposed}, named beside it"
    span = _core(s, span)
    toks = s.toks[span[0] : span[1]]
    inside = [m for m in s.mentions if start <= m.start and m.end <= toks[-1].end]
    if outlet := _outlet(s, span, inside):
        return AllegerKind.OUTLET, outlet, ""
    head = _head(s, span)
    if head and toks[head].text[0].isdigit():
        head -= 1  # "Law 27.784"
    named = next((m for m in inside if m.kind is MentionKind.PERSON and m.end == toks[head].end), None)
    joint = any(tok.tag == "J" and 0 < k < len(toks) - 1 for k, tok in enumerate(toks))
    if named is not None and not joint:
        full = context.full(named)
        return AllegerKind.SPEAKER, full, f"{named.name} taken to be {full}" if full != named.name else ""
    low = toks[head].low
    if not inside and (meant := _named_before(s, span, low)) is not None:
        return meant
    name = s.words(_without_article(s, span))
    groups = s.lex.groups
    if low in groups["act.documents"]:
        return AllegerKind.DOCUMENT, name, ""
    itself = toks[0].low in s.lex.groups["source.pointers"] and low in s.lex.groups["source.courts"]  # "este tribunal"
    if not inside and not itself and (body := context.bodies.meant(toks)):
        return AllegerKind.SPEAKER, body, f"'{s.words(span)}' taken to be {body}, the only such body named before"
    if (
        (len(toks) == 1 and toks[0].tag == "D")
        or low in groups["source.groups"]
        or any(tok.low in groups["source.media"] for tok in toks)
    ):
        return AllegerKind.ROLE, name, ""
    if not inside and (person := _with_role(s, span, low, context)) is not None:
        return (
            AllegerKind.SPEAKER,
            person.name,
            f"'{s.words(span)}' taken to be {person.name}, named with that role before",
        )
    return AllegerKind.SPEAKER, name, ""


def _named_before(s: Sentence, span: Span, low: str) -> _Known | None:
    """The organisation that "this court" points back to in its sentence."""
    first = s.toks[span[0]]
    if first.low not in s.lex.groups["source.pointers"] or low not in gazetteer().organisation:
        return None
    bodies = (m for m in reversed(s.mentions) if m.kind is MentionKind.ORGANISATION and m.end <= first.start)
    if (meant := next(bodies, None)) is None:
        return None
    return AllegerKind.SPEAKER, meant.name, f"'{s.words(span)}' taken to be {meant.name}, the organisation named before"


def _with_role(s: Sentence, span: Span, low: str, context: Context) -> Person | None:
    """The person whom a short and definite role means: "the judge"; "a judge" is nobody who was named."""
    toks = s.toks[span[0] : span[1]]
    if low not in gazetteer().roles or len(toks) > 4 or toks[0].low in s.lex.groups["source.indefinite"]:
        return None
    return context.before(s, toks[0].start, low, anywhere=len(toks) == 2 and toks[0].tag == "D")


def holds_office(s: Sentence, span: Span | None, offices: str) -> bool:
    """Whether the source is one of a group of offices: ``source.courts``, ``source.prosecution``."""
    if span is None:
        return False
    toks = s.toks[span[0] : span[1]]
    known = s.lex.groups[offices]
    return toks[_head(s, span)].low in known or any(tok.low in known for tok in toks[:3])


def _apposed(s: Sentence, span: Span, context: Context) -> str | None:
    """The person named after a role: "the prosecutor in charge of the file, Ana Pérez, asked"."""
    toks = s.toks[span[0] : span[1]]
    comma = next((k for k, tok in enumerate(toks) if tok.text == ","), 0)
    if not comma or any(tok.tag == "K" and tok.name >= 0 for tok in toks[:1]):
        return None
    if not any(is_role(tok.low) for tok in toks[:comma][-3:] + toks[: min(3, comma)]):
        return None
    after = toks[comma + 1 :]
    while len(after) > 1 and after[0].name < 0 and is_role(after[0].low):
        after = after[1:]  # "its spokesman, Captain Ivo Lund"
    name = after[0].name if after else -1
    if name < 0 or any(tok.name != name for tok in after) or s.mentions[name].kind is MentionKind.PLACE:
        return None
    return context.full(s.mentions[name])


def _core(s: Sentence, span: Span) -> Span:
    """The speaker without an apposition or relative clause; a list of joint speakers stays whole."""
    if span[1] - span[0] > 1 and s.toks[span[1] - 1].low in s.lex.groups["tag.floating"]:
        span = (span[0], span[1] - 1)  # "X, Y and Z all"
    toks = s.toks[span[0] : span[1]]
    comma = next((k for k, tok in enumerate(toks) if tok.text == "," or tok.text in "—–"), 0)
    if not comma or (
        toks[-1].tag in "NKM" and any(tok.tag == "J" for tok in toks[comma:]) and not _described(toks[comma:])
    ):
        return span
    return span[0], span[0] + comma


def _described(toks: list[Token]) -> bool:
    return any(tok.tag in "WVXOBG" for tok in toks) or (len(toks) > 1 and toks[1].tag == "D" and toks[1].low != "the")


def _without_article(s: Sentence, span: Span) -> Span:
    a, b = span
    while (a < b - 1 and s.toks[a].tag == "D") or (a < b - 1 and s.toks[a].text in '"“«'):
        a += 1
    return a, b


def _outlet(s: Sentence, span: Span, inside: list[Mention]) -> str:
    """The name of the outlet, where the source is one: "newspaper X", "el diario X", a known name."""
    toks = s.toks[span[0] : span[1]]
    bare = s.words(_without_article(s, span))
    if is_outlet(bare):
        return bare
    media = [k for k, tok in enumerate(toks) if tok.low in s.lex.groups["source.media"]]
    if media and any(is_role(tok.low) for tok in toks[: media[0]]):
        return ""  # "the editor of the newspaper X", "o ministro do Meio Ambiente"
    known = next((m for m in inside if is_outlet(m.name)), None)
    head = _head(s, span)
    if known is not None and (media or known.end == toks[head].end):
        return known.name
    if media and media[0] <= head:
        named = next((m for m in inside if m.start >= toks[media[0]].start), None)
        after = span[0] + media[0] + 1
        if named is not None and after < span[1] and named.start == s.toks[after].start:
            return s.words((after, span[1]))  # "jornal Correio do Vale"
        if named is not None:
            return named.name
        # "The newspaper" is one outlet, named elsewhere; "several press reports" are nobody in particular.
        one = s.toks[span[0]].tag == "D" and not toks[head].low.endswith("s")
        return bare if one or any(tok.text[0].isupper() for tok in toks[1:]) else ""
    return ""


def _head(s: Sentence, span: Span) -> int:
    """Index (within the span) of the head: the last noun before a preposition, mark or relative word."""
    toks = s.toks[span[0] : span[1]]
    head = 0
    for k, tok in enumerate(toks):
        if tok.tag == "B" and k and toks[k - 1].tag in "NK":
            break  # "a document filed on Thursday"
        if tok.tag in "NKM" or tok.tag == "B":
            if s.lex.romance and tok.tag == "N" and k and toks[k - 1].tag == "N" and tok.low not in gazetteer().roles:
                continue  # Spanish adjectives follow their noun: "fuentes judiciales"
            head = k
        elif tok.tag in ("P", ",", "W", "G", "J") and k:
            break
    return head

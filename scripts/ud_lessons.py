"""Lessons for the encoder from Universal Dependencies: attributions that a checked tree shows, and sentences without.

A verb of saying with its clause (``ccomp``, or the clause it stands beside as ``parataxis``) gives cue and content, its
subject the source. Where the lexicon sees a cue and neither the tree nor the rules see an attribution, all tokens are
outside; a sentence whose subject is a relative pronoun is left out.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from foja.extract.annotated import Attribution, Content, Place
from foja.extract.encoder.gold import labels, sentences
from foja.extract.rules.find import frames
from foja.extract.rules.frame import Sentence
from foja.extract.rules.lexicon import Lexicon
from foja.extract.tokens import Token
from foja.model.vocabulary import Modality

_UPOS_LIST = """
ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X
"""
UPOS = _UPOS_LIST.split()
_RELATION_LIST = """
acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl
fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative
xcomp
"""
RELATIONS = _RELATION_LIST.split()
_RELATIVE = {"who", "which", "that", "que", "qui"}
_SPEECHLESS = {"i", "you", "we", "it", "yo", "tú", "eu", "nós", "je", "tu", "nous", "vous", *_RELATIVE}


class Word:
    """A word of a tree with its place in the text."""

    __slots__ = ("deprel", "end", "form", "head", "lemma", "start", "upos")

    def __init__(self, columns: list[str], start: int, end: int) -> None:
        self.form, self.lemma, self.upos = columns[1], columns[2], columns[3]
        self.head, self.deprel = int(columns[6]), columns[7]
        self.start, self.end = start, end


def trees(path: Path) -> Iterator[tuple[str, list[Word]]]:
    """Texts with their words; words of a contraction have the place of the whole."""
    words: list[Word] = []
    text, at, held = "", 0, (0, 0, 0)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in [*file, "\n"]:
            if line.startswith("# text = "):
                text, at, words, held = line[9:].rstrip("\n"), 0, [], (0, 0, 0)
            elif line[:1].isdigit():
                columns = line.rstrip("\n").split("\t")
                number = columns[0]
                if "." in number:
                    continue
                if "-" in number:
                    start = text.find(columns[1], at)
                    at = start + len(columns[1])
                    held = (int(number.split("-")[1]), start, at)
                elif int(number) <= held[0]:
                    words.append(Word(columns, held[1], held[2]))
                else:
                    start = text.find(columns[1], at)
                    at = start + len(columns[1])
                    words.append(Word(columns, start, at))
            elif not line.strip() and words:
                yield text, words
                words = []


def attributions(words: list[Word], lex: Lexicon) -> list[Attribution] | None:
    """The outer attributions of a tree; None where they cannot be told."""
    children: dict[int, list[int]] = defaultdict(list)
    for number, word in enumerate(words, 1):
        children[word.head].append(number)

    def below(number: int, without: frozenset[int] = frozenset()) -> list[int]:
        out = [number]
        for child in children[number]:
            if child not in without:
                out += below(child, without)
        return out

    def place(numbers: list[int]) -> Place:
        chosen = [words[number - 1] for number in numbers if words[number - 1].upos != "PUNCT"]
        return Place(min(w.start for w in chosen), max(w.end for w in chosen))

    found: list[Attribution] = []
    for number, word in enumerate(words, 1):
        cue = lex.verbs.get(word.lemma) if word.upos == "VERB" else None
        if cue is None or not set("CQ") & set(cue.frames):
            continue
        kinds: dict[str, list[int]] = defaultdict(list)
        for child in children[number]:
            kinds[words[child - 1].deprel.split(":")[0]].append(child)
        subject = kinds["nsubj"][:1]
        if subject and words[subject[0] - 1].form.lower() in _SPEECHLESS:
            if words[subject[0] - 1].form.lower() in _RELATIVE:
                return None
            continue
        if kinds["ccomp"]:
            clause = below(kinds["ccomp"][0])
            marks = [c for c in children[kinds["ccomp"][0]] if words[c - 1].deprel == "mark"]
            clause = [c for c in clause if c not in marks[:1]]
        elif word.deprel == "parataxis" and subject:
            clause = below(word.head, frozenset({number}))
        else:
            continue
        helpers = [
            c for k in ("aux", "advmod") for c in kinds[k] if c < number and words[c - 1].upos in ("AUX", "PART")
        ]
        solid = [n for n in sorted(helpers) if all(m in helpers for m in range(n, number))]
        where = place([*solid, number])
        content = place(clause)
        if content.start < where.start < content.end and not (subject and words[subject[0] - 1].start < content.end):
            return None
        source = place(below(subject[0])) if subject else None
        if source is None and cue.modality is Modality.ASSERTED and word.deprel == "parataxis":
            continue
        pieces: tuple[Place, ...] = (content,)
        if content.start < where.start < content.end:
            inner = min(where.start, source.start if source else where.start)
            outer = max(where.end, source.end if source else where.end)
            if not content.start < inner < outer < content.end:
                return None
            pieces = (Place(content.start, inner), Place(outer, content.end))
        found.append(Attribution(contents=(Content(pieces),), modality=cue.modality, source=source, cue=where))
    return [
        one
        for one in found
        if one.cue
        and not any(
            o is not one and any(p.start <= one.cue.start < p.end for c in o.contents for p in c.pieces) for o in found
        )
    ]


def marked(s: Sentence, words: list[Word], lex: Lexicon) -> list[int] | None:
    """The labels of a sentence from its tree and, where that shows nothing, from the rules. None where neither can
    tell: the lexicon sees a cue, but nobody an attribution."""
    shown = attributions(words, lex)
    if shown is None:
        return None
    have = labels(s.text, s.toks, shown)
    for frame in frames(s):
        a, b = min(frame.cue[0], frame.content[0]), max(frame.cue[1], frame.content[1])
        if any(have[a:b]) or frame.rule in ("hedge", "nominal", "what as") or frame.shown:
            continue
        one = Attribution(
            contents=(Content((Place(*s.chars(frame.content)),)),),
            modality=frame.modality,
            source=Place(*s.chars(frame.source)) if frame.source else None,
            cue=Place(*s.chars(frame.cue)),
        )
        for at, label in enumerate(labels(s.text, s.toks, [one])):
            have[at] = have[at] or label
    return have if any(have) or not any(told(tok, lex) for tok in s.toks) else None


def told(tok: Token, lex: Lexicon) -> bool:
    """Whether the lexicon knows a token as a cue."""
    return (tok.tag in "VGBI" and tok.lemma in lex.verbs) or (tok.tag in "NVK" and tok.low in lex.nouns)


def syntax(s: Sentence, words: list[Word]) -> tuple[list[int], list[int], list[int]]:
    """Part of speech, relation and head of each token (numbers into ``UPOS`` and ``RELATIONS``, the head as the index
    of its token; -100 where the tree has no word there). The root is its own head."""
    at = {place: number for number, tok in enumerate(s.toks) for place in range(tok.start, tok.end)}
    where = [at.get(word.start) for word in words]
    pos, relation, head = ([-100] * len(s.toks) for _ in range(3))
    for number, word in zip(where, words, strict=True):
        above = where[word.head - 1] if word.head else number
        if number is None or above is None or (above == number and word.head):
            continue
        name = word.deprel.split(":")[0]
        pos[number] = UPOS.index(word.upos) if word.upos in UPOS else -100
        relation[number] = RELATIONS.index(name) if name in RELATIONS else -100
        head[number] = above
    return pos, relation, head


def sentence(text: str, language: str) -> Sentence | None:
    """The prepared sentence of a tree; None where foja sees none or several, or too few words."""
    found = sentences(text, language)
    return found[0] if len(found) == 1 and len(found[0].toks) > 3 else None

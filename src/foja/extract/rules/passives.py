"""Frames of passive verbs whose agent is named: "X was accused by Y of Z". Pure."""

from __future__ import annotations

from foja.extract.rules.content import content_end
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.spans import noun_phrase_right, trim
from foja.model.vocabulary import Modality


def by_agent(s: Sentence, g: int, v: int, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """ "X was accused by Y of Z": only where the agent is named and something is left to say."""
    toks = s.toks
    by = next((k for k in range(v + 1, min(len(toks), v + 4)) if toks[k].low in s.lex.groups["phrase.by"]), None)
    if by is None:
        return None
    if cue.modality is Modality.DENIED:
        return _denied_claim(s, g, v, by, cue)
    agent = noun_phrase_right(s, by + 1)
    if "D" in cue.frames and agent is not None and agent[1] < len(toks):
        return _told_by(s, (g, v), agent, cue, stops)
    if "A" not in cue.frames:
        return None
    if agent is None or agent[1] >= len(toks) or toks[agent[1]].low not in s.lex.groups["clause.of"]:
        return None
    content = trim(s, agent[1], content_end(s, agent[1], "of", v, False, stops), quotes=True)
    if content is None:
        return None
    return Frame("accused by", (g, v + 1), content, cue.modality, source=agent, marker=content[0])


def _told_by(s: Sentence, group: Span, agent: Span, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """ "X was told by Y that Z": Y says it."""
    g, v = group
    if s.toks[agent[1]].low not in s.lex.groups["phrase.that"]:
        return None
    first = agent[1] + 1
    content = trim(s, first, content_end(s, first, "that", v, False, stops), quotes=True)
    if content is None:
        return None
    return Frame("that", (g, v + 1), content, cue.modality, source=agent, marker=agent[1])


def _denied_claim(s: Sentence, g: int, v: int, by: int, cue: VerbCue) -> Frame | None:
    """ "The accusation that X did it is rejected by Y": what Y denies is the claim, not the accusation."""
    toks = s.toks
    agent = noun_phrase_right(s, by + 1)
    claim = next((k for k in range(g - 1, -1, -1) if toks[k].low in s.lex.nouns and toks[k].tag in "NV"), None)
    if agent is None or claim is None:
        return None
    first = claim + 2 if toks[claim + 1].low in s.lex.groups["clause.of_noun"] else claim + 1
    if first >= g or toks[first].low not in s.lex.groups["phrase.that"]:
        return None
    content = trim(s, first + 1, g, quotes=True)
    if content is None:
        return None
    return Frame("accused by", (g, v + 1), content, cue.modality, source=agent, marker=first)

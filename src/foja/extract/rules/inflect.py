"""Verb forms from base forms: enough morphology to know a verb when it is seen.

A form is one of ``base`` (infinitive or plain form), ``pres``, ``past``, ``part`` (participle), ``ing``
(gerund), ``cond``, ``fut``, ``subj``. Irregular forms and stem changes come from the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Form = tuple[str, str]
"""(word, form)"""


def english(base: str, irregular: Mapping[str, str]) -> Iterator[Form]:
    """The forms of an English verb."""
    yield base, "base"
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield base + "es", "pres"
    elif base.endswith("y") and base[-2] not in "aeiou":
        yield base[:-1] + "ies", "pres"
    else:
        yield base + "s", "pres"
    listed = irregular.get(base)
    doubled = listed is not None and listed.split()[0] == base + base[-1] + "ed"
    if base.endswith("ie"):
        yield base[:-2] + "ying", "ing"
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        yield base[:-1] + "ing", "ing"
    elif doubled or base in _DOUBLES:
        yield base + base[-1] + "ing", "ing"
    else:
        yield base + "ing", "ing"
    if listed is not None:
        past, participle = listed.split()
        yield past, "past"
        yield participle, "part"
        return
    if base.endswith("e"):
        regular = base + "d"
    elif base.endswith("y") and base[-2] not in "aeiou":
        regular = base[:-1] + "ied"
    else:
        regular = base + "ed"
    yield regular, "past"
    yield regular, "part"


_SOFTENING = "eéêiíè"
_DOUBLES = frozenset(["run", "cut", "put", "let", "set", "sit", "win", "begin", "get", "shut", "hit"])


def spanish(
    base: str, strong: Mapping[str, str], weak: Mapping[str, str], irregular: Mapping[str, str]
) -> Iterator[Form]:
    """The third-person forms, participles, gerund and infinitive of a Spanish verb (and "pido", "pedí")."""
    yield base, "base"
    yield from _with(base, ("le", "les", "lo", "la", "los", "las", "se", "nos"), "base")
    for word in irregular.get(base, "").split():
        yield word, _guess(word)
    stem, ending = base[:-2], _ENDING.get(base[-2:], "ir")
    if ending == "ar":
        before_e = _before_e(stem)
        present, present_e = strong.get(base, stem), _before_e(strong.get(base, stem))
        yield from _with(present, ("a", "an", "o"), "pres")
        yield from _with(before_e, ("é",), "past")
        yield from _with(stem, ("ó", "aron", "aba", "aban", "amos"), "past")
        yield from _with(present_e, ("e", "en"), "subj")
        yield from _with(stem, ("ara", "aran", "ase", "asen"), "subj")
        yield from _with(stem, ("ado", "ada", "ados", "adas"), "part")
        yield stem + "ando", "ing"
    else:
        present, soft = strong.get(base, stem), weak.get(base, stem)
        yield from _with(present, ("e", "en", "o"), "pres")
        yield from _with(soft, ("ió", "ieron"), "past")
        yield from _with(stem, ("ía", "ían", "í", "imos"), "past")
        yield from _with(present, ("a", "an"), "subj")
        yield from _with(soft, ("iera", "ieran", "iese", "iesen"), "subj")
        yield from _with(stem, ("ido", "ida", "idos", "idas"), "part")
        yield soft + "iendo", "ing"
        if stem and stem[-1] in "aeou":  # huyendo, construyó
            yield stem + "yendo", "ing"
            yield stem + "ído", "part"
    root = base.replace("í", "i")
    yield from _with(root, ("á", "án"), "fut")
    yield from _with(root, ("ía", "ían"), "cond")


_ENDING = {"ar": "ar", "er": "er", "ir": "ir", "ír": "ir"}


def _with(stem: str, endings: tuple[str, ...], form: str) -> Iterator[Form]:
    for ending in endings:
        yield stem + ending, form


def _before_e(stem: str) -> str:
    if stem.endswith("c"):
        return stem[:-1] + "qu"
    if stem.endswith("g"):
        return stem + "u"
    if stem.endswith("z"):
        return stem[:-1] + "c"
    return stem


def _guess(word: str) -> str:
    """The form of a listed irregular word, from its ending."""
    if word.endswith(("ndo",)):
        return "ing"
    if word.endswith(("cho", "sto", "sta", "rto", "rta", "lto", "lta", "rtos", "ltos", "ltas", "roto")):
        return "part"
    if word.endswith(("rá", "rán")):
        return "fut"
    if word.endswith(("ría", "rían")):
        return "cond"
    if word.endswith(("jo", "ron", "vo", "so", "zo", "no", "dió", "ó", "ía", "ían", "ba", "ban", "po")):
        return "past"
    return "pres"


def by_table(
    base: str,
    conjugation: Mapping[str, Mapping[str, str]],
    stems: Mapping[str, str],
    irregular: Mapping[str, Mapping[str, str]],
) -> Iterator[Form]:
    """The forms of a verb from a table in its lexicon: infinitive ending -> form -> endings. ``stems``: end of a
    stem -> what is written before e and i. ``irregular``: verb -> form -> words; these
    come on top of the regular ones."""
    yield base, "base"
    for form, listed in irregular.get(base, {}).items():
        for word in listed.split():
            yield word, form
    ending = max((end for end in conjugation if base.endswith(end)), key=len, default="")
    if not ending:
        return
    stem = base.removesuffix(ending)
    for form, endings in conjugation[ending].items():
        for written in endings.split():
            changed = next((old for old in stems if stem.endswith(old) and written[0] in _SOFTENING), "")
            root = stem.removesuffix(changed) + stems[changed] if changed else stem
            yield root + written.removeprefix("-"), form

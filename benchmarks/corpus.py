"""A corpus made by rule: news-like pages, notes and mails, the same bytes for the same seed on every machine.

Everything is synthetic: places and bodies carry names put together from syllables ("Council of Velmorate") or numbers
("Office 17"), speakers are roles, no person is named. What is like real collections: attribution in many forms, dates and figures, page furniture
in the HTML pages, two languages, few names that occur often and many that occur rarely, and copies (of a hundred
documents five take over a whole earlier one and five take over some paragraphs of one).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

COPIES, PARTS = 0.05, 0.05
"""Share of documents that repeat an earlier one whole, and of those that repeat paragraphs of one."""

MEMORY = 400
"""A copy is made of one of so many documents before it."""

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
CITIES = [
    f"{a} {b}"
    for a in ("Ciudad", "Villa", "Puerto", "Campo")
    for b in ["Norte", "Sur", "Este", "Oeste", "Alta", "Baja"]
]
OUTLETS = [f"Synthetic {kind} {n}" for n in range(1, 16) for kind in ("Courier", "Gazette", "Bulletin", "Wire")]

BODIES = {
    "en": ["Council of {w}", "Court of {w}", "{w} Registry", "Ministry of {w}", "{w} Union", "Office {n}"],
    "es": [
        "Consejo de {w}",
        "Tribunal de {w}",
        "Registro de {w}",
        "Ministerio de {w}",
        "Sindicato de {w}",
        "Oficina {n}",
    ],
}
NAMES, WORDS = 5000, 20000
"""Size of the pools of names and of invented words. Both are drawn by Zipf's law: few often, many rarely."""

ROLES = {
    "en": [
        "the spokesperson of {b}",
        "the director of {b}",
        "a clerk at {b}",
        "the lawyer for {b}",
        "two members of {b}",
    ],
    "es": [
        "la portavoz de {b}",
        "el director de {b}",
        "una empleada de {b}",
        "la abogada de {b}",
        "dos miembros de {b}",
    ],
}
THINGS = {
    "en": [
        "archive",
        "bridge",
        "budget",
        "census",
        "contract",
        "convoy",
        "depot",
        "docket",
        "dossier",
        "fence",
        "ferry",
        "file",
        "form",
        "harbour",
        "hearing",
        "inquiry",
        "inventory",
        "ledger",
        "letter",
        "licence",
        "list",
        "map",
        "memorandum",
        "meeting",
        "notice",
        "office",
        "order",
        "parcel",
        "permit",
        "petition",
        "plan",
        "port",
        "quarry",
        "record",
        "register",
        "report",
        "road",
        "roster",
        "route",
        "schedule",
        "seal",
        "shipment",
        "signal",
        "site",
        "statute",
        "storehouse",
        "survey",
        "tender",
        "transfer",
        "tunnel",
        "vehicle",
        "visit",
        "warehouse",
        "warrant",
        "well",
        "workshop",
    ],
    "es": [
        "acta",
        "archivo",
        "aviso",
        "balance",
        "bodega",
        "camino",
        "canal",
        "carta",
        "censo",
        "contrato",
        "depósito",
        "dictamen",
        "edicto",
        "escrito",
        "escritura",
        "expediente",
        "factura",
        "ficha",
        "firma",
        "formulario",
        "galpón",
        "hoja",
        "informe",
        "inventario",
        "lista",
        "mapa",
        "memorando",
        "muelle",
        "nómina",
        "oficio",
        "orden",
        "padrón",
        "parcela",
        "permiso",
        "petición",
        "pieza",
        "plano",
        "pliego",
        "plazo",
        "pozo",
        "puente",
        "puerto",
        "recurso",
        "registro",
        "resolución",
        "ruta",
        "sello",
        "sesión",
        "solicitud",
        "sumario",
        "taller",
        "traslado",
        "tramo",
        "túnel",
        "visita",
        "vehículo",
    ],
}
KINDS = {
    "en": [
        "annual",
        "blue",
        "central",
        "certified",
        "closed",
        "common",
        "damaged",
        "disputed",
        "earlier",
        "eastern",
        "final",
        "first",
        "foreign",
        "general",
        "hidden",
        "joint",
        "large",
        "late",
        "lost",
        "lower",
        "main",
        "minor",
        "missing",
        "narrow",
        "new",
        "northern",
        "old",
        "open",
        "partial",
        "pending",
        "private",
        "provisional",
        "public",
        "recent",
        "regional",
        "second",
        "secret",
        "signed",
        "small",
        "southern",
        "special",
        "stamped",
        "third",
        "unsigned",
        "upper",
        "urgent",
        "western",
    ],
    "es": [
        "abierto",
        "ajeno",
        "amplio",
        "antiguo",
        "anual",
        "breve",
        "central",
        "cerrado",
        "común",
        "corriente",
        "dañado",
        "definitivo",
        "distinto",
        "especial",
        "estrecho",
        "externo",
        "final",
        "general",
        "grande",
        "inicial",
        "interno",
        "local",
        "mayor",
        "menor",
        "nuevo",
        "parcial",
        "pendiente",
        "previo",
        "principal",
        "privado",
        "provisional",
        "público",
        "reciente",
        "regional",
        "reservado",
        "sellado",
        "simple",
        "tardío",
        "total",
        "urgente",
        "viejo",
    ],
}
DEEDS = {
    "en": (
        "closed copied counted delayed delivered destroyed emptied examined extended handed over hid inspected kept "
        "left out lost moved opened paid for photographed received recorded removed repaired replaced returned sealed "
        "sent signed sold stamped stored suspended took translated withdrew withheld"
    )
    .replace("handed over", "handed_over")
    .replace("left out", "left_out")
    .replace("paid for", "paid_for")
    .split(),
    "es": [
        "abrió",
        "amplió",
        "archivó",
        "cedió",
        "cerró",
        "compró",
        "contó",
        "copió",
        "demoró",
        "destruyó",
        "devolvió",
        "entregó",
        "envió",
        "examinó",
        "extravió",
        "firmó",
        "guardó",
        "inspeccionó",
        "movió",
        "ocultó",
        "omitió",
        "pagó",
        "perdió",
        "recibió",
        "registró",
        "reparó",
        "retiró",
        "retuvo",
        "selló",
        "suspendió",
        "tradujo",
        "trasladó",
        "vació",
        "vendió",
    ],
}
PEOPLE = {
    "en": ["workers", "residents", "drivers", "witnesses", "guards", "clerks", "visitors"],
    "es": ["trabajadores", "vecinos", "choferes", "testigos", "guardias", "empleados", "visitantes"],
}
FRAMES = {
    "en": [
        "{S} said that {P}.", "{S} said {P}.", "According to {B}, {P}.", "{P}, {s} said on {D}.", "{S} denied that {P}.",
        "{S} alleged that {P}.", "{B} ordered on {D} that {n} {h} be heard.", "{B} found that {P}.",
        "{S} claimed that {P}.", "{S} acknowledged that {P}.", "{B} requested on {D} that the {k} {t} be returned.",
        "“{P}”, {s} told {O}.", "{S} accused {B} of having hidden the {k} {t}.", "{P}.", "{P}.",
        "In {c}, {n} {h} were counted on {D}.", "The {k} {t} of {B} will be opened on {D}, {s} announced.",
        "If the {k} {t} is not found, {B} will close the {t2} of {c}.", "The alleged {w} {t} of {B} and its {w2} were not examined in {y}.",
        "{S} rejected the accusation that {P}.",
    ],
    "es": [
        "{S} dijo que {P}.", "{S} afirmó que {P}.", "Según {B}, {P}.", "{P}, dijo {s} el {D}.", "{S} negó que el {t} de {B} "
        "se hubiera perdido el {D}.", "{S} denunció que {P}.", "{B} ordenó el {D} citar a {n} {h}.", "{B} determinó que {P}.",
        "{S} sostuvo que {P}.", "{S} reconoció que {P}.", "{B} pidió el {D} la devolución del {t} {k}.",
        "«{P}», dijo {s} a {O}.", "{S} acusó a {B} de haber ocultado el {t} {k}.", "{P}.", "{P}.",
        "En {c} se contaron {n} {h} el {D}.", "De acuerdo con {B}, {P}.",
        "Si no aparece el {t} {k}, {B} cerrará el {t2} de {c}.", "El presunto {t} {w} de {B} y su {w2} no fueron examinados en {y}.",
        "{S} rechazó la acusación de que {P}.",
    ],
}  # fmt: skip
DATES = {"en": "{d} {m} {y}", "es": "{d} de {m} de {y}"}
TAILS = {
    "en": [
        "after the {w} {t2} was opened", "because {w} and {w2} {h} had no {w3}", "while the {w} of {c} stayed closed",
        "although a {k2} {w} {w2} was there", "without the {w} that the {w2} {t2} needs", "when the {w} came to {w2}",
        "to keep the {w} away from the {k2} {w2}", "by {w} and by {w2}", "",
    ],
    "es": [
        "después de que se abriera el {t2} {w}", "porque los {h} {w} y {w2} no tenían {w3}", "mientras el {w} de {c} seguía cerrado",
        "aunque había un {w} {k2} {w2}", "sin el {w} que el {t2} {w2} necesita", "cuando el {w} llegó a {w2}",
        "para alejar el {w} del {w2} {k2}", "por {w} y por {w2}", "",
    ],
}  # fmt: skip
"""Ends of clauses with invented words, so that sentences differ about as much as those of newspapers do."""

CLAIMS = {
    "en": [
        "{B} {v} the {w} {t} {f} on {D}", "the {k} {t} {f} of {B} reached {c} in {m} {y}",
        "{B} {v} {n} {w} {h} from the {t} of {w2}", "more than {n} {h} with {w} were at the {w2} {t} on {D}",
        "{B} did not receive the {w} {t} {f}", "the {t} {f} and the {k} {t2} were {v} by {B}",
    ],
    "es": [
        "{B} {v} el {t} {w} {f} el {D}", "el {t} {k} {f} de {B} llegó a {c} en {m} de {y}",
        "{B} {v} a {n} {h} {w} del {t} de {w2}", "más de {n} {h} con {w} estaban en el {t} {w2} el {D}",
        "{B} no recibió el {t} {w} {f}", "{B} {v} el {t} {f} y el {t2} {k}",
    ],
}  # fmt: skip
HEADS = {"en": ["{B} and the {k} {t} of {c}", "New {t} in {c}"], "es": ["{B} y el {t} {k} de {c}", "Nuevo {t} en {c}"]}
MENU = {
    "en": [
        "Home",
        "Regions",
        "Courts",
        "Work",
        "Archive",
        "Subscribe",
        "Related pages",
        "Share this page",
        "All rights reserved",
    ],
    "es": [
        "Inicio",
        "Regiones",
        "Tribunales",
        "Trabajo",
        "Archivo",
        "Suscripción",
        "Notas relacionadas",
        "Compartir",
        "Todos los derechos reservados",
    ],
}


ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "dr",
    "fr",
    "gr",
    "kl",
    "pl",
    "pr",
    "st",
    "tr",
    "vl",
]
VOWELS = ["a", "e", "i", "o", "u"]
CODAS = ["", "", "l", "m", "n", "r", "s"]


@cache
def _invented(rank: int) -> str:
    """Word number ``rank`` of a language that nobody speaks: three syllables, for each rank another one."""
    chance = random.Random(rank)
    made = "".join(chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(3))
    return made + chance.choice(["te", "ne", "ra", "lo"])


class Page(NamedTuple):
    """A made-up page before it is written in one of the formats."""

    language: str
    outlet: str
    day: str
    title: str
    paragraphs: tuple[str, ...]


class _Writer:
    """Fills the frames. All choices come from one random generator, in one order."""

    def __init__(self, chance: random.Random, language: str) -> None:
        self.chance = chance
        self.language = language

    def pick(self, options: list[str]) -> str:
        return options[int(self.chance.random() * len(options))]

    def body(self) -> str:
        # Few bodies are named often and many rarely, as in any archive.
        rank = int(NAMES ** self.chance.random())
        template = BODIES[self.language][rank % len(BODIES[self.language])]
        return template.format(n=rank, w=_invented(rank).capitalize())

    def word(self) -> str:
        return _invented(NAMES + int(WORDS ** self.chance.random()))

    def date(self) -> str:
        return DATES[self.language].format(
            d=self.chance.randint(1, 28), m=self.month(), y=self.chance.randint(1985, 2024)
        )

    def month(self) -> str:
        return self.pick(MONTHS[self.language])

    def fill(self, template: str) -> str:
        words = self.language
        speaker = self.pick(ROLES[words]).format(b=self.body())
        values = {
            "B": self.body, "D": self.date, "O": lambda: self.pick(OUTLETS), "c": lambda: self.pick(CITIES),
            "k": lambda: self.pick(KINDS[words]), "t": lambda: self.pick(THINGS[words]),
            "t2": lambda: self.pick(THINGS[words]), "v": lambda: self.pick(DEEDS[words]).replace("_", " "),
            "h": lambda: self.pick(PEOPLE[words]), "m": self.month, "n": lambda: str(self.chance.randint(2, 900)),
            "w": self.word, "w2": self.word, "w3": self.word, "k2": lambda: self.pick(KINDS[words]),
            "y": lambda: str(self.chance.randint(1985, 2024)), "f": lambda: f"{self.chance.randint(1, 99999)}",
            "s": lambda: speaker, "S": lambda: speaker[:1].upper() + speaker[1:],
        }  # fmt: skip
        if "{P}" in template:
            claim = f"{self.fill(self.pick(CLAIMS[words]))} {self.tail()}".strip()
            values["P"] = lambda: claim
        return template.format(**{name: make() for name, make in values.items() if "{" + name + "}" in template})

    def tail(self) -> str:
        """None, one or two ends of a clause."""
        return " ".join(filter(None, (self.fill(self.pick(TAILS[self.language])) for _ in range(2))))

    def sentence(self) -> str:
        frame = self.pick(FRAMES[self.language])
        made = self.fill(frame)
        if "{P}" not in frame and (tail := self.tail()):
            made = f"{made[:-1]} {tail}."
        return made[:1].upper() + made[1:]

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 5)))


def pages(count: int, seed: int, words: tuple[int, int] = (300, 700)) -> Iterator[Page]:
    """``count`` pages, each of a length (in words) within ``words``; the first ones of a longer run are the same."""
    chance = random.Random(seed)
    before: list[Page] = []
    for _ in range(count):
        language = "en" if chance.random() < 0.6 else "es"
        writer = _Writer(chance, language)
        outlet = writer.pick(OUTLETS)
        day = f"{chance.randint(1990, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        kind = chance.random()
        if before and kind < COPIES:
            page = before[int(chance.random() * len(before))]._replace(outlet=outlet, day=day)
        else:
            wanted = chance.randint(*words)
            paragraphs: list[str] = []
            if before and kind < COPIES + PARTS:
                taken = before[int(chance.random() * len(before))]
                writer.language = language = taken.language
                paragraphs += taken.paragraphs[: max(1, len(taken.paragraphs) // 2)]
            while sum(len(p.split()) for p in paragraphs) < wanted:
                paragraphs.append(writer.paragraph())
            title = writer.fill(writer.pick(HEADS[language]))
            page = Page(language, outlet, day, title[:1].upper() + title[1:], tuple(paragraphs))
        before.append(page)
        del before[:-MEMORY]
        yield page


def as_html(page: Page) -> str:
    """A whole web page: menu, article with metadata, teasers, sharing, footer."""
    menu = MENU[page.language]
    links = "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(menu[:6]))
    teasers = "".join(
        f'<li><a href="/p/{n}">{p.split(".")[0][:70]}</a></li>' for n, p in enumerate(page.paragraphs[-3:])
    )
    body = "".join(f"<p>{p}</p>\n" for p in page.paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="{page.language}"><head><meta charset="utf-8"><title>{page.title} | {page.outlet}</title>\n'
        f'<meta property="og:site_name" content="{page.outlet}"><meta property="og:title" content="{page.title}">\n'
        f'<meta property="article:published_time" content="{page.day}T09:00:00Z"></head>\n<body>\n'
        f"<header><div class='logo'>{page.outlet}</div><nav><ul>{links}</ul></nav></header>\n"
        f"<main><article><h1>{page.title}</h1>\n<p class='date'><time datetime='{page.day}'>{page.day}</time></p>\n{body}"
        f"<div class='share'><a href='#'>{menu[7]}</a></div></article>\n"
        f"<aside class='related'><h2>{menu[6]}</h2><ul>{teasers}</ul></aside></main>\n"
        f"<footer><p>© {page.day[:4]} {page.outlet}. {menu[8]}.</p></footer>\n</body></html>\n"
    )


def as_text(page: Page) -> str:
    return "\n\n".join([page.title, f"{page.outlet}, {page.day}", *page.paragraphs]) + "\n"


def as_mail(page: Page) -> str:
    """A plain mail (RFC 5322) that passes the page on."""
    month = MONTHS["en"][int(page.day[5:7]) - 1][:3]
    sent = f"{int(page.day[8:])} {month} {page.day[:4]} 09:00:00 +0000"
    head = (
        f"From: Desk of {page.outlet} <desk@example.org>\nTo: Registry <registry@example.org>\n"
        f"Subject: =?utf-8?q?{_quoted(page.title)}?=\nDate: {sent}\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return head + "\n\n".join(page.paragraphs) + "\n"


def _quoted(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "".join(f"={b:02X}" for b in c.encode()) for c in text)


FORMATS = (("html", as_html),) * 6 + (("txt", as_text),) * 3 + (("eml", as_mail),)
"""Six of ten documents are web pages, three plain texts, one a mail."""


def write_corpus(folder: Path, count: int, seed: int = 1, words: tuple[int, int] = (300, 700), skip: int = 0) -> int:
    """Writes documents number ``skip`` to ``count`` of the corpus into ``folder``. Returns the bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number, page in enumerate(pages(count, seed, words)):
        if number < skip:
            continue
        # The format follows from the number, so that copies appear in other formats too.
        ending, form = FORMATS[(number * 7) % len(FORMATS)]
        data = form(page).encode("utf-8")
        (folder / f"{number:06d}.{ending}").write_bytes(data)
        size += len(data)
    return size

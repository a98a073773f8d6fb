"""Builders of records for the tests of the weighing, and texts written for them."""

from foja.model.dates import When, when
from foja.model.passage import Passage
from foja.model.record import digest
from foja.model.statement import Alleger, Figure, Statement
from foja.model.text import Document, Reading, Zone
from foja.model.vocabulary import AllegerKind, Modality, Polarity, ZoneRole

NOTE = (
    "A prosecutor in Buenos Aires asked a federal court on Wednesday to order the arrest of a foreign official over "
    "the bombing of a community centre three decades ago. In the filing, which runs to two hundred pages, the "
    "prosecutor argues that immunity does not extend to crimes against humanity. The court has not yet ruled on the "
    "request, and no date for a hearing was given. Lawyers for the families of the victims welcomed the step but said "
    "that an order by itself would change little unless other states were willing to act on it."
)
"""An agency note, written for these tests."""

REWORKED = (
    "The arrest of a foreign official over an attack on a community centre was sought this week. The prosecutor in "
    "charge of the file put a long brief before the judges; he holds that nobody is immune where crimes of that kind "
    "are concerned. When the judges will answer is open. Relatives of those who died spoke of progress, though they "
    "doubt that any country would carry such an order out."
)
"""The same events told in other words: a paraphrase, not a copy."""

MENU = (
    "Home News Opinion Sports Weather Subscribe now and read without limits on all your devices from anywhere\n"
    "Most read today the ten best walks along the river and where to find a table by the water this weekend\n"
)
"""Furniture that every page of one site carries."""


def document(text: str, *, source: str = "", body: tuple[int, int] | None = None) -> Document:
    """A document whose body is ``text[body]``; without ``body``, a text on which no zone was marked."""
    zones: tuple[Zone, ...] = ()
    if body is not None:
        spans = [(0, body[0], ZoneRole.NAVIGATION), (*body, ZoneRole.BODY), (body[1], len(text), ZoneRole.LEGAL)]
        zones = tuple(
            Zone(start=start, end=end, role=role, probability=1.0, reason="test")
            for start, end, role in spans
            if start < end
        )
    name = digest(text.encode("utf-8", "surrogatepass"))
    reading = Reading(
        source=source or name, text=name, reader="test", version="1", media_type="text/plain", characters=len(text),
        zones=zones,
    )  # fmt: skip
    return Document(text=text, reading=reading)


def page(text: str) -> Document:
    """The text as the body of a page with the furniture of one site around it."""
    whole = f"{MENU}{text}\n{MENU}"
    return document(whole, body=(len(MENU), len(MENU) + len(text)))


def figure(
    what: str, low: float | None, high: float | None, verbatim: str = "", about: str = "", note: str = ""
) -> Figure:
    return Figure(start=0, end=1, what=what, low=low, high=high, verbatim=verbatim or f"{low}", about=about, note=note)


def dated(edtf: str) -> When:
    return when(edtf, edtf)


def statement(
    content: str,
    *,
    id: str = "",
    modality: Modality = Modality.ASSERTED,
    polarity: Polarity = Polarity.POSITIVE,
    figures: tuple[Figure, ...] = (),
    dates: tuple[When, ...] = (),
    names: tuple[str, ...] = (),
    language: str = "en",
    outlets: tuple[str, ...] = (),
    source: str = "s",
) -> Statement:
    chain = (
        Alleger(kind=AllegerKind.PAGE),
        *(Alleger(kind=AllegerKind.OUTLET, name=name) for name in outlets),
        Alleger(kind=AllegerKind.SPEAKER, name="the court"),
    )
    text = content or "x"
    name = id or "st-" + digest(repr((content, modality, polarity, figures, dates, names, language)).encode())[:12]
    return Statement(
        id=name,
        source=source,
        passage=Passage(text=f"text of {name}", start=0, end=len(text), quote=text),
        chain=chain,
        content=content,
        modality=modality,
        polarity=polarity,
        figures=figures,
        dates=dates,
        names=names,
        language=language,
    )

"""Lists of other articles under headings that stand in no lexicon, with various ends; texts of our own."""

from __future__ import annotations

import pytest

from foja.read.cues import cues
from read.samples import in_role, read

# language: heading that is not written in the lexicon, ends of the list, a title, paragraphs, teasers
_PAGES = {
    "en": (
        "Further coverage of the valley",
        "No more articles",
        "Court hears both sides about the old bridge",
        "The court heard both sides on Tuesday about the old bridge and gave the town thirty more days to answer the "
        "questions that the neighbours had put in writing in the spring.",
        "The market hall opens again in May, after two years of work on its roof and on the cellars below it.",
    ),
    "es": (
        "Otras crónicas del valle",
        "Cargar más notas",
        "El juzgado escuchó a las partes por el puente viejo",
        "El juzgado escuchó el martes a las dos partes por el puente viejo y dio a la municipalidad treinta días más "
        "para responder las preguntas que los vecinos habían presentado por escrito.",
        "El mercado vuelve a abrir en mayo, después de dos años de obras en el techo y en los sótanos del edificio.",
    ),
    "fr": (
        "Autres reportages de la vallée",
        "Voir tous les articles",
        "Le tribunal a entendu les parties sur le vieux pont",
        "Le tribunal a entendu mardi les deux parties au sujet du vieux pont et a donné à la commune trente jours de "
        "plus pour répondre aux questions que les riverains avaient posées par écrit.",
        "La halle du marché rouvre en mai, après deux ans de travaux sur la toiture et dans les caves du bâtiment.",
    ),
    "pt": (
        "Outras reportagens do vale",
        "Carregar mais",
        "Tribunal ouviu as partes sobre a ponte velha",
        "O tribunal ouviu na terça-feira as duas partes sobre a ponte velha e deu ao município mais trinta dias para "
        "responder às perguntas que os moradores tinham apresentado por escrito.",
        "O mercado volta a abrir em maio, depois de dois anos de obras no telhado e nas caves do edifício antigo.",
    ),
    "de": (
        "Weitere Berichte aus dem Tal",
        "Mehr laden",
        "Gericht hört beide Seiten zur alten Brücke",
        "Das Gericht hörte am Dienstag beide Seiten zur alten Brücke und gab der Gemeinde dreißig weitere Tage, um die "
        "Fragen zu beantworten, die die Anwohner im Frühjahr schriftlich gestellt hatten.",
        "Die Markthalle öffnet im Mai wieder, nach zwei Jahren Arbeit am Dach und in den Kellern unter dem Gebäude.",
    ),
    "ar": (
        "مزيد من التقارير",
        "تحميل المزيد",
        "المحكمة تستمع إلى الطرفين بشأن الجسر القديم",
        "استمعت المحكمة يوم الثلاثاء إلى الطرفين بشأن الجسر القديم ومنحت البلدية ثلاثين يوما إضافية للرد على الأسئلة "
        "التي قدمها السكان كتابة في الربيع الماضي.",
        "يفتح السوق أبوابه من جديد في مايو بعد سنتين من العمل في السقف وفي الأقبية الواقعة تحت المبنى القديم.",
    ),
    "fa": (
        "گزارش‌های دیگر",
        "نمایش بیشتر",
        "دادگاه سخنان دو طرف دربارهٔ پل قدیمی را شنید",
        "دادگاه روز سه‌شنبه سخنان دو طرف را دربارهٔ پل قدیمی شنید و به شهرداری سی روز دیگر فرصت داد تا به پرسش‌هایی که "
        "ساکنان در بهار به صورت کتبی مطرح کرده بودند پاسخ دهد.",
        "بازار در ماه مه دوباره باز می‌شود، پس از دو سال کار روی سقف و در زیرزمین‌های ساختمان قدیمی کنار رودخانه.",
    ),
}
_SHARE = {
    "en": "Share this article", "es": "Compartir esta nota", "fr": "Partager cet article",
    "pt": "Compartilhe esta noticia", "de": "Artikel teilen", "ar": "شارك المقال", "fa": "به اشتراک بگذارید",
}  # fmt: skip


def _page(language: str, heading: str, closing: str) -> tuple[str, list[str], list[str]]:
    _, _, title, paragraph, teaser = _PAGES[language]
    body = [f"{paragraph} ({number})." for number in range(1, 6)]
    teasers = [f"{number}. {teaser}" for number in range(1, 5)]
    lines = [title, *body, heading, *teasers, closing, _SHARE[language]]
    return "\n\n".join(line for line in lines if line) + "\n", body, teasers


@pytest.mark.parametrize("end", ["closing line", "sharing line"])
@pytest.mark.parametrize("language", sorted(_PAGES))
def test_a_heading_is_known_by_its_words(language: str, end: str) -> None:
    heading, closing, *_ = _PAGES[language]
    assert ("related", "") == (cues().kind(heading), cues().kind(heading, written=True))
    page, body, teasers = _page(language, heading, closing if end == "closing line" else "")
    text, reading, _ = read(page)
    kept = in_role(text, reading, "body")
    assert body == [line for line in kept.split("\n") if line]
    assert teasers == [item.text for item in reading.related]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "From the valley"), ("es", "Sobre el mismo tema"), ("fr", "Dans la même série"), ("de", "Aus dem Tal")],
)
def test_a_list_under_an_unknown_heading_is_known_by_the_line_that_closes_it(language: str, heading: str) -> None:
    page, body, teasers = _page(language, heading, _PAGES[language][1])
    assert "" == cues().kind(heading)
    text, reading, _ = read(page)
    assert body == [line for line in in_role(text, reading, "body").split("\n") if line]
    assert teasers == [item.text for item in reading.related]


def test_a_list_without_a_heading_stays_body_and_is_marked_as_doubtful() -> None:
    page, body, teasers = _page("en", "", "No more articles")
    text, reading, _ = read(page)
    kept = in_role(text, reading, "body")
    assert all(line in kept for line in [*body, *teasers])
    doubtful = [zone for zone in reading.zones if zone.probability == 0.5]
    assert teasers[0] in "".join(text[zone.start : zone.end] for zone in doubtful)
    assert () == reading.related


@pytest.mark.parametrize(
    "line",
    [
        "Artículo segundo, otros bienes",
        "He said that there were more stories.",
        "More",
        "Article 12",
        "Nota sobre la masacre",
    ],
)
def test_headings_of_laws_and_sentences_are_no_headings_of_lists(line: str) -> None:
    assert "related" != cues().kind(line)


def test_words_put_together_do_not_make_a_memo_a_web_page() -> None:
    paragraph = _PAGES["es"][3]
    memo = f"MEMO\n\n{paragraph}\n\nOtros artículos\n\n{paragraph} (2)\n\nOtras crónicas\n\n{paragraph} (3)\n"
    text, reading, _ = read(memo)
    assert text == in_role(text, reading, "body")

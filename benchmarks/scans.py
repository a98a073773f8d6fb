"""Scans drawn from texts of our own, with the text known to the letter: for tests and for measuring text recognition.

A page is set with Typst, rendered, and made worse as a copier and a cheap scanner do: turned a little, blurred, greyed,
specked, and kept as JPEG. The same arguments give the same bytes for one version of the libraries.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typst
from PIL import Image, ImageFilter

FONTS = Path("/usr/share/fonts/truetype/noto")
"""Where Debian's fonts-noto-core has the letters of Arabic, Persian and Hebrew; Latin ones come with Typst."""
FACES = {"ar": "Noto Naskh Arabic", "fa": "Noto Naskh Arabic", "he": "Noto Sans Hebrew"}

TEXTS = {
    "es": """El juzgado recibió ayer el expediente que la cooperativa de trabajadores del puerto había pedido durante once años. Son 412 fojas, numeradas a mano, y faltan las que van de la 77 a la 93. La secretaria dejó constancia de la falta y ordenó que se buscara en el archivo general antes del 14 de marzo de 2019.
Según el escrito, dos testigos dijeron que el camión llegó después de medianoche y que nadie firmó el libro de guardia. El abogado de la empresa negó que hubiera existido ese libro. La querella sostiene lo contrario y acompaña una fotografía, tomada en 1987, en la que se lo ve sobre el mostrador.
La jueza resolvió que la copia se agregue al legajo, que se cite a los tres empleados que figuran en la planilla y que el perito explique, por escrito y en diez días, cómo midió la distancia entre el portón y la garita. También pidió que se averigüe quién pagó el seguro. Contra esta decisión procede el recurso de reposición, dijo el tribunal, y fijó la audiencia para el lunes.""",
    "en": """The registry received yesterday the file that the dock workers' cooperative had asked for during eleven years. It has 412 leaves, numbered by hand, and those from 77 to 93 are missing. The clerk noted the absence and ordered a search of the general archive before 14 March 2019.
According to the brief, two witnesses said that the truck arrived after midnight and that nobody signed the watch book. The company's lawyer denied that such a book had ever existed. The plaintiffs maintain the opposite and attach a photograph, taken in 1987, in which it can be seen on the counter.
The judge decided that the copy be added to the file, that the three employees listed on the sheet be summoned, and that the expert explain, in writing and within ten days, how she measured the distance between the gate and the hut. She also asked who had paid the insurance. The decision can be appealed, the court said, and it set the hearing for Monday.""",
    "fr": """Le greffe a reçu hier le dossier que la coopérative des ouvriers du port demandait depuis onze ans. Il compte 412 feuillets, numérotés à la main, et ceux de 77 à 93 manquent. La greffière a constaté l'absence et a ordonné une recherche dans les archives générales avant le 14 mars 2019.
Selon le mémoire, deux témoins ont déclaré que le camion était arrivé après minuit et que personne n'avait signé le registre de garde. L'avocat de la société a nié que ce registre eût jamais existé. Les plaignants soutiennent le contraire et joignent une photographie, prise en 1987, où on le voit sur le comptoir.
La juge a décidé que la copie serait versée au dossier, que les trois employés inscrits sur la feuille seraient convoqués, et que l'experte expliquerait, par écrit et sous dix jours, comment elle avait mesuré la distance entre le portail et la guérite.""",
    "pt": """O cartório recebeu ontem o processo que a cooperativa dos trabalhadores do porto pedia havia onze anos. São 412 folhas, numeradas à mão, e faltam as que vão da 77 à 93. A escrivã certificou a falta e mandou fazer uma busca no arquivo geral antes de 14 de março de 2019.
Segundo a petição, duas testemunhas disseram que o caminhão chegou depois da meia-noite e que ninguém assinou o livro de guarda. O advogado da empresa negou que esse livro tivesse existido. Os autores sustentam o contrário e juntam uma fotografia, tirada em 1987, na qual ele aparece sobre o balcão.
A juíza decidiu que a cópia fosse juntada aos autos, que os três empregados relacionados na folha fossem intimados e que a perita explicasse, por escrito e em dez dias, como mediu a distância entre o portão e a guarita.""",
    "ar": """تسلمت المحكمة أمس الملف الذي طلبته جمعية عمال الميناء طوال أحد عشر عاما. يضم الملف أربعمئة واثنتي عشرة ورقة مرقمة باليد، وتنقصه الأوراق من السابعة والسبعين إلى الثالثة والتسعين. سجلت الكاتبة هذا النقص وأمرت بالبحث في الأرشيف العام قبل نهاية شهر مارس.
وجاء في المذكرة أن شاهدين قالا إن الشاحنة وصلت بعد منتصف الليل وإن أحدا لم يوقع على دفتر الحراسة. ونفى محامي الشركة وجود هذا الدفتر. ويقول المدعون خلاف ذلك ويرفقون صورة قديمة يظهر فيها الدفتر على المنضدة.
وقررت القاضية ضم النسخة إلى الملف واستدعاء الموظفين الثلاثة الواردة أسماؤهم في الجدول، وطلبت من الخبير أن يشرح كتابة خلال عشرة أيام كيف قاس المسافة بين البوابة والكشك.""",
    "fa": """دادگاه دیروز پرونده‌ای را دریافت کرد که تعاونی کارگران بندر یازده سال خواهان آن بود. این پرونده چهارصد و دوازده برگ دارد که با دست شماره‌گذاری شده است و چند برگ آن در دست نیست. منشی این کمبود را ثبت کرد و دستور داد تا پایان ماه در بایگانی کل جستجو شود.
به نوشته لایحه، دو گواه گفتند که کامیون پس از نیمه شب رسید و هیچ کس دفتر نگهبانی را امضا نکرد. وکیل شرکت گفت که چنین دفتری هرگز نبوده است. شاکیان خلاف آن را می‌گویند و عکسی پیوست کرده‌اند که دفتر را روی پیشخوان نشان می‌دهد.
قاضی تصمیم گرفت که رونوشت به پرونده افزوده شود، سه کارمندی که نامشان در فهرست آمده است فراخوانده شوند و کارشناس ظرف ده روز توضیح دهد که فاصله میان دروازه و اتاقک را چگونه اندازه گرفته است.""",
    "he": """בית המשפט קיבל אתמול את התיק שביקשה האגודה השיתופית של עובדי הנמל במשך אחת עשרה שנים. בתיק ארבע מאות ושנים עשר דפים, ממוספרים ביד, וכמה מהם חסרים. המזכירה רשמה את החסר והורתה לחפש בארכיון הכללי לפני סוף החודש.
לפי כתב הטענות, שני עדים אמרו שהמשאית הגיעה אחרי חצות ושאיש לא חתם על ספר השמירה. עורך הדין של החברה הכחיש שהיה ספר כזה. התובעים טוענים את ההפך ומצרפים תצלום ישן שבו רואים אותו על הדלפק.
השופטת החליטה לצרף את העותק לתיק, לזמן את שלושת העובדים הרשומים בטופס, וביקשה מן המומחית להסביר בכתב, בתוך עשרה ימים, כיצד מדדה את המרחק בין השער לביתן.""",
}  # fmt: skip
"""A text of our own, by language (ISO 639-1): the same invented story, nothing in it happened. A line is a paragraph."""


class Harm(NamedTuple):
    """What a copier does. ``ppi``: pixels to the inch of the scan; ``quality``: of the JPEG."""

    ppi: int = 300
    skew: float = 0.0
    blur: float = 0.0
    grey: int = 0
    specks: int = 0
    quality: int = 95


CLEAN = Harm()
SCAN = Harm(ppi=300, skew=0.7, blur=0.8, grey=24, specks=4000, quality=55)
POOR = Harm(ppi=165, skew=-0.6, blur=0.6, grey=30, specks=1500, quality=35)


def page(language: str, harm: Harm = CLEAN, *, columns: int = 1, turned: int = 0, seed: int = 7) -> Image.Image:
    """A grey picture of an A4 page with the text of a language; its last paragraph in the second of two columns.
    ``turned``: degrees clockwise."""
    *first, last = TEXTS[language].splitlines()
    body = "\n\n".join([*first, "#colbreak()", last] if columns > 1 else [*first, last])
    direction = "rtl" if language in FACES else "ltr"
    source = f"""#set page(paper: "a4", margin: 2.4cm, columns: {columns})
#set text(font: "{FACES.get(language, "Libertinus Serif")}", size: 12pt, lang: "{language}", dir: {direction},
  hyphenate: false)
#set par(justify: {"true" if columns == 1 else "false"}, leading: 0.75em, spacing: 1.4em)
{body}
"""
    fonts = [str(FONTS)] if language in FACES else []
    png = typst.compile(source.encode(), format="png", ppi=float(harm.ppi), font_paths=fonts)
    picture = png[0] if isinstance(png, list) else png
    assert picture is not None
    return worsened(Image.open(io.BytesIO(picture)).convert("L"), harm, turned=turned, seed=seed)


def worsened(picture: Image.Image, harm: Harm, *, turned: int = 0, seed: int = 7) -> Image.Image:
    """The picture after copying and scanning."""
    noise = random.Random(seed)
    if harm.skew:
        picture = picture.rotate(harm.skew, Image.Resampling.BICUBIC, fillcolor=255)
    if harm.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(harm.blur))
    if harm.grey:
        low, span = harm.grey, 255 - 2 * harm.grey
        picture = picture.point([low + value * span // 255 for value in range(256)])
    pixels = picture.load()
    assert pixels is not None
    for _ in range(harm.specks):
        pixels[noise.randrange(picture.width), noise.randrange(picture.height)] = noise.randrange(60, 160)
    if turned:
        picture = picture.rotate(-turned, expand=True)
    return Image.open(io.BytesIO(jpeg(picture, harm))).convert("L")


def jpeg(picture: Image.Image, harm: Harm = CLEAN) -> bytes:
    """The picture as JPEG, which says its resolution."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=harm.quality, dpi=(harm.ppi, harm.ppi))
    return out.getvalue()


def pdf(pictures: Sequence[Image.Image], harm: Harm = SCAN) -> bytes:
    """Pictures of pages in a PDF without a text layer."""
    out = io.BytesIO()
    first, *rest = pictures
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=float(harm.ppi), quality=harm.quality)
    return out.getvalue()


def character_errors(gold: str, found: str) -> float:
    """Edit distance over the length of ``gold`` (character error rate). White space counts as one blank."""
    a, b = _plain(gold), _plain(found)
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != other))
    return row[-1] / len(a)


def word_recall(gold: str, found: str) -> float:
    """Share of the words of ``gold`` that stand in ``found``, each as often, without the signs around them."""
    have = _words(found)
    words = _words(gold)
    hits = 0
    for word in words:
        if word in have:
            have.remove(word)
            hits += 1
    return hits / len(words)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words(text: str) -> list[str]:
    return [word for raw in _plain(text).casefold().split() if (word := re.sub(r"^\W+|\W+$", "", raw))]

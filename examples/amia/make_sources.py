"""Make the binary files of the AMIA sample case: PDFs, a scan, Word files, an e-mail and a zip.

The text files in ``sources/`` are written by hand; this script writes the others beside them. It reads no clock and
no system font, so running it twice gives the same bytes. The bytes of the scan and of the born-digital PDF depend on
the two libraries below, which is why their versions are named:

    python3 -m venv venv
    venv/bin/pip install pillow==13.0.0 typst==0.15.2
    venv/bin/python examples/amia/make_sources.py            # writes examples/amia/sources/
    venv/bin/python examples/amia/make_sources.py --check    # writes nothing, says which files would change

All texts are digests of our own, written for the sample. Nothing here was checked against the court file.
"""

from __future__ import annotations

import argparse
import base64
import io
import random
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import typst
from PIL import Image, ImageFilter

SOURCES = Path(__file__).resolve().parent / "sources"

# --------------------------------------------------------------------------- 07: a scan, without a text layer

SCAN = """
#set page(paper: "a4", margin: (x: 2.6cm, y: 2.4cm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "es", hyphenate: false)
#set par(justify: true, leading: 0.8em, spacing: 1.3em)
#align(center)[#text(size: 11pt)[RESUMEN ESCRITO PARA EL CASO DE EJEMPLO DE FOJA \\ No es copia del original]]
#v(0.6em)
#align(center)[*JUZGADO CRIMINAL Y CORRECCIONAL FEDERAL N.º 6*]
#align(right)[Buenos Aires, 9 de noviembre de 2006]

*VISTO:* El dictamen de los fiscales Alberto Nisman y Marcelo Martínez Burgos, del 25 de octubre de 2006, de unas
800 páginas, que acusa a la conducción iraní de 1994 y a Hezbollah y pide la captura de ocho personas.

*SE RESUELVE (en resumen):*

*I.* El juez Rodolfo Canicoba Corral ordena la captura de nueve personas: Ali Akbar Hashemi Rafsanjani, Ali Akbar
Velayati, Ali Fallahijan, Mohsen Rezai, Ahmad Vahidi, Mohsen Rabbani, Ahmad Reza Asghari, Imad Fayez Mughniyah y
Hadi Soleimanpour.

*II.* Las nueve personas son llamadas a prestar declaración indagatoria.

*III.* El atentado del 18 de julio de 1994 es calificado como crimen de lesa humanidad; por eso, según la resolución,
la acción penal no prescribe.
#pagebreak()
*OBSERVACIONES DE QUIEN RESUME*

1. Los fiscales no habían pedido la captura de Soleimanpour: la agregó el juez.

2. La orden de un juez de instrucción no es una condena. Ninguna de las nueve personas fue juzgada.

3. El procurador general de Irán rechazó la acusación y pidió pruebas sólidas, informó La Capital.

4. La acción penal contra Rafsanjani se declaró extinguida por su muerte, ocurrida el 8 de enero de 2017.

*Fuentes públicas.* #set par(justify: false)
La Capital, 9 de noviembre de 2006, archivo.lacapital.com.ar/2006/11/09/politica/noticia_341558.shtml.
Riel FM, 10 de noviembre de 2006, autoconfig.rielfm.com.ar.
Perfil, 25 de octubre de 2006, www.perfil.com.
Ministerio Público Fiscal, 2017, www.fiscales.gob.ar.
#v(2cm)
#align(right)[#rotate(-7deg)[#rect(stroke: 2pt + gray, inset: 10pt)[#text(fill: gray, size: 16pt)[COPIA DE MUESTRA]]]]
"""


def scan() -> bytes:
    """Print two pages, photocopy them badly, and wrap the two pictures in a PDF."""
    noise = random.Random(20061109)
    pictures = []
    for number, png in enumerate(typst.compile(SCAN.encode(), format="png", ppi=105)):
        page = Image.open(io.BytesIO(png)).convert("L")
        page = page.rotate((0.7, -0.5)[number], Image.Resampling.BICUBIC, fillcolor=255)
        page = page.filter(ImageFilter.GaussianBlur(0.5)).point(lambda v: 24 + v * 218 // 255)
        pixels = page.load()
        for _ in range(900):
            pixels[noise.randrange(page.width), noise.randrange(page.height)] = noise.randrange(60, 160)
        jpeg = io.BytesIO()
        page.save(jpeg, "JPEG", quality=32, optimize=False)
        pictures.append((page.width, page.height, jpeg.getvalue()))
    return image_pdf(pictures)


def image_pdf(pictures: list[tuple[int, int, bytes]]) -> bytes:
    """Write the smallest PDF that shows each JPEG on an A4 page."""
    kids = " ".join(f"{3 + 3 * i} 0 R" for i in range(len(pictures)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pictures)}/Kids[{kids}]>>".encode()]
    for i, (width, height, data) in enumerate(pictures):
        draw = b"q 595 0 0 842 0 0 cm /P Do Q"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 3 * i} 0 R"
            f"/Resources<</XObject<</P {5 + 3 * i} 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
            f"/Filter/DCTDecode/Length {len(data)}>>stream\n".encode()
            + data
            + b"\nendstream",
        ]
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


# --------------------------------------------------------------------------- 08: a born-digital PDF

JUDGMENT = """
#set document(title: "Casación, Sala II, 11 de abril de 2024: resumen", author: "foja sample", date: none)
#set page(paper: "a5", margin: (x: 1.7cm, top: 2.2cm, bottom: 2cm),
  header: text(size: 8pt)[Resumen para el caso de ejemplo de foja #h(1fr) Casación Penal, Sala II, 11-4-2024],
  footer: context align(center)[#text(size: 8pt)[Página #counter(page).display() de #counter(page).final().first()]])
#set text(font: "Libertinus Serif", size: 11pt, lang: "es", region: "AR", hyphenate: true)
#set par(justify: true, leading: 0.68em, spacing: 1.05em)
#show heading: set text(size: 12pt)
#align(center)[#text(size: 14pt, weight: "bold")[El fallo de Casación del 11 de abril de 2024]]
#align(center)[_Resumen escrito para el caso de ejemplo de foja; no es el texto del fallo_]

= 1. Qué se revisaba
La Sala II de la Cámara Federal de Casación Penal, integrada por los jueces Mahiques, Barroetavena y Ledesma, revisó
dos juicios orales. El primero terminó el 28 de febrero de 2019 y trató el encubrimiento de la investigación inicial.
El segundo terminó el 23 de diciembre de 2020 y trató la acusación contra Carlos Telleldín por su presunta
participación en el atentado del 18 de julio de 1994.

La fiscalía había alegado que Telleldín entregó la camioneta Renault Trafic usada como bomba. La defensa negó que
ese vehículo fuera el de la explosión. El tribunal de juicio lo absolvió en 2020, y la fiscalía apeló en mayo de 2021.

= 2. Lo que se resolvió
El tribunal confirmó la absolución de Telleldín. Redujo a cuatro años de prisión la pena del ex juez Juan José
Galeano, que en 2019 había sido de seis. Por mayoría, absolvió a los acusados en lo relativo a la llamada pista siria.
La decisión sobre Galeano no estaba firme, señaló Infobae.

El tribunal de 2019 había tenido por probado que se pagaron a Telleldín unos 400.000 dólares de fondos de la SIDE a
cambio de una declaración contra policías bonaerenses. La sentencia de 2019 calificó los hechos como graves
violaciones de los derechos humanos. El ex presidente Carlos Menem fue absuelto en ese juicio.

= 3. Lo que se afirmó de paso
En los fundamentos, los jueces afirmaron que los ataques de 1992 y 1994 respondieron a un designio político y
estratégico de Irán y que fueron ejecutados por Hezbollah.#footnote[Ni Irán ni Hezbollah fueron parte en estos
juicios, y ninguna de las personas reclamadas en la causa estaba siendo juzgada. Por eso la afirmación se registra
como incidental, no como una condena.] También declararon que ambos ataques son crímenes de lesa humanidad.

Varios titulares dijeron que la justicia había condenado a Irán. El fallo no condenó a ningún Estado ni a ninguna de
las personas reclamadas. Irán niega toda participación en los dos ataques, y Hezbollah también la niega.

= 4. Lo que quedó abierto
Telleldín fue absuelto de la participación, pero condenado en 2019 en la causa del encubrimiento a tres años y medio.
La investigación sobre los acusados iraníes y libaneses siguió en el Juzgado Federal 6, a cargo del juez Daniel
Rafecas, que el 26 de junio de 2025 ordenó continuarla en ausencia de diez de ellos.

= Fuentes públicas
#set text(size: 8.5pt)
#set par(justify: false)
Comercio y Justicia, abril de 2024, #link("https://comercioyjusticia.info/justicia/historico-atribuyen-a-iran-el-atentado-contra-la-amia-y-lo-declaran-estado-terrorista/")[comercioyjusticia.info].
Infobae, 11 de abril de 2024, #link("https://www.infobae.com/judiciales/2024/04/11/galeano-el-primer-juez-que-tuvo-el-caso-amia-quedo-condenado-a-cuatro-anos-de-prision-y-podria-ir-preso/")[infobae.com].
iProfesional, 11 de abril de 2024, https://www.iprofesional.com/actualidad/403809-la-justicia-le-atribuyo-a-iran-el-atentado-a-la-amia-y-la-embajada-de-israel.
Radio Tupambaé, abril de 2024, https://radiotupambae.com.ar/?p=42145.
Rosario3, 28 de febrero de 2019, #link("https://rosario3.com/noticias/Encubrimiento-del-atentado-a-la-Amia-condenaron-al-ex-juez-Galeano-y-absolvieron-a-Menem-20190228-0042.html")[rosario3.com].
Página/12, mayo de 2021, https://www.pagina12.com.ar/339529-atentado-a-la-amia-la-fiscalia-apelo-la-absolucion-de-carlos.
El Destape, 26 de junio de 2025, #link("https://www.eldestapeweb.com/politica/atentado-a-la-amia/rafecas-ordeno-aplicar-un-juicio-en-ausencia-por-el-atentado-a-la-amia-202562611758")[eldestapeweb.com].
"""


def judgment() -> bytes:
    return typst.compile(JUDGMENT.encode(), format="pdf", timestamp=0)


# --------------------------------------------------------------------------- 10 and the attachment of 09: Word files

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = f"""{XML}<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style></w:styles>"""
NUMBERING = f"""{XML}<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def paragraph(text: str, kind: str = "") -> str:
    """One Word paragraph; ``[^1]`` in the text becomes a reference to footnote 1."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if kind == "number" else ""
    style = f'<w:pStyle w:val="{kind}"/>' if kind and kind != "number" else ""
    head, mark, tail = text.partition("[^1]")
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>' if mark else ""
    before, after = (f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>' if t else "" for t in (head, tail))
    return f"<w:p><w:pPr>{style}{numbered}</w:pPr>{before}{note}{after}</w:p>"


def table(rows: list[tuple[str, ...]]) -> str:
    side = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join("<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    return f"<w:tbl><w:tblPr><w:tblBorders>{side}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def docx(body: str, footnote: str = "") -> bytes:
    notes = (
        f'{XML}<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{paragraph(footnote, "FootnoteText")}</w:footnote></w:footnotes>'
    )
    parts = ["document.main", "styles", "numbering"] + (["footnotes"] if footnote else [])
    names = [part.partition(".")[0] for part in parts]
    overrides = "".join(
        f'<Override PartName="/word/{n}.xml" ContentType="{WML}.{p}+xml"/>' for n, p in zip(names, parts, strict=True)
    )
    links = "".join(f'<Relationship Id="r{i}" Type="{REL}/{n}" Target="{n}.xml"/>' for i, n in enumerate(names[1:], 1))
    relationships = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    files = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{XML}{relationships}<Relationship Id="r1" Type="{REL}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{XML}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f"{XML}{relationships}{links}</Relationships>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    } | ({"word/footnotes.xml": notes} if footnote else {})
    return zipped({name: text.encode() for name, text in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with fixed times and no compression, so that its bytes depend on nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


MEMO = [
    ("Heading1", "Memo: three immunities, who argued what, and when"),
    (
        "",
        "A digest written for the foja sample case, 3 November 2025. It takes no side and was not checked against the court file.",
    ),
    ("Heading2", "Diplomatic immunity"),
    (
        "number",
        "It protects accredited agents of a state while they are in post, under the Vienna Convention on Diplomatic Relations of 1961.",
    ),
    (
        "number",
        "In August 1994 the Supreme Court rejected a request to question Ali Akbar Parvaresh and other Iranian diplomats, because they had diplomatic immunity, the newspaper Clarín reported in March 2003.",
    ),
    (
        "number",
        "Mohsen Rabbani was accredited as cultural counsellor on 3 March 1994, and the accreditation ended on 19 May 1998, according to Infobae, which quotes the decision of Judge Daniel Rafecas of May 2022.[^1]",
    ),
    (
        "number",
        "In 2011 Israel National News reported that Ahmad Vahidi had travelled to Bolivia on a diplomatic passport that gave him immunity. The report of BBC News does not say so.",
    ),
    ("Heading2", "Personal immunity"),
    (
        "number",
        "It is understood here as the protection that the holders of the highest offices enjoy while they hold them, whatever the act. Whether the office of Supreme Leader is one of them is an open premise of this memo.",
    ),
    (
        "number",
        "In March 2007 the newspaper La Nacion, citing sources close to the case, reported that Interpol's legal office considered notices for Rafsanjani and Velayati contrary to the ban on political matters. The releases of Interpol read for this memo do not give that reason.",
    ),
    (
        "number",
        "In January 2022 Argentina said that the post of vice-president does not exempt Mohsen Rezai from answering before its courts.",
    ),
    (
        "number",
        "In April 2025 prosecutor Sebastián Basso argued that no immunity covers crimes against humanity. No ruling on his request against Ali Khamenei was found in the material read for this memo.",
    ),
    ("Heading2", "Functional immunity"),
    ("number", "It follows the official act rather than the office, and it may be invoked after the office has ended."),
    (
        "number",
        "In July 2020 the Federal Chamber noted that the man then named as El Reda was not an official of any state, the newspaper Clarín reported.",
    ),
]
MEMO_TABLE = [
    ("Date", "Who", "Immunity", "Position"),
    ("August 1994", "Supreme Court (as reported)", "Diplomatic", "Applies to accredited diplomats"),
    (
        "March 2007",
        "Interpol legal office (as reported)",
        "None by name: rank and Article 3",
        "Against notices for two former office holders",
    ),
    ("January 2022", "Government of Argentina", "Personal", "A present post is no exemption"),
    ("April 2025", "Prosecutor Basso", "Personal and functional", "Not for crimes against humanity"),
    ("April 2025", "Foreign ministry of Iran (as reported)", "Sovereign equality", "The request is contrary to it"),
]
MEMO_NOTE = "El Misionero, 20 July 2019, says that Rabbani held the post until 1997."
MEMO_SOURCES = (
    "Public sources: Clarín, 8 March 2003, http://edant.clarin.com/diario/2003/03/08/p-02001.htm; Infobae, 30 May 2022, "
    "https://infobae.com/politica/2022/05/30/el-juez-rafecas-renovo-hasta-2027-las-alertas-rojas-sobre-los-iranies-profugos-en-la-causa-por-el-atentado-a-la-amia; "
    "Israel National News, 1 June 2011, http://www.israelnationalnews.com/News/News.aspx/144709; BBC News, 1 June 2011, http://www.bbc.co.uk/news/world-latin-america-13612569; "
    "Itongadol reproducing La Nacion, March 2007, https://itongadol.com/noticias/17092-interpol-recomendo-capturar-a-seis-ex-funcionarios-de-iranes-por-el-atentado-contra-la-amia; "
    "Buenos Aires Times, 19 January 2022, https://www.batimes.com.ar/news/argentina/argentina-united-states-ask-oas-to-discuss-interpol-red-alerts-with-member-states.phtml; "
    "Aries Online, 9 April 2025, https://ariesonline.com.ar/amp/156618/amia-el-fiscal-pidio-el-arresto-internacional-del-lider-irani-ali-khamenei; "
    "Escenario Mundial, 16 April 2025, https://www.escenariomundial.com/2025/04/16/iran-protesta-formalmente-ante-argentina-por-pedido-de-captura-contra-su-lider-supremo-jamenei/; "
    "Clarín, July 2020, https://www.clarin.com/politica/amia-descubren-colaboradores-reda-redoblan-operativos-detenerlo_0_SdgDwlp2k.html."
)


def memo() -> bytes:
    body = "".join(paragraph(text, kind) for kind, text in MEMO)
    body += paragraph("The positions in one table", "Heading2") + table(MEMO_TABLE) + paragraph(MEMO_SOURCES)
    return docx(body, MEMO_NOTE)


TRAVEL = [
    ("Heading1", "Travel and requests for arrest"),
    (
        "",
        "A digest written for the foja sample case. Each line says who asked whom, and what is reported to have followed.",
    ),
    (
        "number",
        "On 31 May 2011 Ahmad Vahidi, then defence minister, attended a ceremony in Santa Cruz. Bolivia apologised to Argentina and had him leave the same day, BBC News reported.",
    ),
    (
        "number",
        "In July 2016 Judge Rodolfo Canicoba Corral requested that Singapore and Malaysia arrest Ali Akbar Velayati. The Buenos Aires Herald places the request in June.",
    ),
    (
        "number",
        "On 20 October 2016 the judge asked Iraq to arrest Velayati, who was then in Baghdad. No arrest was reported.",
    ),
    (
        "number",
        "On 12 July 2018 Argentina asked Russia to arrest Velayati. He met President Putin and left, according to The Bubble.",
    ),
    (
        "number",
        "On 23 April 2024 Argentina asked Pakistan and Sri Lanka to arrest Vahidi, then interior minister. Iran called the request illegal and based on lies, El Exponente reported.",
    ),
    (
        "",
        "Public sources: BBC News, 1 June 2011, http://www.bbc.co.uk/news/world-latin-america-13612569; Buenos Aires Herald, 21 October 2016, "
        "http://www.buenosairesherald.com/article/223349/court-requests-iraq-arrest-of-velayati; The Bubble, 13 July 2018, "
        "https://www.thebubble.com/russia-china-avoid-extraditing-high-ranking-iranian-official-accused-of-involvement-in-amia-bombing; El Exponente, April 2024, https://elexponente.com.ar/?p=14949.",
    ),
]

# --------------------------------------------------------------------------- 09: an e-mail with an attachment

MAIL = """\
Dear colleagues,

Attached is the memo on travel and requests for arrest. (Sample text: a digest =
written for the foja sample case; the desks are roles, not people.)

Three points to settle before it goes into the file:

1. In April 2024 the Argentine Ministry of Security said that Interpol had iss=
ued a red notice for Ahmad Vahidi, as BioBioChile reported. According to Inter=
pol=E2=80=99s release, the General Assembly voted that notice on 7 November 20=
07.

2. Israel National News wrote in October 2016 that Ali Akbar Velayati was on I=
nterpol=E2=80=99s wanted list. The Buenos Aires Herald wrote that there was no=
 red notice for him. Interpol had refused one in 2007.

3. Sri Lanka said that Vahidi was not in the delegation, according to Iran Tim=
es.

Regards,
Case desk

Sources: BioBioChile, 24 April 2024, https://biobiochile.cl/noticias/internaci=
onal/america-latina/2024/04/24/amp/argentina-exige-detencion-de-ministro-irani=
-por-su-presunto-rol-en-el-atentado-contra-la-amia-de-1994.shtml
Israel National News, 20 October 2016, https://www.israelnationalnews.com/News=
/News.aspx/219206
Buenos Aires Herald, 21 October 2016, http://www.buenosairesherald.com/article=
/223349/court-requests-iraq-arrest-of-velayati
Iran Times, 10 May 2024, https://iran-times.com/red-lined/?amp=3D1
Interpol, 7 November 2007, https://www.interpol.int/ar/1/1/2007/INTERPOL-Gener=
al-Assembly-upholds-Executive-Committee-decision-on-AMIA-Red-Notice-dispute

On Mon, 6 Oct 2025 at 17:30, Review desk <review@example.org> wrote:
> Please do not write that Bolivia refused to arrest him. The reports say that
> Bolivia apologised and had him leave.
> And please say for each visit whether a notice was in force on that day.
"""


def mail() -> bytes:
    attachment = docx("".join(paragraph(text, kind) for kind, text in TRAVEL))
    encoded = base64.encodebytes(attachment).decode()
    subject = base64.b64encode("AMIA: memo on travel – points to settle".encode()).decode()
    lines = f"""From: Case desk <desk@example.org>
To: Review desk <review@example.org>
Cc: Archive <archive@example.org>
Subject: =?utf-8?B?{subject}?=
Date: Tue, 07 Oct 2025 10:12:00 -0300
Message-ID: <20251007101200.amia@example.org>
In-Reply-To: <20251006173000.amia@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_foja_sample"

--=_foja_sample
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{MAIL}
--=_foja_sample
Content-Type: {WML}.document; name="memo.docx"
Content-Disposition: attachment; filename="memo.docx"
Content-Transfer-Encoding: base64

{encoded}--=_foja_sample--
"""
    return lines.encode("ascii").replace(b"\n", b"\r\n")


# --------------------------------------------------------------------------- 15 and 16: a broken PDF, a zip

CORRUPT = b"""%PDF-1.7
% foja sample: broken on purpose; it starts as a digest of a court order and ends in the middle of a stream
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Count 4/Kids[3 0 R 9 0 R 12 0 R 15 0 R]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>
endobj
4 0 obj
<</Length 48211/Filter/FlateDecode>>
stream
"""

FIGURES = """DIARIO DE EJEMPLO
Viernes 18 de julio de 2025

Reseña de cifras: cuántos muertos, cuántos heridos

Texto de muestra: resumen de prensa escrito para el caso de ejemplo de foja. Diario de Ejemplo no es un medio real.

A treinta y un años del atentado contra la AMIA, las cifras que circulan no coinciden. Casi todas las fuentes cuentan 85 muertos. Una columna de opinión de 2025 habla de 86 víctimas fatales. La columna no explica la diferencia; una explicación posible es que sume al conductor que, según la acusación, murió en la explosión.

Con los heridos la distancia es mayor. La Comisión Interamericana de Derechos Humanos registró al menos 151 heridos, el mismo número que usó el tribunal de juicio. Medios de prensa hablan de más de 200 heridos, y otros de 300.

También difieren las cuentas del ataque a la Embajada de Israel, en marzo de 1992. La Unidad de Información Financiera contó 29 muertos y 242 heridos. La agencia Associated Press cuenta 22 muertos.

La cantidad de acusados también se presta a confusión. Diez personas son juzgadas en ausencia desde la orden del 26 de junio de 2025; Associated Press habla de siete iraníes y tres libaneses.

Fuentes públicas
CIDH, Informe 187/20, 14 de julio de 2020, https://summa.cejil.org/en/entity/sq4hcw4b9do
UIF, 18 de julio de 2019 (reproducido), https://alfa.sinatar.com/noticias_argentina/14975-La-UIF-ordeno-congelar-activos-de-la-organizacion-terrorista-Hezbollah
Associated Press, 26 de junio de 2025, https://test.daily8.com/en/article/806466e2cc33bfe9c93257d8bf9f1445
El Tribuno (opinión), 9 de julio de 2025, https://www.eltribuno.com/opiniones/2025-7-9-0-0-0-caso-amia-el-juicio-en-ausencia-como-recurso-extremo
Página/12 (opinión), julio de 2025, https://www.pagina12.com.ar/843004-el-juicio-es-ausencia-es-un-retroceso
"""


def corrupt() -> bytes:
    return CORRUPT + random.Random(15).randbytes(700)


FILES = {
    "07-scanned-resolution.pdf": scan,
    "08-judgment-digest.pdf": judgment,
    "09-correspondence.eml": mail,
    "10-memo.docx": memo,
    "15-corrupt.pdf": corrupt,
    "16-bundle.zip": lambda: zipped({"resena-cifras.txt": FIGURES.encode()}),
}


def main() -> int:
    options = argparse.ArgumentParser(description="Make the binary files of the AMIA sample case.")
    options.add_argument("--check", action="store_true", help="write nothing; say which files would change")
    check = options.parse_args().check
    changed = 0
    for name, make in FILES.items():
        path, data = SOURCES / name, make()
        same = path.exists() and path.read_bytes() == data
        changed += not same
        print(f"{'same' if same else 'differs' if check else 'written'}  {len(data):>7}  {name}")
        if not same and not check:
            path.write_bytes(data)
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())

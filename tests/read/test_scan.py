"""Text recognition: pages that were drawn from known texts, turned and made worse, and what is no page."""

from __future__ import annotations

import io
import math
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from foja.model.errors import Gap
from foja.model.text import CanonicalText, Document, Model, PageSize, Reading, RecognisedPage
from foja.model.vocabulary import ZoneRole
from foja.read.isolation import WorkerPool
from foja.read.limits import Limits
from foja.read.scan import engine as module
from foja.read.scan.assemble import assemble
from foja.read.scan.engine import Installed, check_engine, how_to_install, installed
from foja.read.scan.isolated import recognise_isolated
from foja.read.scan.lines import Line, Word, in_paragraphs, lines_of, merged
from foja.read.scan.page import _Upright
from foja.read.scan.picture import Picture, drawn, look
from foja.read.scan.records import Look, PageText, Scan, ScanLine, ScanSetting, ScanWord
from foja.read.scan.skew import skew
from foja.read.scan.stage import READ_SCAN
from read.pdf_forms import field, form, remark
from read.samples import check_cover, original, pdf, read

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.scans import POOR, SCAN, TEXTS, character_errors, jpeg, page, word_recall

from benchmarks import scans


def setting(**fields: object) -> ScanSetting:
    found = installed()
    return ScanSetting(engine=found.version, models=found.models, **fields)  # type: ignore[arg-type]


def recognised(
    content: bytes, name: str = "scan", *, kept: Document | None = None, **fields: object
) -> tuple[str, Reading]:
    """Text and reading, after the checks that hold for every recognised text."""
    scan = Scan(original=original(content, name), kept=kept, folders=dict(installed().folders))
    text, reading = READ_SCAN.run(scan, setting=setting(**fields))
    assert isinstance(text, CanonicalText) and isinstance(reading, Reading)
    check_cover(text.text, reading)
    assert reading.recognition is not None
    for word in reading.recognition.words:
        assert text.text[word.start : word.end].split() == [text.text[word.start : word.end]]
    assert all(word.end < other.start for word, other in pairwise(reading.recognition.words))
    for unit in reading.units:
        size = reading.pages[(unit.page or 1) - 1]
        assert unit.box is None or (0 <= unit.box[0] < unit.box[2] <= size.width + 1 and unit.box[3] <= size.height + 1)
    return text.text, reading


def body(text: str, reading: Reading) -> str:
    return "".join(text[zone.start : zone.end] for zone in reading.zones if zone.role is ZoneRole.BODY)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("language", "model", "errors", "recall"),
    [("es", "spa", 0.022, 0.97), ("he", "heb", 0.026, 0.962), ("fa", "fas", 0.024, 0.95), ("ar", "ara", 0.116, 0.889)],
)
def test_a_scan_is_read_in_its_own_language(language: str, model: str, errors: float, recall: float) -> None:
    text, reading = recognised(jpeg(page(language, SCAN), SCAN))
    assert character_errors(TEXTS[language], text) <= errors
    assert word_recall(TEXTS[language], text) >= recall
    assert reading.recognition is not None
    assert ((model,), language) == (reading.recognition.pages[0].models, reading.claim("language"))
    assert {"osd", model} == {used.name for used in reading.recognition.models}
    assert len(TEXTS[language].splitlines()) == len(text.split("\n\n"))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_and_its_boxes_lie_on_the_page_as_preserved(turned: int) -> None:
    _, straight = recognised(jpeg(page("es", POOR), POOR))
    text, reading = recognised(jpeg(page("es", POOR, turned=turned), POOR))
    assert word_recall(TEXTS["es"], text) > 0.97
    assert reading.recognition is not None and straight.recognition is not None
    assert turned == reading.recognition.pages[0].turned
    width, height = straight.pages[0].width, straight.pages[0].height
    upright, lying = straight.recognition.words[0].box, reading.recognition.words[0].box
    expected = {
        90: (height - upright[3], upright[0], height - upright[1], upright[2]),
        180: (width - upright[2], height - upright[3], width - upright[0], height - upright[1]),
        270: (upright[1], width - upright[2], upright[3], width - upright[0]),
    }[turned]
    assert lying == pytest.approx(expected, abs=4)


def test_boxes_find_their_way_back_through_turning_and_straightening() -> None:
    """A black square on a page that lies turned and at an angle is found where it is."""
    sheet = Image.new("L", (600, 800), 255)
    sheet.paste(0, (100, 500, 160, 540))
    for row in range(60, 700, 40):  # lines of text, for the angle
        sheet.paste(90, (200, row, 560, row + 14))
    lying = sheet.rotate(-6, Image.Resampling.BILINEAR, fillcolor=255).transpose(Image.Transpose.ROTATE_270)
    upright = _Upright(Picture(lying, 2.0, PageSize(width=400.0, height=300.0)), 90, {})
    assert -6.5 < -upright.skew < -5.5
    spot = upright.image.point(lambda value: 255 if value < 40 else 0).getbbox()
    assert spot is not None
    dx, dy, cos, sin = 130 - 300, 520 - 400, math.cos(math.radians(6)), math.sin(math.radians(6))
    x, y = 300 + dx * cos - dy * sin, 400 + dx * sin + dy * cos  # its middle, after the sheet was turned by six degrees
    box = upright.box(spot)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    assert middle == pytest.approx(((800 - y) / 2, x / 2), abs=1.5)


@pytest.mark.parametrize("angle", [-8, -3, 0, 5])
def test_the_angle_of_lines_is_found(angle: int) -> None:
    sheet = Image.new("L", (600, 800), 250)
    for row in range(60, 700, 30):
        sheet.paste(40, (60, row, 540, row + 10))
    assert skew(sheet.rotate(-angle, fillcolor=250)) == pytest.approx(angle, abs=0.5)


def test_a_page_without_lines_has_no_angle() -> None:
    assert 0.0 == skew(Image.new("L", (600, 800), 250))


@pytest.mark.usefixtures("engine")
def test_columns_are_read_one_after_the_other() -> None:
    text, _ = recognised(jpeg(page("es", SCAN, columns=2), SCAN))
    assert character_errors(TEXTS["es"], text) < 0.03


@pytest.mark.usefixtures("engine")
def test_pages_with_a_text_layer_stay_as_they_are_and_pages_keep_their_order() -> None:
    typed = (50, 700, "A page with enough text on it, in its own layer.")
    content = _mixed(pdf([typed]), scans.pdf([page("es", POOR)], POOR), pdf([(50, 700, "The last page, with text.")]))
    before, reading, _ = read(content, "mixed.pdf")
    assert (2,) == reading.bare
    text, after = recognised(content, "mixed.pdf", kept=Document(text=before, reading=reading))
    first, *_, last = text.split("\n\n")
    assert (typed[2], "The last page, with text.") == (first, last)
    assert [1, 2, 3] == sorted({unit.page or 0 for unit in after.units})
    assert sorted(unit.page or 0 for unit in after.units) == [unit.page for unit in after.units]
    assert after.recognition is not None
    assert [2] == [one.page for one in after.recognition.pages]
    assert after.recognised_at(0, 10) is None
    middle = text.index("juzgado")
    assert (after.recognised_at(middle, middle + 7) or 0) > 80
    assert () == after.notes == after.bare
    same = [unit for unit in reading.units if unit.page == 1]
    assert same == [unit for unit in after.units if unit.page == 1]


def _mixed(*parts: bytes) -> bytes:
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    for part in parts:
        made.import_pages(pypdfium2.PdfDocument(part))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.usefixtures("engine")
def test_a_stamp_over_a_picture_is_no_text_layer() -> None:
    content = _mixed(
        scans.pdf([page("es", POOR)], POOR), pdf([(50, 700, "Case 1:07-cv-00123 Document 45 Page 3 of 20")])
    )
    assert (2,) != read(content, "stamped.pdf")[1].bare
    _, reading, _ = read(_over(content), "stamped.pdf")
    assert (1,) == reading.bare


def _over(content: bytes) -> bytes:
    """The text of the second page laid over the picture of the first."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    picture = document[0]
    picture.insert_obj(document.page_as_xobject(1, document).as_pageobject())
    picture.gen_content()
    document.del_page(1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.usefixtures("engine")
def test_a_tiff_has_pages_and_other_formats_are_read() -> None:
    out = io.BytesIO()
    first, second = page("es", POOR), page("en", POOR)
    first.save(out, "TIFF", save_all=True, append_images=[second], dpi=(165, 165), compression="tiff_lzw")
    text, reading = recognised(out.getvalue(), "two.tif")
    assert ("image/tiff", 2) == (reading.media_type, len(reading.pages))
    assert word_recall(TEXTS["es"] + TEXTS["en"], text) > 0.97
    assert reading.recognition is not None
    assert [("spa",), ("eng",)] == [one.models for one in reading.recognition.pages]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000"])
def test_images_of_every_format_are_scans(form: str) -> None:
    out = io.BytesIO()
    page("es", POOR).resize((300, 420)).save(out, form)
    with pytest.raises(Gap) as caught:
        read(out.getvalue(), "picture")
    assert "scan" == caught.value.code
    seen = look(original(out.getvalue()), ScanSetting())
    assert seen.media_type.startswith("image/")
    assert 420 == drawn(original(out.getvalue()), 1, ScanSetting()).size.height


def test_a_photograph_is_turned_as_its_camera_says_and_transparency_is_white() -> None:
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 40, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    out = io.BytesIO()
    picture.save(out, "PNG", exif=exif)
    shown = drawn(original(out.getvalue()), 1, ScanSetting())
    assert (300.0, 400.0) == (shown.size.width, shown.size.height)
    assert 255 == shown.image.getpixel((5, 5))
    assert 0 == shown.image.getpixel((shown.image.width - 5, 5))


@pytest.mark.usefixtures("engine")
def test_a_blank_page_and_a_picture_without_text_give_no_text() -> None:
    noise = Image.effect_noise((900, 1200), 60)
    for picture in (Image.new("L", (1200, 1600), 250), noise):
        with pytest.raises(Gap) as caught:
            recognised(png(picture))
        assert ("no_text", True) == (caught.value.code, "scan it again" in caught.value.next)


@pytest.mark.usefixtures("engine")
def test_a_page_that_is_read_too_badly_is_no_body() -> None:
    harm = POOR._replace(ppi=75, blur=0.8, grey=50, quality=15, skew=1.0)
    text, reading = recognised(jpeg(page("es", harm), harm))
    assert reading.recognition is not None
    confidence = reading.recognition.pages[0].confidence
    assert confidence < 80
    assert any(f"confidence of {confidence} of 100" in note for note in reading.notes)
    if confidence >= 50:  # other versions of the engine may see a little more
        pytest.skip("read too well")
    assert "" == body(text, reading).strip()
    assert any("too little confidence" in zone.reason for zone in reading.zones)


def test_words_below_the_mark_are_counted_and_bad_blocks_are_not_body() -> None:
    """Pure: what is made of recognised pages does not depend on an engine."""
    text, reading = _assembled(
        (
            _line(1, ScanWord("clear", 96, (10, 10, 40, 20)), ScanWord("words", 91, (45, 10, 80, 20))),
            _line(2, ScanWord("~x;", 31, (10, 60, 30, 70)), ScanWord("grbl", 22, (35, 60, 60, 70))),
        ),
        confidence=70,
    )
    assert "clear words\n\n~x; grbl" == text
    assert [("clear words\n\n", "body"), ("~x; grbl", "other")] == [
        (text[zone.start : zone.end], zone.role) for zone in reading.zones
    ]
    assert 94 == reading.recognised_at(0, 11) or 93 == reading.recognised_at(0, 11)
    assert 96 == reading.recognised_at(0, 4)
    assert any("70 of 100" in note for note in reading.notes)


def _line(block: int, *words: ScanWord) -> ScanLine:
    return ScanLine(words=words, block=block, begins=True)


def _assembled(lines: tuple[ScanLine, ...], confidence: int) -> tuple[str, Reading]:
    words = sum(len(line.words) for line in lines)
    how = RecognisedPage(page=1, models=("spa",), confidence=confidence, words=words)
    sizes = Look(media_type="image/png", sizes=(PageSize(width=100.0, height=100.0),))
    pages = [PageText(page=1, lines=lines, how=how)]
    text, reading = assemble(Scan(original=original(b"x")), sizes, pages, ScanSetting(engine="5"), Limits(), "1")
    check_cover(text.text, reading)
    return text.text, reading


def test_a_page_in_trouble_is_named_and_the_others_are_kept() -> None:
    line = _line(1, ScanWord("words", 91, (45, 10, 80, 20)))
    how = RecognisedPage(page=2, models=("spa",), confidence=91, words=1)
    seen = Look(media_type="image/tiff", sizes=(PageSize(width=100.0, height=100.0),) * 3)
    pages = [
        PageText(page=1, trouble="Reading it took longer than 90 seconds and was stopped.", state="timeout"),
        PageText(page=2, lines=(line,), how=how),
        PageText(page=3, how=RecognisedPage(page=3, models=(), confidence=0, words=0), missing=("rus",)),
    ]
    scan = Scan(original=original(b"x"))
    _, reading = assemble(scan, seen, pages, ScanSetting(engine="5"), Limits(), "1")
    assert any(note.startswith("page 1 could not be recognised: reading it took longer") for note in reading.notes)
    assert any("page 3 looks to be in Russian" in note and "tesseract-ocr-rus" in note for note in reading.notes)
    assert any("no text was found on page 3" in note for note in reading.notes)
    assert (1,) == reading.bare
    with pytest.raises(Gap) as caught:
        assemble(scan, seen, [pages[0]], ScanSetting(engine="5"), Limits(), "1")
    assert "timeout" == caught.value.code
    with pytest.raises(Gap) as caught:
        assemble(scan, seen, [pages[2]], ScanSetting(engine="5"), Limits(), "1")
    assert ("scan", True) == (caught.value.code, "Russian" in caught.value.what)


def test_what_is_filled_in_and_remarked_on_a_recognised_page_stays() -> None:
    asked = form(field("name", "Ana"), remark("Text", "See p. 4", by="Ben"), lines=(), files=[("a.txt", b"x")])
    before, reading, _ = read(asked, "x.pdf")
    line = _line(1, ScanWord("Recognised", 91, (45, 10, 80, 20)))
    pages = [PageText(page=1, lines=(line,), how=RecognisedPage(page=1, models=("spa",), confidence=91, words=1))]
    seen = Look(media_type="application/pdf", sizes=(PageSize(width=600.0, height=800.0),))
    scan = Scan(original=original(asked, "x.pdf"), kept=Document(text=before, reading=reading))
    text, after = assemble(scan, seen, pages, ScanSetting(engine="5"), Limits(), "1")
    assert text.text == "Recognised\n\nname\tAna\n\nSee p. 4\n\na.txt"
    assert [unit.kind for unit in after.units] == ["line", "label", "field", "comment", "member"]
    assert [(zone.role.value, zone.reason) for zone in after.zones][1:] == [
        (zone.role.value, zone.reason) for zone in reading.zones
    ]
    assert after.members == reading.members != ()
    check_cover(text.text, after)


@pytest.mark.usefixtures("engine")
def test_remarks_with_words_are_not_recognised_as_what_the_page_says() -> None:
    look = b"/AP<</N 11 0 R>>"
    drawn = b"BT /F 40 Tf 10 10 Td (ALLEGEDLY) Tj ET"
    stamp = remark("FreeText", "ALLEGEDLY", at=(50, 400), more=look).replace(b"150 420", b"450 460")
    shape = b"<</Type/XObject/Subtype/Form/BBox[0 0 400 60]/Resources<</Font<</F 3 0 R>>>>/Length %d>>stream\n" % len(
        drawn
    )
    asked = form(stamp, lines=(), objects=[shape + drawn + b"\nendstream"])
    before, reading, _ = read(asked, "x.pdf")
    text, after = recognised(asked, "x.pdf", kept=Document(text=before, reading=reading))
    assert (text, [unit.kind for unit in after.units]) == ("ALLEGEDLY", ["comment"])


def test_lines_are_put_into_paragraphs_by_their_distance_and_lost_ones_into_their_places() -> None:
    def line(top: int, text: str, left: int = 10, right: int = 200) -> Line:
        return Line((Word(text, 90, (left, top, right, top + 20)),), 1)

    rows = [line(10, "a"), line(40, "b"), line(70, "c"), line(140, "d"), line(20, "e", 300, 500)]
    assert [True, False, False, True, True] == [row.begins for row in in_paragraphs(rows)]
    assert ["a", "b", "c"] == [row.text for row in merged([rows[0], rows[2]], [rows[1]])]
    assert ["a", "b"] == [row.text for row in merged([rows[1]], [rows[0]])]
    beside = line(42, "rest", 205, 300)
    assert ["a", "b rest"] == [row.text for row in merged(rows[:2], [beside])]
    hebrew = [line(10, "\u05d0", 150, 200)]
    assert ["\u05d0 \u05d1"] == [row.text for row in merged(hebrew, [line(10, "\u05d1", 100, 148)])]


def test_what_the_engine_writes_is_taken_without_its_signs_of_direction() -> None:
    row = "5\t1\t1\t1\t1\t{}\t10\t10\t30\t12\t{}\t{}"
    words = [
        row.format(1, 96.4, "caf\u0065\u0301"),
        row.format(2, 50, "\u200f"),
        row.format(3, 12.5, "\u200f123\u200e"),
    ]
    (line,) = lines_of("\n".join(["4\t1\t1\t1\t1\t0\t0\t0\t0\t0\t-1\t", *words, "broken"]))
    assert [("caf\u00e9", 96), ("123", 12)] == [(word.text, word.confidence) for word in line.words]


@pytest.mark.usefixtures("engine")
def test_child_processes_give_the_same_records_and_one_bad_page_costs_itself() -> None:
    from concurrent.futures import ThreadPoolExecutor

    content = scans.pdf([page("es", POOR), page("en", POOR)], POOR)
    scan = Scan(original=original(content, "x.pdf"), folders=dict(installed().folders))
    here = list(READ_SCAN.run(scan, setting=setting()))
    with WorkerPool(2) as pool, ThreadPoolExecutor(2) as threads:
        told: list[tuple[int, int]] = []
        done = recognise_isolated(scan, setting(), pool, threads, Limits(), lambda *far: told.append(far))
        assert (here, [(1, 2), (2, 2)]) == (done, told)
        hurried = setting(page_seconds=0.001)
        with WorkerPool(1) as fresh, pytest.raises(Gap) as caught:
            fresh.look(scan.original, hurried)  # its first file may take longer, to load libraries
            recognise_isolated(scan, hurried, fresh, threads, Limits())
    assert "timeout" == caught.value.code


@pytest.mark.parametrize("pixels", [(100_000, 100_000), (65_000, 2_000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(pixels: tuple[int, int]) -> None:
    with pytest.raises(Gap) as caught:
        read(_png_head(*pixels), "bomb.png")
    assert "limit" == caught.value.code
    assert "fewer pixels" in caught.value.next


def _png_head(width: int, height: int) -> bytes:
    """A PNG (RFC 2083) that says it is large, with next to nothing in it."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def test_a_tiff_that_breaks_off_is_damaged_and_says_so() -> None:
    out = io.BytesIO()
    page("es", POOR).save(out, "TIFF", compression="tiff_lzw")
    broken = out.getvalue()[: len(out.getvalue()) // 2]
    with pytest.raises(Gap) as caught:
        found = look(original(broken, "cut.tif"), ScanSetting())
        drawn(original(broken, "cut.tif"), len(found.sizes), ScanSetting())
    assert "corrupt" == caught.value.code


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"II*\0" + b"\xff" * 60, b"\xff\xd8\xff" + b"x" * 30]
)
def test_what_only_begins_like_a_picture_is_damaged(content: bytes) -> None:
    with pytest.raises(Gap) as caught:
        read(content, "x")
    assert "corrupt" == caught.value.code


def test_a_word_that_begins_like_a_bitmap_is_text() -> None:
    assert "BM is how bitmaps begin." == read("BM is how bitmaps begin.", "note.txt")[0]


@pytest.mark.parametrize(
    ("engine_version", "models", "said"),
    [
        ("", ("osd", "spa"), ("Tesseract", "pip install tesserocr")),
        ("5.5", (), ("script and orientation, Spanish, English", "")),
        ("5.5", ("spa",), ("script and orientation", "tesseract-ocr-osd")),
        ("", (), ("is not installed", "pip install tesserocr; then ")),
    ],
)
def test_what_is_missing_is_named_with_how_to_get_it(
    engine_version: str, models: tuple[str, ...], said: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.sys, "platform", "linux")
    given = ScanSetting(engine=engine_version, models=tuple(Model(name=name, sha256="0" * 64) for name in models))
    with pytest.raises(Gap) as caught:
        check_engine(given)
    assert "scan" == caught.value.code
    assert said[0] in caught.value.what
    assert said[1] in caught.value.next
    assert "build the case again" in caught.value.next


def test_the_way_to_install_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, words in (("darwin", "brew install"), ("win32", "UB-Mannheim"), ("linux", "apt-get install")):
        monkeypatch.setattr(module.sys, "platform", platform)
        assert words in how_to_install(["chi_sim"], engine=False)


def test_models_are_looked_for_where_a_person_says_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tessdata").mkdir()
    (tmp_path / "tessdata" / "spa.traineddata").write_bytes(b"a model")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    found = installed()
    assert {"spa": str(tmp_path / "tessdata")} == dict(found.folders)
    (tmp_path / "tessdata" / "spa.traineddata").write_bytes(b"another model")
    assert found.models != installed().models
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "nothing"))
    assert () == installed().models


@pytest.mark.usefixtures("engine")
def test_a_language_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = installed()
    some: Installed = found._replace(folders={"osd": found.folders["osd"], "eng": found.folders["eng"]})
    scan = Scan(original=original(jpeg(page("es", POOR), POOR), "x.jpg"), folders=dict(some.folders))
    _, reading = READ_SCAN.run(scan, setting=setting())
    assert isinstance(reading, Reading)
    assert any("page 1 looks to be in Spanish" in note and "tesseract-ocr-spa" in note for note in reading.notes)


@pytest.mark.usefixtures("engine")
def test_the_languages_of_the_case_are_kept_to() -> None:
    _, reading = recognised(jpeg(page("es", POOR), POOR), languages=("en",))
    assert reading.recognition is not None
    assert ("eng",) == reading.recognition.pages[0].models

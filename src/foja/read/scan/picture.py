"""Pages as grey pictures: PDF pages as they are drawn, images as they are shown.

A PDF page is drawn whole: pictures inside it can be tiles, masks, or lie turned. The size of an image is read from its
first bytes before anything is decoded. Points of an image: 72 to the inch at the resolution that it states, where that
is a scanner's (70 to 1,200 to the inch, equal in both ways); otherwise one for each pixel.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import PageSize
from foja.model.vocabulary import OutcomeState
from foja.read.limits import over
from foja.read.pdf import claims_of, opened
from foja.read.pdf_beside import shows_remarks
from foja.read.scan.records import Look, ScanSetting

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000")
"""Those of Pillow's decoders that are used; the others are not even tried."""
_DRAWN = 40_000_000
"""Pixels of a picture that is recognised: larger ones are made smaller."""
_LONG_SIDE = 11.7
"""Inches: the longer side of A4, taken for the page of a picture that does not state its resolution."""
_COARSE, _FINE = 150, 450
"""Pixels to the inch outside of which a picture is drawn larger or smaller."""


class Picture(NamedTuple):
    """``image``: 8-bit grey; ``scale``: pixels a point; ``size`` of the page in points."""

    image: Any
    scale: float
    size: PageSize


def look(original: Original, setting: ScanSetting) -> Look:
    """Type and pages. Raises ``Gap``: ``corrupt``, ``limit``, ``unsupported``, and what opening a PDF raises."""
    if is_pdf(original.content):
        with opened(original) as (document, unlocked):
            sizes = []
            for number in range(min(len(document), setting.pages)):
                width, height = document.get_page_size(number)
                sizes.append(PageSize(width=round(width, 2), height=round(height, 2)))
            claims = tuple(claims_of(document))
            return Look(media_type="application/pdf", sizes=tuple(sizes), claims=claims, unlocked=unlocked)
    with _quiet():
        picture = _open(original.content, setting)
        sizes = []
        for frame in range(_frames(picture, setting)):
            _seek(picture, frame, setting)
            sizes.append(_size(picture))
    return Look(media_type=picture.get_format_mimetype() or "image/*", sizes=tuple(sizes))


def drawn(original: Original, number: int, setting: ScanSetting) -> Picture:
    """Page ``number`` (from 1). Raises ``Gap`` as ``look``."""
    if is_pdf(original.content):
        return _drawn_pdf(original, number, setting)
    with _quiet():
        picture = _open(original.content, setting)
        _seek(picture, number - 1, setting)
        size = _size(picture)
        try:
            grey = _grey(picture)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _corrupt(f"The picture breaks off or is damaged ({str(error)[:120]})") from error
    per_inch = grey.width / size.width * 72 if _stated(picture) else max(grey.size) / _LONG_SIDE
    factor = 2.0 if per_inch < _COARSE else 300 / per_inch if per_inch > _FINE else 1.0
    factor = min(factor, (_DRAWN / (grey.width * grey.height)) ** 0.5)
    if abs(factor - 1) > 0.02:
        grey = grey.resize((max(1, round(grey.width * factor)), max(1, round(grey.height * factor))))
    return Picture(grey, grey.width / size.width, size)


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:65536]


def _drawn_pdf(original: Original, number: int, setting: ScanSetting) -> Picture:
    import pypdfium2

    with opened(original) as (document, _):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise _corrupt("The page cannot be loaded") from error
        try:
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                raise _corrupt("The page has no size")
            scale = min(setting.dpi / 72, (_DRAWN / (width * height)) ** 0.5)
            # what a reader put on the page, or filled in, is read as such, and not as what the page says
            apart = shows_remarks(page)
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=not apart)
            image = bitmap.to_pil().convert("L").copy()
        finally:
            page.close()
    return Picture(image, image.width / width, PageSize(width=round(width, 2), height=round(height, 2)))


@contextmanager
def _quiet() -> Iterator[None]:
    """What a decoder would only warn of is either refused here or of no matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(content: bytes, setting: ScanSetting) -> Any:
    """The image with nothing but its head read; refuses sizes above the limit."""
    from PIL import Image, UnidentifiedImageError

    Image.init()  # or decoders that are asked for by name may not be there yet
    Image.MAX_IMAGE_PIXELS = setting.pixels
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(str(error)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Gap(
            OutcomeState.CORRUPT.value,
            "The file begins like a picture, but cannot be opened as one.",
            next="Open it in a program for pictures, save it as PNG or TIFF, and add that file too.",
        ) from error
    _check(picture, setting)
    return picture


def _check(picture: Any, setting: ScanSetting) -> None:
    if picture.width * picture.height > setting.pixels:
        raise _too_large(f"{picture.width:,} x {picture.height:,} pixels")


def _frames(picture: Any, setting: ScanSetting) -> int:
    """Pages of a TIFF. What moves (GIF, WebP) counts as its first picture."""
    if picture.format != "TIFF":
        return 1
    try:
        return min(int(picture.n_frames), setting.pages)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _corrupt("The list of its pages is damaged") from error


def _seek(picture: Any, frame: int, setting: ScanSetting) -> None:
    try:
        picture.seek(frame)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _corrupt("The page cannot be found in the file") from error
    _check(picture, setting)


def _size(picture: Any) -> PageSize:
    """Of the page as shown, in points."""
    width, height = picture.size
    if picture.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # Exif 2.32, Orientation: lies on its side
        width, height = height, width
    per_inch: float = _stated(picture) or 72.0
    return PageSize(width=round(width * 72 / per_inch, 2), height=round(height * 72 / per_inch, 2))


def _stated(picture: Any) -> float:
    """Pixels to the inch as the file states them; 0 where it states none that a scanner would have (72 and 96 are what
    programs write that know none)."""
    across, down = (float(value) for value in picture.info.get("dpi", (0, 0)))
    return (
        across
        if 70 <= across <= 1200 and abs(across - down) <= 0.05 * across and round(across) not in (72, 96)
        else 0.0
    )


def _grey(picture: Any) -> Any:
    from PIL import Image, ImageOps

    shown: Any = ImageOps.exif_transpose(picture)
    if shown.mode.startswith("I"):
        shown = shown.point(lambda value: value / 256).convert("L") if shown.mode != "I" else shown.convert("F")
    if shown.mode == "F":
        low, high = shown.getextrema()
        shown = shown.point(lambda value: (value - low) * 255 / max(high - low, 1e-9)).convert("L")
    if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
        over_white = Image.new("RGBA", shown.size, "white")
        over_white.alpha_composite(shown.convert("RGBA"))
        shown = over_white
    return shown.convert("L")


def _too_large(what: str) -> Gap:
    return over(
        f"The picture is too large to be decoded: {what}.",
        next="Save it with fewer pixels, and add that file too; the original stays as it is.",
    )


def _corrupt(what: str) -> Gap:
    return Gap(
        OutcomeState.CORRUPT.value,
        f"{what}.",
        next="Ask for the file again where it came from, and compare the digests.",
    )

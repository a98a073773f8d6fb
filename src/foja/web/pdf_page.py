"""A child process that draws one page of a PDF or an image.

Bytes come on standard input; a PNG, or the page count, goes out on standard output. Run as a file, isolated:
``python -I pdf_page.py PAGE SCALE`` with PAGE from 1, or ``count``. It imports nothing of foja. An original is hostile
until shown otherwise: memory, processor time and picture size are bounded before the first byte is parsed.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib

MEMORY = 2 * 1024**3
SECONDS = 25
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000")
DECODED = 100_000_000
"""Pixels of an image above which it is not decoded."""
SIDE = 2_200
"""Pixels of the longer side of an image as it is shown."""
PIXELS = 12_000_000
"""Largest picture; a page that would be larger is drawn at a smaller scale."""


def limit() -> None:
    """Bound this process, where the system knows how (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """A PNG (RFC 2083) of 8-bit RGB rows; ``stride`` is the length of a row in ``pixels``."""
    rows = b"".join(b"\x00" + pixels[y * stride : y * stride + width * 3] for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def image(content: bytes, page: str) -> int:
    """A page of an image, as it is shown: no larger than a screen needs."""
    from PIL import Image, ImageOps

    Image.init()
    Image.MAX_IMAGE_PIXELS = DECODED
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        pages = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if page == "count":
            sys.stdout.buffer.write(str(pages).encode("ascii"))
            return 0
        picture.seek(int(page) - 1)
        if picture.width * picture.height > DECODED:
            raise ValueError(f"it has {picture.width} x {picture.height} pixels")
        shown = ImageOps.exif_transpose(picture)
        if shown.mode not in ("L", "RGB"):
            paper = Image.new("RGBA", shown.size, "white")
            paper.alpha_composite(shown.convert("RGBA"))
            shown = paper.convert("RGB")
        shown.thumbnail((SIDE, SIDE))
        out = io.BytesIO()
        shown.save(out, "PNG")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        print(str(error)[:200] or type(error).__name__, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(out.getvalue())
    return 0


def main(page: str, scale: str) -> int:
    """Exit code 0 and the answer, or 1 and a line that says why not."""
    limit()
    content = sys.stdin.buffer.read()
    if b"%PDF-" not in content[:65536]:
        return image(content, page)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        print(error, file=sys.stderr)
        return 1
    if page == "count":
        sys.stdout.buffer.write(str(len(document)).encode("ascii"))
        return 0
    document.init_forms()  # what is filled in is drawn with the page; the library is built without scripts
    number = int(page)
    if not 1 <= number <= len(document):
        print(f"there is no page {number}; the file has {len(document)}", file=sys.stderr)
        return 1
    leaf = document[number - 1]
    width, height = leaf.get_size()
    if width <= 0 or height <= 0:
        print("the page has no size", file=sys.stderr)
        return 1
    factor = min(float(scale), (PIXELS / (width * height)) ** 0.5)
    bitmap = leaf.render(scale=factor, rev_byteorder=True, may_draw_forms=True)
    data = bytes(bitmap.buffer)
    if bitmap.n_channels != 3:
        print(f"unexpected picture form {bitmap.mode}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(png(bitmap.width, bitmap.height, bitmap.stride, data))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))

"""Recognising one page: turned upright, read in the right language, with what was left over read once more.

1. Tesseract's model "osd" says how the page lies and which script it shows.
2. Lines that lie at an angle are laid straight, from two degrees on.
3. The first language of the script that is installed reads the page. Where that gives little confidence, the first of
   each other script tries, and the best is taken: scripts tell apart by confidence. Languages of one script do not (a
   page of Persian is read with more confidence, and more errors, by the Arabic model): there the text decides, as
   ``read.language`` sees it, and the model of that language reads the page again.
4. The layout analysis drops whole lines at times, mostly Arabic ones. Where too much of what is dark lies outside of
   the words, the rest of the page is read again at another size.

Where this was measured: docs/explanation/benchmarks-ocr.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Box, RecognisedPage
from foja.read.language import guess
from foja.read.scan.languages import OSD, Language, by_code, by_iso, languages, of_script
from foja.read.scan.lines import Line, in_paragraphs, lines_of, merged, scaled
from foja.read.scan.picture import Picture, drawn
from foja.read.scan.records import PageText, ScanLine, ScanSetting, ScanWord
from foja.read.scan.skew import WORTH, skew

_SURE = 65
"""Confidence from which a reading is taken to be in the right script."""
_TURNED = 2.0
"""Confidence of the orientation (Tesseract's scale) from which it is believed."""
_CODE = 0.5
"""Confidence of the language from which it is believed."""
_LEFT = 0.02
"""Share of dark outside of words from which the rest of a page is read again."""
_AGAIN = (1.25, 0.8)
"""Sizes at which it is, until little is left."""
_REST = 60
"""Confidence from which a word of the rest counts."""
_LSTM = 1


def recognise(original: Original, number: int, setting: ScanSetting, folders: dict[str, str]) -> PageText:
    """Page ``number`` of a scan. Trouble with the page is said in it: the other pages are read all the same."""
    try:
        picture = drawn(original, number, setting)
    except Gap as gap:
        return PageText(page=number, trouble=gap.what, state=gap.code)
    return read_page(picture, number, setting, folders)


def read_page(picture: Picture, number: int, setting: ScanSetting, folders: dict[str, str]) -> PageText:
    """The words of a picture in reading order, with boxes in points of the page as preserved."""
    if _blank(picture.image):
        how = RecognisedPage(page=number, models=(), confidence=100, words=0)
        return PageText(page=number, how=how)
    turned, script = _orientation(picture.image, folders)
    upright = _Upright(picture, turned, folders)
    model, lines, missing = _best(upright.image, script, setting, folders)
    if _confidence(lines) < _SURE and not turned:
        # the orientation was not believed, or is wrong: the other three are tried
        for other in (90, 180, 270):
            candidate = _Upright(picture, other, folders)
            found = _best(candidate.image, script, setting, folders)
            if _confidence(found[1]) > max(_SURE, _confidence(lines)):
                upright, (model, lines, missing) = candidate, found
                break
    left = _left_over(upright.image, lines)
    for factor in _AGAIN:
        if left > _LEFT and model:
            lines = merged(lines, _rest(upright.image, lines, model, factor, folders))
            left = _left_over(upright.image, lines)
    lines = in_paragraphs(lines)
    words = [word for line in lines for word in line.words]
    how = RecognisedPage(
        page=number,
        models=(model,) if model else (),
        confidence=_confidence(lines),
        words=len(words),
        doubtful=sum(word.confidence < setting.doubtful for word in words),
        turned=upright.turned,
        skew=upright.skew,
        unread=round(100 * left),
    )
    return PageText(page=number, lines=_placed(lines, upright), how=how, missing=missing)


class _Upright:
    """A picture turned and laid straight, with the way back to the page."""

    def __init__(self, picture: Picture, turned: int, folders: dict[str, str]) -> None:
        self._scale = picture.scale
        self._size = picture.image.size
        self.turned = turned
        image = _turned(picture.image, turned)
        angle = skew(image)
        self.skew = angle if abs(angle) >= WORTH else 0.0
        self.image = _straight(image, self.skew)

    def box(self, box: tuple[int, int, int, int]) -> Box:
        """A box of the upright picture as one of the page, in points."""
        width, height = self.image.size
        cos, sin = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        points = []
        for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])):
            dx, dy = x - width / 2, y - height / 2
            points.append(self._before_turning(dx * cos - dy * sin + width / 2, dx * sin + dy * cos + height / 2))
        xs = [min(max(x, 0), self._size[0]) / self._scale for x, _ in points]
        ys = [min(max(y, 0), self._size[1]) / self._scale for _, y in points]
        return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)

    def _before_turning(self, x: float, y: float) -> tuple[float, float]:
        width, height = self._size
        if self.turned == 90:
            return width - y, x
        if self.turned == 180:
            return width - x, height - y
        if self.turned == 270:
            return y, height - x
        return x, y


def _turned(image: Any, turned: int) -> Any:
    """The picture turned back: ``turned`` is how far it lies turned clockwise."""
    from PIL import Image

    ways = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
    return image.transpose(ways[turned]) if turned in ways else image


def _straight(image: Any, angle: float) -> Any:
    from PIL import Image

    if not angle:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_paper(image))


def _best(
    image: Any, script: str, setting: ScanSetting, folders: dict[str, str]
) -> tuple[str, list[Line], tuple[str, ...]]:
    """(model, lines, models that are missing) of the reading to keep."""
    first = _candidates(script, setting, folders)
    tried: list[tuple[str, list[Line]]] = []
    for language in first[:1] + [one for other in _scripts(script) for one in _candidates(other, setting, folders)[:1]]:
        tried.append((language.code, _read(image, language.code, folders)))
        if _confidence(tried[-1][1]) >= _SURE:
            break
    if not tried:
        return "", [], tuple(one.code for one in of_script(script)[:1])
    model, lines = max(tried, key=lambda one: _confidence(one[1]))
    missing: tuple[str, ...] = ()
    if not first and _confidence(lines) < _SURE:
        missing = tuple(one.code for one in of_script(script)[:1])
    return _in_its_language(image, model, lines, setting, folders, missing)


def _in_its_language(
    image: Any, model: str, lines: list[Line], setting: ScanSetting, folders: dict[str, str], missing: tuple[str, ...]
) -> tuple[str, list[Line], tuple[str, ...]]:
    """The page read again, where its text is in another language than that of the model."""
    iso, sure = guess("\n".join(line.text for line in lines))
    language, before = by_iso(iso), by_code(model)
    if language is None or before is None or language == before or sure < _CODE or language.script != before.script:
        return model, lines, missing
    allowed = _candidates(before.script, setting, folders)
    if language in allowed:
        again = _read(image, language.code, folders)
        if _confidence(again) >= _confidence(lines) - 15:
            return language.code, again, missing
        return model, lines, missing
    if setting.languages and language.iso not in setting.languages:
        return model, lines, missing
    return model, lines, (*missing, language.code)


def _scripts(first: str) -> list[str]:
    """The scripts of the table other than ``first``, in its order."""
    return [script for script in dict.fromkeys(one.script for one in languages()) if script != first]


def _candidates(script: str, setting: ScanSetting, folders: dict[str, str]) -> list[Language]:
    """Installed languages of a script: those of the case where it names some of that script."""
    all_of_it = of_script(script)
    wanted = [one for iso in setting.languages for one in all_of_it if one.iso == iso]
    return [one for one in wanted or all_of_it if one.code in folders]


def _orientation(image: Any, folders: dict[str, str]) -> tuple[int, str]:
    """(degrees by which the picture lies turned clockwise, script); (0, "") where the model finds too few letters."""
    found = _osd(folders[OSD])(image) if OSD in folders else None
    if not found:
        return 0, ""
    turned = int(found["orient_deg"]) if float(found["orient_conf"]) >= _TURNED else 0
    return turned, str(found["script_name"])


@lru_cache(maxsize=1)
def _osd(folder: str) -> Callable[[Any], Any]:
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=_folder(folder), lang=OSD, psm=tesserocr.PSM.OSD_ONLY)

    def ask(image: Any) -> Any:
        engine.SetImage(image)
        engine.SetSourceResolution(300)
        return engine.DetectOrientationScript()

    return ask


@lru_cache(maxsize=8)
def _engine(folder: str, model: str) -> Any:
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=_folder(folder), lang=model, psm=tesserocr.PSM.AUTO, oem=_LSTM)


def _folder(folder: str) -> str:
    return folder if folder.endswith("/") else f"{folder}/"


def _read(image: Any, model: str, folders: dict[str, str]) -> list[Line]:
    engine = _engine(folders[model], model)
    engine.SetImage(image)
    engine.SetSourceResolution(300)
    engine.Recognize()
    return lines_of(engine.GetTSVText(0))


def _rest(image: Any, lines: Sequence[Line], model: str, factor: float, folders: dict[str, str]) -> list[Line]:
    """What is read where no word was found before, at another size."""
    covered = _without(image, lines)
    other = covered.resize((round(image.width * factor), round(image.height * factor)))
    found = []
    for line in _read(other, model, folders):
        words = tuple(
            word._replace(box=scaled(word.box, 1 / factor))
            for word in line.words
            if word.confidence >= _REST and any(letter.isalnum() for letter in word.text)
        )
        if words and any(len(word.text) > 1 for word in words):
            found.append(line._replace(words=words))
    return found


def _left_over(image: Any, lines: Sequence[Line]) -> float:
    """Share of what is dark that lies outside of the words. Specks are smoothed away first."""
    small = image.reduce(3)
    limit = max(1, _paper(small) - 70)
    dark = sum(small.histogram()[:limit])
    rest = sum(_without(image, lines).reduce(3).histogram()[:limit])
    return rest / dark if dark else 0.0


def _without(image: Any, lines: Sequence[Line]) -> Any:
    """The picture with its words painted over."""
    from PIL import ImageDraw

    covered = image.copy()
    paper = _paper(image)
    draw = ImageDraw.Draw(covered)
    for line in lines:
        for word in line.words:
            left, top, right, bottom = word.box
            draw.rectangle((left - 6, top - 6, right + 6, bottom + 6), fill=paper)
    return covered


def _blank(image: Any) -> bool:
    """Whether nothing on the page differs from its paper by more than a shade."""
    small = image.reduce(max(1, max(image.size) // 400))
    low, high = small.getextrema()
    return bool(high - low < 24)


def _paper(image: Any) -> int:
    counts = image.histogram()
    return max(range(256), key=lambda value: counts[value])


def _confidence(lines: Sequence[Line]) -> int:
    """Mean over the letters of all words, 0 to 100; 0 where there are none."""
    weights = [(len(word.text), word.confidence) for line in lines for word in line.words]
    total = sum(weight for weight, _ in weights)
    return round(sum(weight * confidence for weight, confidence in weights) / total) if total else 0


def _placed(lines: Sequence[Line], upright: _Upright) -> tuple[ScanLine, ...]:
    return tuple(
        ScanLine(
            words=tuple(
                ScanWord(text=word.text, confidence=word.confidence, box=upright.box(word.box)) for word in line.words
            ),
            block=line.block,
            begins=line.begins,
        )
        for line in lines
    )

"""XLSX, XLSB and XLS: the stored values of all sheets, hidden ones too, by calamine.

Formulas are not computed: a cell shows the value that the program which wrote the file left there.
Before the library sees a workbook its parts are measured and the cells that its sheets name are
looked at: it keeps a sheet as one rectangle, and two cells far apart would fill the memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState
from foja.read import compound
from foja.read.builder import Builder
from foja.read.draft import Draft
from foja.read.embedded import attach, in_folders, in_package
from foja.read.grid import Grid, shown
from foja.read.limits import UNLOCK, Budget, Limits, over
from foja.read.metadata import claim
from foja.read.office import core_claims, corrupt, declared, open_zip, parse, read_part, relations
from foja.read.sniff import MEDIA_TYPES, sniff
from foja.read.written import BODY, MARKS
from foja.read.zones import cover

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ROOMY = 8
"""How many times the limit of cells the rectangle around them may have: tables have gaps."""
_REPETITIVE = 5
"""Rows of a table compress better than text."""


def read(original: Original, limits: Limits) -> Draft:
    """All sheets, in the order of the workbook. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    import python_calamine

    budget, builder = Budget(limits), Builder(limits)
    kind = sniff(original.content, original.name).name
    claims: list[Claimed] = []
    package = None
    if kind in ("xlsx", "xlsb"):
        package = open_zip(original.content)
        _measure(package, budget)
        claims = core_claims(package, Budget(limits))
    grid, notes = Grid(builder, limits), []
    with _damage(), python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(original.content)) as workbook:
        for about in workbook.sheets_metadata:
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            if about.typ not in (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet):
                notes.append(f"the sheet {about.name!r} is a chart or a program and was not read")
                continue
            try:
                sheet = workbook.get_sheet_by_name(about.name)
            except (python_calamine.CalamineError, ValueError, OSError) as error:
                notes.append(f"the sheet {about.name!r} cannot be read ({str(error)[:100]})")
                continue
            _sheet(sheet, about.name, grid)
            if hidden:
                claims += claim("hidden sheet", about.name, "file", 0.9)
    if kind == "xlsx" and package is not None:
        _comments(package, Budget(limits), builder)
    draft = Draft(
        media_type=MEDIA_TYPES[kind],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=claims,
        notes=notes,
    )
    if package is not None:
        return attach(draft, builder, in_package(package, Budget(limits)))
    with compound.opened(original.content) as ole:
        return attach(draft, builder, in_folders(ole, compound.folders(ole.root, "MBD"), Budget(limits)))


def _comments(package: zipfile.ZipFile, budget: Budget, builder: Builder) -> None:
    """Comments on cells, after the cells, sheet by sheet."""
    main = "xl/workbook.xml"
    parts = relations(package, main, budget)
    for sheet in parse(read_part(package, main, budget), main).iter("{*}sheet"):
        name = sheet.get("name") or ""
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        for kind, part in sorted(relations(package, parts.get(identifier, ("", ""))[1], budget).values()):
            if kind == "comments" and part in package.namelist():
                for one in parse(read_part(package, part, budget), part).iter("{*}comment"):
                    text = "".join(piece.text or "" for piece in one.iter("{*}t"))
                    if text.strip():
                        builder.add(text, "comment", path=f"{name}!{one.get('ref') or ''}")


def _sheet(sheet: Any, name: str, grid: Grid) -> None:
    if sheet.start is None:
        return
    merged = {tuple(first): tuple(last) for first, last in sheet.merged_cell_ranges or ()}
    grid.sheet(name)
    top, left = sheet.start
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top):
        for column, value in enumerate(row, left):
            if value != "" and value is not None:
                grid.cell(number, column, shown(value), merged.get((number, column)) if merged else None)


@contextmanager
def _damage() -> Iterator[None]:
    """What calamine cannot read is a damaged or locked file. A panic of the library is one too."""
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError as error:
        raise Gap(
            OutcomeState.ENCRYPTED.value,
            "The workbook opens only with a password.",
            next=UNLOCK,
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise corrupt(f"The workbook cannot be read ({str(error)[:160]}).") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # not an Exception: it would end the worker
            raise
        raise corrupt("The workbook cannot be read: the reading library gave up on it.") from error


def _measure(package: zipfile.ZipFile, budget: Budget) -> None:
    """Raises ``Gap``: ``limit`` for what would unpack to too much, ``corrupt`` for declarations (XXE)."""
    limits = budget.limits
    for info in package.infolist():
        if info.is_dir():
            continue
        if not info.filename.lower().endswith((".xml", ".rels")):
            budget.check_ratio(info.compress_size, info.file_size, info.filename, _REPETITIVE)
            continue
        data = read_part(package, info.filename, budget, _REPETITIVE)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise declared(info.filename)
        if info.filename.startswith("xl/worksheets/"):
            _rectangle(data, limits)


def _rectangle(data: bytes, limits: Limits) -> None:
    rows: list[int] = []
    columns: set[bytes] = set()
    low = high = 0
    for count, match in enumerate(_CELL.finditer(data), 1):
        row = int(match[2])
        low, high = (min(low, row) if rows or low else row), max(high, row)
        columns.add(match[1])
        if count > limits.cells * 4:
            raise over(f"A sheet has more than {limits.cells * 4:,} cells.", limit="cells", need=count)
    if not columns:
        return
    numbers = [_number(name) for name in columns]
    area = (high - low + 1) * (max(numbers) - min(numbers) + 1)
    if area > limits.cells * _ROOMY:
        raise over(
            f"The cells of a sheet lie in a rectangle of {area:,}; with the limit of {limits.cells:,} cells it may "
            f"have {limits.cells * _ROOMY:,}.",
            limit="cells",
            need=area // _ROOMY + 1,
        )


def _number(name: bytes) -> int:
    value = 0
    for letter in name:
        value = value * 26 + letter - 64
    return value

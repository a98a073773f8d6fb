"""Running stages on items: the function that is shipped to a worker, here or on another machine."""

from __future__ import annotations

import traceback
from collections.abc import Sequence

from foja.model.errors import FojaError, Gap
from foja.model.record import Record
from foja.model.statement import Extraction
from foja.model.support import Comparison, Meaning
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage


class Product(Record, frozen=True):
    """What came of one item: records, or the reason why there are none."""

    state: OutcomeState
    records: tuple[Record, ...] = ()
    detail: str = ""
    next: str = ""


def run(name: str, item: Record, given: Record | None = None) -> Product:
    """Runs the stage ``name`` on one item, with a setting of the case or its own. What the stage cannot read or decide
    becomes a state with a reason."""
    worker, usual = stage(name)
    setting = usual if given is None else given
    try:
        records = tuple(worker.run(item, setting=setting))
        notes = [
            note for record in records if isinstance(record, Extraction | Comparison | Meaning) for note in record.notes
        ]
        return Product(state=OutcomeState.DONE, records=records, detail=" ".join(notes))
    except Gap as gap:
        return failed(gap)
    except Exception as error:  # the one broad catch: a defect in a stage must not stop the build
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Product(
            state=OutcomeState.FAILED,
            detail=f"The stage {name} failed: {type(error).__name__}: {error} ({where.name}, line {where.lineno}).",
            next="The build went on without it. Please report this with the version of foja; nothing was lost.",
        )


def run_many(name: str, items: Sequence[Record], given: Record | None = None) -> list[Product]:
    """``run`` on each item, in order: one trip to a worker for several items."""
    return [run(name, item, given) for item in items]


def failed(error: FojaError) -> Product:
    """The product that says why there is none."""
    state = OutcomeState(error.code) if error.code in list(OutcomeState) else OutcomeState.FAILED
    return Product(state=state, detail=error.what, next=error.next)

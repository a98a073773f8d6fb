"""Where a draft stands in law, as far as its passage says: one table.

A neutral cue ("said", "according to") and the page's own voice make what they carry ``reported``; a
contentious one ("claims", "accuses") makes it ``alleged``. A draft never says more than the passage:
``found`` only where a court or judge is the one who found, and even then it is a draft until a person
accepts it.
"""

from __future__ import annotations

from foja.model.vocabulary import Modality, Status

BY_FORCE = {
    Modality.ASSERTED: Status.REPORTED,
    Modality.ALLEGED: Status.ALLEGED,
    Modality.REQUESTED: Status.REQUESTED,
    Modality.ORDERED: Status.ORDERED,
    Modality.FOUND: Status.REPORTED,
    Modality.DENIED: Status.DENIED,
    Modality.ACKNOWLEDGED: Status.ACKNOWLEDGED,
    Modality.PREDICTED: Status.NONE,
    Modality.CONDITIONAL: Status.NONE,
    Modality.EVALUATED: Status.NONE,
}


def status(modality: Modality, *, court: bool) -> Status:
    """``court``: the speaker is a court or a judge."""
    return Status.FOUND if court and modality is Modality.FOUND else BY_FORCE[modality]

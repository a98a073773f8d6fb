"""Where a draft stands in law, as far as its passage says: one table.

A neutral cue ("said", "according to") and the page's own voice make what they carry ``reported``; a
contentious one ("claims", "accuses") makes it ``alleged``. A draft never says more than the passage:
``found`` only where a court or judge is the one who found, ``ordered`` only where a court or a prosecutor
ordered it ("X ordered the attack" is an order, and no step in law), and even then it is a draft until a
person accepts it.
"""

from __future__ import annotations

from foja.model.vocabulary import Modality, Status

BY_FORCE = {
    Modality.ASSERTED: Status.REPORTED,
    Modality.ALLEGED: Status.ALLEGED,
    Modality.REQUESTED: Status.REQUESTED,
    Modality.ORDERED: Status.REPORTED,
    Modality.FOUND: Status.REPORTED,
    Modality.DENIED: Status.DENIED,
    Modality.ACKNOWLEDGED: Status.ACKNOWLEDGED,
    Modality.PREDICTED: Status.NONE,
    Modality.CONDITIONAL: Status.NONE,
    Modality.EVALUATED: Status.NONE,
}


def status(modality: Modality, *, court: bool, prosecution: bool = False) -> Status:
    """``court``: the speaker is a court or a judge. ``prosecution``: he is a prosecutor."""
    if modality is Modality.FOUND and court:
        return Status.FOUND
    if modality is Modality.ORDERED and (court or prosecution):
        return Status.ORDERED
    return BY_FORCE[modality]

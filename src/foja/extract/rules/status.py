"""Where a draft stands in law, as far as its passage says: one table.

A draft never says more than the passage: ``found`` only where a court or judge is the one who found, and
even then it is a draft until a person accepts it.
"""

from __future__ import annotations

from foja.model.vocabulary import Modality, Status

SPOKEN = {
    Modality.ASSERTED: Status.ALLEGED,
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
"""By force, where someone other than the page speaks."""

PAGE = {
    Modality.ALLEGED: Status.ALLEGED,
    Modality.REQUESTED: Status.REQUESTED,
    Modality.ORDERED: Status.ORDERED,
    Modality.FOUND: Status.REPORTED,
    Modality.DENIED: Status.DENIED,
    Modality.ACKNOWLEDGED: Status.ACKNOWLEDGED,
}
"""By force, where the page speaks in its own voice; others have none."""


def status(modality: Modality, *, page: bool, outlet: bool, court: bool) -> Status:
    """``page``: only the page and outlets are in the chain. ``outlet``: an outlet is cited. ``court``: the
    speaker is a court or a judge."""
    if modality is Modality.FOUND and court:
        return Status.FOUND
    if not page:
        return SPOKEN[modality]
    return PAGE.get(modality, Status.REPORTED if outlet else Status.NONE)

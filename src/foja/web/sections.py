"""The sections of the application and the pages under each, as they stand at the top of every page."""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """A section, named as at the top; ``pages``: address and name of each, the first one is that of the section."""

    name: str
    pages: tuple[tuple[str, str], ...]

    def holds(self, path: str) -> bool:
        """Whether an address belongs here: that of one of its pages, or one below."""
        return any(path == page or (page != "/" and path.startswith(f"{page}/")) for page, _ in self.pages)

    @property
    def listed(self) -> frozenset[str]:
        """The addresses at whose top the pages of this section are listed."""
        return frozenset(page for page, _ in self.pages) if len(self.pages) > 1 else frozenset()


SECTIONS = (
    Section("Desk", (("/", "Desk"),)),
    Section("Sources", (("/sources", "Sources"), ("/links", "Links between sources"))),
    Section("Review", (("/review", "Review"),)),
    Section("Statements", (("/statements", "Statements"), ("/check", "Check a page"))),
    Section("Parties", (("/parties", "Parties"), ("/names", "Proposed merges"), ("/posts", "Posts"),
                        ("/screening", "Screening"))),
    Section("Support", (("/matrix", "Matrix"), ("/conflicts", "Conflicts"), ("/gaps", "Gaps"),
                        ("/evidence", "Evidence"))),
    Section("Chronology", (("/chronology", "Chronology"), ("/incidents", "Incidents"), ("/changes", "Changes"))),
    Section("Proceedings", (("/proceedings", "Proceedings"), ("/acts/proposed", "Proposed acts"),
                            ("/positions", "Positions"), ("/arguments", "Arguments"),
                            ("/circumstances", "Circumstances"), ("/exposure", "Exposure"), ("/elements", "Elements"),
                            ("/deadlines", "Deadlines"))),
    Section("Verify", (("/verify", "Verify"),)),
    Section("Export", (("/export", "Export"),)),
)  # fmt: skip

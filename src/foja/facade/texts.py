"""Texts that a machine recognised, and what persons correct in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foja.facade.decisions import Decisions
from foja.facade.opened import act as event_of
from foja.model.carry import Shift, carried, edits_between
from foja.model.correction import LineChange, TextLine, TextVersion
from foja.model.errors import Refusal, UsageError
from foja.model.event import Act, Actor
from foja.model.record import Record, builtins, decode, digest, encode
from foja.model.statement import Statement, draft_mark
from foja.model.text import Document
from foja.model.vocabulary import Review
from foja.read.scan.corrected import corrected
from foja.store import ask_texts
from foja.store.database import query
from foja.store.shut import check_open


class TextReport(Record, frozen=True):
    """What correcting a text did. ``text``: digest of the text now in use. ``carried``: statements whose quote stands
    in it, by their new ids; ``stale``: old id and new draft of those whose quote was corrected; ``gone``: those of
    whose passage nothing is left."""

    source: str
    before: str
    text: str
    lines: tuple[LineChange, ...]
    carried: tuple[str, ...]
    stale: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


class Texts(Decisions):
    """Correcting what a machine read. Nothing is overwritten: each correction is a further text of the source."""

    def texts(self, sha256: str) -> tuple[TextVersion, ...]:
        """The texts that a source had and has, the first one first, with who made them, when and why."""
        return ask_texts.versions(self._folder, self.source(sha256).sha256)

    def text_version(self, sha256: str, text: str) -> Document:
        """One of these texts, by the beginning of its digest, with its map to the original."""
        return ask_texts.version(self._folder, self.source(sha256).sha256, text)[1]

    def recognised_lines(self, sha256: str, page: int) -> tuple[TextLine, ...]:
        """The lines of a page of a scan as they are now, to be compared with the page and corrected."""
        return ask_texts.lines(self._folder, self.source(sha256).sha256, page)

    def correct_text(
        self, sha256: str, lines: Mapping[tuple[int, int], str], *, text: str = "", actor: Actor, why: str
    ) -> TextReport:
        """Puts corrected lines in the place of recognised ones: a new text, which is then in use.

        ``lines``: (page, line) to the line as it should be; an empty one takes the line out. ``text``: digest of the
        text that the person saw, if it is to be compared with the one in use. Statements whose quote, speakers and cue
        stand as they stood are carried over, the decision with them; others become stale, with a draft on the
        corrected words. Raises what ``foja.read.scan.corrected.corrected`` does, and Refusal ``text-changed``,
        ``source-closed``.
        """
        with self.in_turn():  # two who correct one page at once would lose what the first wrote
            return self._corrected(sha256, lines, text, actor, why)

    def _corrected(
        self, sha256: str, lines: Mapping[tuple[int, int], str], text: str, actor: Actor, why: str
    ) -> TextReport:
        sha = self.source(sha256).sha256
        check_open(self._folder.database.connection, sha)
        before = ask_texts.in_use(self._folder, sha)
        if text and text != before.reading.text:
            raise Refusal(
                "text-changed",
                "The text was corrected since you opened it, so nothing was recorded.",
                where=sha[:12],
                next="Open the page again, and correct what is still wrong.",
            )
        now, reading, edits = corrected(before, lines)
        changes = tuple(
            LineChange(page=page, line=line, was=was, now=found)
            for (page, line), was, found in _changes(before, Document(text=now, reading=reading), sorted(lines))
        )
        self._folder.vault.put_many([now.encode("utf-8"), encode(reading)])
        after = Document(text=now, reading=reading)
        return self._replace(before, after, digest(encode(reading)), Shift(edits), changes, actor, why)

    def use_text(self, sha256: str, text: str, *, actor: Actor, why: str) -> TextReport:
        """Takes an earlier text of a source into use again: what takes back a correction. Statements follow as they do
        when a text is corrected. Raises UsageError ``text-unknown``, ``nothing-changed``."""
        with self.in_turn():
            sha = self.source(sha256).sha256
            check_open(self._folder.database.connection, sha)
            before = ask_texts.in_use(self._folder, sha)
            output, wanted = ask_texts.version(self._folder, sha, text)
            if before.reading.text == wanted.reading.text:
                raise UsageError("nothing-changed", "This text is the one in use.", where=text)
            shift = Shift(edits_between(before.text, wanted.text))
            return self._replace(before, wanted, output, shift, (), actor, why)

    def _replace(
        self, before: Document, after: Document, output: str, shift: Shift, lines: Sequence[LineChange], actor: Actor,
        why: str,
    ) -> TextReport:  # fmt: skip
        old, new, sha = before.reading.text, after.reading.text, before.reading.source
        rows = self._folder.database.connection.execute(query("text.decided_on"), (sha, old)).fetchall()
        acts: list[Act] = []
        settled, kept, stale, gone = set[str](), list[str](), list[tuple[str, str]](), list[str]()
        for row in rows:
            statement = decode(row["record"], Statement)
            review = Review(row["review"])
            found = carried(statement, shift, new, after.text)
            if found is None:
                if review in (Review.ACCEPTED, Review.DRAFT):
                    gone.append(statement.id)
                    acts.append(event_of("statement.staled", {"statement": statement.id}, actor, why))
                continue
            made, same = found
            if same:
                settled.add(draft_mark(made))
            body: dict[str, Any] = {"statement": statement.id, "replacement": builtins(made)}
            if same and review in (Review.ACCEPTED, Review.DRAFT, Review.REJECTED):
                kept.append(made.id)
                acts.append(event_of("statement.carried", body, actor, why))
            elif not same and review in (Review.ACCEPTED, Review.DRAFT):
                settled.add(draft_mark(made))
                stale.append((statement.id, made.id))
                acts.append(event_of("statement.staled", body, actor, why))
        text_body = {
            "source": sha, "before": old, "output": output, "blobs": [new],
            "lines": [builtins(line) for line in lines], "settled": sorted(settled),
        }  # fmt: skip
        self._decide([event_of("text.corrected", text_body, actor, why), *acts])
        return TextReport(
            source=sha, before=old, text=new, lines=tuple(lines), carried=tuple(kept), stale=tuple(stale),
            gone=tuple(gone),
        )  # fmt: skip


def _changes(
    before: Document, after: Document, wanted: Sequence[tuple[int, int]]
) -> Sequence[tuple[tuple[int, int], str, str]]:
    """The lines of ``wanted`` (page, line) that are not the same in both, with what they were and are."""
    was, now = ({(u.page, u.line): d.text[u.start : u.end] for u in d.reading.units} for d in (before, after))
    return [(one, was.get(one, ""), now.get(one, "")) for one in wanted if was.get(one) != now.get(one)]

"""What a person decides: on statements, parties, links, descriptions and labels. Each is one event with who and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foja.facade.entering import extraction_of, statement_at
from foja.facade.opened import act, reason, several, some
from foja.facade.weighing import Weighing
from foja.model.amend import amended
from foja.model.errors import Refusal, UsageError
from foja.model.event import Act, Actor, Event
from foja.model.passage import matches
from foja.model.record import builtins, decode
from foja.model.statement import Statement
from foja.model.support import Link
from foja.model.vocabulary import LADDER, LinkKind, Review, Sensitivity
from foja.preserve.age import read_identities
from foja.preserve.second_person import Signer, asked_after, check, is_lowered, parse_key, request
from foja.store import ask_counts, ask_parties, ask_statements
from foja.store.labels import labels_of, signers
from foja.store.sealing import put_back
from foja.store.shut import check_open
from foja.weigh.origin_graph import day_of, later


class Decisions(Weighing):
    """Decisions of a person."""

    def accept(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        """Accepts statements. Refused for one whose quote no longer stands at its place, or that is superseded."""
        with self.in_turn():
            return self._decide(self._accepting(ids, actor, why))

    def _accepting(self, ids: Sequence[str], actor: Actor, why: str) -> list[Act]:
        """What accepts those of the statements that are not accepted yet."""
        acts = []
        for identifier in some(ids):
            row = self._decidable(identifier)
            statement = decode(row["record"], Statement)
            if row["review"] == Review.STALE:
                raise Refusal(
                    "quote-corrected",
                    "The words that it quotes were corrected in the text of the source, so it cannot be accepted.",
                    where=identifier,
                    next="Decide on the draft that was made on the corrected words: foja show CASE " + identifier,
                )
            self._check_quote(statement)
            if row["review"] != Review.ACCEPTED:
                acts.append(act("statement.accepted", {"statement": builtins(statement)}, actor, why))
        return acts

    def reject(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        return self._mark(ids, "statement.rejected", Review.REJECTED, actor, why)

    def reopen(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        """Makes statements drafts again; what was decided before stays in their history."""
        return self._mark(ids, "statement.reopened", Review.DRAFT, actor, why)

    def _mark(self, ids: Sequence[str], kind: str, review: Review, actor: Actor, why: str) -> list[Event]:
        with self.in_turn():
            rows = [self._decidable(identifier) for identifier in some(ids)]
            return self._decide([act(kind, {"statement": r["id"]}, actor, why) for r in rows if r["review"] != review])

    def correct(self, identifier: str, changes: dict[str, Any], *, actor: Actor, why: str) -> Statement:
        """Puts a corrected statement in the place of one, which is then superseded for good.

        ``changes``: content, start, end, modality, polarity, status, presupposed, speaker, dates (EDTF).
        """
        before = decode(self._decidable(identifier)["record"], Statement)
        text = self._folder.blob(before.passage.text).decode("utf-8")
        draft = amended(before, changes, text)
        if draft.id == before.id:
            raise UsageError(
                "nothing-changed",
                "The correction changes nothing.",
                where=identifier,
                next="Accept the statement instead.",
            )
        if self._folder.database.connection.execute("SELECT 1 FROM statement WHERE id = ?", (draft.id,)).fetchone():
            raise UsageError(
                "statement-exists",
                "This correction has already been made.",
                where=draft.id,
                next="Reject this one as a duplicate instead.",
            )
        body = {"statement": identifier, "replacement": builtins(draft)}
        self._decide([act("statement.corrected", body, actor, why)])
        return draft

    def enter(self, sha256: str, start: int, end: int, fields: dict[str, Any], *, actor: Actor, why: str) -> Statement:
        """A person's own statement on the passage from ``start`` to ``end`` (code points) of a source's text."""
        source = self.source(sha256)
        if not source.text:
            raise UsageError("no-text", f"{source.label} has no text to take a passage from.", next=source.next)
        text = self._folder.blob(source.text).decode("utf-8")
        statement = statement_at(source, text, extraction_of(self._folder, source.sha256), start, end, fields)
        if self._folder.database.connection.execute("SELECT 1 FROM statement WHERE id = ?", (statement.id,)).fetchone():
            raise UsageError("statement-exists", "This statement has already been entered.", where=statement.id)
        self._decide([act("statement.entered", {"statement": builtins(statement)}, actor, why)])
        return statement

    def join_statements(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        """Says that statements say the same: they are counted as one proposition."""
        for identifier in several(ids):
            ask_statements.find_statement(self._folder.database.connection, identifier)
        return self._decide([act("statements.joined", {"statements": sorted(set(ids))}, actor, why)])[0]

    def part_statements(self, first: str, second: str, *, actor: Actor, why: str) -> Event:
        """Says that two statements do not say the same."""
        for identifier in several((first, second)):
            ask_statements.find_statement(self._folder.database.connection, identifier)
        return self._decide([act("statements.parted", {"statements": sorted((first, second))}, actor, why)])[0]

    def join_parties(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        """Says that parties are one. It can be undone with ``part_parties``."""
        connection = self._folder.database.connection
        keys = [
            ask_parties.party(self._folder, i).row.key for i in {ask_parties.find_party(connection, i) for i in ids}
        ]
        return self._decide([act("parties.joined", {"keys": sorted(several(keys))}, actor, why)])[0]

    def part_parties(self, first_key: str, second_key: str, *, actor: Actor, why: str) -> Event:
        """Says that two names do not mean the same party. The decision is kept and outranks evidence."""
        for name_key in several((first_key, second_key)):
            ask_parties.find_party(self._folder.database.connection, name_key)
        return self._decide([act("parties.parted", {"keys": sorted((first_key, second_key))}, actor, why)])[0]

    def decide_links(self, ids: Sequence[str], confirmed: bool, *, actor: Actor, why: str) -> list[Event]:
        """Confirms or rejects that one document rests on another, or that it cites an outlet.

        Raises UsageError ``link-unknown``; Refusal ``against-time`` where a citation is confirmed of an outlet all of
        whose pages in the file are later than the document.
        """
        kind = "link.confirmed" if confirmed else "link.rejected"
        bodies = [self._link_body(identifier, confirmed) for identifier in some(ids)]
        return self._decide([act(kind, body, actor, why) for body in bodies])

    def _link_body(self, identifier: str, confirmed: bool) -> dict[str, Any]:
        """What an event says of a link; of a citation that is not stored yet, its ends too."""
        row = ask_counts.find_link(self._folder.database.connection, identifier)
        if confirmed and row.link.kind is LinkKind.CITES:
            self._check_time(row.link)
        if row.state is not None:
            return {"link": identifier}
        return {"link": identifier, "text": row.link.first, "outlet": row.link.second}

    def _check_time(self, citation: Link) -> None:
        """Refuses a citation that the dates of the file speak against."""
        citing, cited = ask_counts.days_of_citation(self._folder.database.connection, citation)
        if later(cited, citing):
            raise Refusal(
                "against-time",
                f"The document is of {day_of(citing)}, and the earliest page of the outlet in this case is of "
                f"{day_of(cited)}: the one cannot rest on the other. Nothing was recorded.",
                where=citation.id,
                next="Add the earlier page, or correct a date that is wrong: foja describe CASE SOURCE published DAY",
            )

    def classify(
        self, sources: Sequence[str], label: Sensitivity, *, receipt_only: bool = False, signed: tuple[str, str] | None
        = None, identity: Path | None = None, actor: Actor, why: str,
    ) -> Event:  # fmt: skip
        """Says who may be given sources, or only how they came (``receipt_only``): their names and senders.

        To lower a label of ``confidential`` or above, ``signed`` is needed: the text of ``label_request`` and the
        signature of a second person under it. Raises ``Refusal`` without it. With ``identity``, a file with the private
        key of a recipient, what was sealed of them comes back into the case in the same act.
        """
        keys = read_identities(identity) if identity else []
        found = [self.source(sha).sha256 for sha in some(sources)]
        part = "receipt" if receipt_only else ""
        body: dict[str, Any] = {"sources": found, "part": part, "label": label.value}
        lowered = self._lowered(found, part, label)
        if lowered and signed is None:
            raise Refusal(
                "second-signature-needed",
                f"{len(lowered)} of these sources would be lowered from {max(lowered.values(), key=LADDER.index)};"
                " that takes a second person.",
                next="Write what is to be signed with: foja classify CASE LABEL SOURCE --request FILE",
            )
        if lowered and signed is not None:
            text, signature = signed
            after = asked_after(text)
            labels = labels_of(self._folder.database.connection, found, part)
            if after > self._folder.ledger.size or any(seq >= after for seq, _ in labels.values()):
                after = self._folder.ledger.size  # signed for another state of the labels
            wanted = request(self._folder.origin, label, part, lowered, after)
            body["second"] = builtins(check(text, wanted, signature, self.signers(), actor.name))
        if keys:
            reason(why)
            body |= put_back(self._folder, found, label, part, keys)
        event = self._decide([act("source.classified", body, actor, why)])[0]
        if keys:
            self._folder.finish_removals()
        return event

    def label_request(self, sources: Sequence[str], label: Sensitivity, *, receipt_only: bool = False) -> str:
        """The text that a second person signs so that these sources can be lowered to ``label``."""
        found = [self.source(sha).sha256 for sha in some(sources)]
        part = "receipt" if receipt_only else ""
        lowered = self._lowered(found, part, label)
        if not lowered:
            raise UsageError("nothing-lowered", "No label is lowered by this; no second signature is needed.")
        return request(self._folder.origin, label, part, lowered, self._folder.ledger.size)

    def _lowered(self, sources: Sequence[str], part: str, label: Sensitivity) -> dict[str, Sensitivity]:
        held = labels_of(self._folder.database.connection, sources, part)
        return {sha: before for sha, (_, before) in held.items() if is_lowered(before, label)}

    def signers(self) -> list[Signer]:
        """Persons whose signature counts as that of a second one."""
        return signers(self._folder.database.connection)

    def add_signer(self, name: str, key: str, *, actor: Actor, why: str) -> Event:
        """Registers the public key (a line of OpenSSH) of a person who may sign as a second one."""
        return self._decide([act("signer.added", {"name": name, "key": parse_key(key)}, actor, why)])[0]

    def remove_signer(self, name: str, *, actor: Actor, why: str) -> Event:
        if name not in {signer.name for signer in self.signers()}:
            raise UsageError("signer-unknown", f"{name} is not registered.", next="List them with: foja signer CASE")
        return self._decide([act("signer.removed", {"name": name}, actor, why)])[0]

    def describe(self, sha256: str, field: str, value: str, *, actor: Actor, why: str) -> Event:
        """Corrects what the case says about a source. ``field``: title, author, outlet, published, language, url,
        issuer (the bodies whose own text it is, separated by semicolons)."""
        from foja.store.sources import DESCRIBED

        if field not in DESCRIBED:
            raise UsageError("field-unknown", f"{field!r} cannot be described; expected one of {', '.join(DESCRIBED)}.")
        sha = self.source(sha256).sha256
        check_open(self._folder.database.connection, sha)  # what is written now would stand in the clear
        body = {"source": sha, "field": field, "value": value}
        return self._decide([act("source.described", body, actor, why)])[0]

    def _decidable(self, identifier: str) -> Any:
        row = ask_statements.find_statement(self._folder.database.connection, identifier)
        if row["review"] == Review.SUPERSEDED:
            raise Refusal(
                "superseded-is-final",
                f"{identifier} was superseded by {row['superseded_by']}; that is final.",
                where=identifier,
                next=f"Decide on {row['superseded_by']} instead.",
            )
        return row

    def _check_quote(self, statement: Statement) -> None:
        text = self._folder.blob(statement.passage.text).decode("utf-8")
        if not matches(statement.passage, text):
            raise Refusal(
                "quote-stale",
                "The quote does not stand at its place in the preserved text, so the statement cannot be accepted.",
                where=statement.id,
                next="Correct the passage, or reject the statement.",
            )

"""Building: doing what is owed, stage after stage, until nothing is.

Resuming, retrying, upgrading and adding one document are the same operation, and the cost grows with
what is new. Results are written by one writer in batches: blobs first, then one ledger transaction,
then the projection; a build that is killed between any two of them is taken up where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import islice

from foja import __version__
from foja.flow import plan
from foja.flow.produce import Progress, produced
from foja.flow.work import Product
from foja.model.event import Act, Actor
from foja.model.outcome import Outcome
from foja.model.record import Record, digest, encode
from foja.model.source import Member, Receipt, Source, added_body
from foja.model.text import CanonicalText
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage
from foja.read.limits import again
from foja.store.folder import CaseFolder

FOJA = Actor(name=f"foja {__version__}", kind="software")
BATCH = 32

WORDS = {
    "read": "reading sources",
    "read.scan": "recognising scans",
    "extract": "drafting statements",
    "resolve": "grouping names",
    "weigh.sketch": "looking for copies",
    "weigh.compare": "comparing",
    "weigh.meaning": "encoding sentences",
    "weigh.across": "comparing across languages",
}


class BuildReport(Record, frozen=True):
    """What a build did. ``gaps``: outcomes that are not done, with reason and next step."""

    runs: int
    gaps: tuple[Outcome, ...]


def build(
    folder: CaseFolder,
    executor: Executor,
    jobs: int = 1,
    progress: Progress | None = None,
    passwords: tuple[str, ...] = (),
) -> BuildReport:
    """Does everything that is owed. ``jobs``: how many sources are read at the same time. ``passwords``: tried on
    sources that are locked, and kept nowhere."""
    tell = progress or (lambda done, total, what: None)
    plan.renew(folder)
    runs = 0
    gaps: list[Outcome] = []
    for name in plan.STAGES:
        # Reading a source can bring new ones (members, attachments), so a stage is asked again.
        while inputs := plan.due(folder, name):
            total = len(inputs)
            done = 0
            tell(0, total, WORDS[name])
            products = produced(folder, name, inputs, executor, jobs, passwords=passwords, tell=tell)
            while batch := list(islice(products, BATCH)):
                outcomes = _write(folder, name, batch)
                gaps += [o for o in outcomes if o.state is not OutcomeState.DONE]
                done += len(batch)
                runs += len(batch)
                tell(done, total, WORDS[name])
    return BuildReport(runs=runs, gaps=tuple(gap for gap in gaps if not _was_recognised(folder, gap)))


def _was_recognised(folder: CaseFolder, gap: Outcome) -> bool:
    """Whether what ``read`` could not read was taken up by text recognition, whose outcome counts instead."""
    row = folder.database.connection.execute(
        "SELECT 1 FROM run WHERE stage = 'read.scan' AND input = ? AND state <> ''", (gap.input,)
    ).fetchone()
    return gap.stage == "read" and row is not None


def _write(folder: CaseFolder, name: str, batch: Sequence[tuple[str, str, Product]]) -> list[Outcome]:
    """Blobs, then the ledger, then the projection."""
    version = stage(name)[0].version
    blobs: list[bytes] = []
    acts: list[Act] = []
    outcomes: list[Outcome] = []
    for input_digest, source, product in batch:
        output, held, refused = "", [], 0
        setting = plan.setting_of(folder, name, input_digest)
        for record in product.records:
            if isinstance(record, CanonicalText):
                blobs.append(record.text.encode("utf-8"))
                held.append(digest(blobs[-1]))
            elif isinstance(record, Member):
                if within_depth(folder, source):
                    acts.append(_received(folder, record, source))
                else:
                    refused += 1
            else:
                blobs.append(encode(record))
                output = digest(blobs[-1])
        if refused:
            deep = plan.limits(folder, source).depth
            note = f"{refused} files inside were not opened: they lie deeper than {deep} archives in one another."
            detail = f"{product.detail} {note}".strip()
            product = Product(state=OutcomeState.PARTIAL, records=product.records, detail=detail, next=DEEP)
        outcome = Outcome(
            stage=name, version=version, setting=setting, input=input_digest, state=product.state, output=output,
            detail=product.detail, next=product.next,
        )  # fmt: skip
        outcomes.append(outcome)
        body: dict[str, object] = {
            "stage": name, "version": version, "setting": setting, "input": input_digest, "source": source,
            "state": product.state.value, "output": output, "blobs": held, "detail": product.detail,
            "next": product.next,
        }  # fmt: skip
        acts.append(Act(kind="derived", body=body, actor=FOJA))
    folder.vault.put_many(blobs)
    folder.record(acts)
    return outcomes


DEEP = f"Unpack the innermost archive by hand and add what it holds. {again('depth')}"


def within_depth(folder: CaseFolder, sha: str) -> bool:
    """Whether what ``sha`` holds may still be opened: it does not lie too deep in other files."""
    most, depth = plan.limits(folder, sha).depth, 0
    while sha and depth <= most:
        row = folder.database.connection.execute("SELECT parent FROM source WHERE sha256 = ?", (sha,)).fetchone()
        sha = row["parent"] if row else ""
        depth += 1
    return depth <= most


def _received(folder: CaseFolder, member: Member, parent: str) -> Act:
    """Preserves a member or attachment as a source of its own."""
    blob = folder.vault.put(member.content)
    receipt = Receipt(
        name=member.name,
        received_from=member.received_from or member.name,
        via=member.via,
        parent=parent,
        modified=member.modified or None,
    )
    source = Source(sha256=blob.sha256, sha512=blob.sha512, size=blob.size, receipt=receipt)
    return Act(kind="source.added", body=added_body(source), actor=FOJA)

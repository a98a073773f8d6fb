"""Rederiving: the derivations in force are run again, and their output is compared with what was recorded.

A run can be checked when the stage is installed in the version that made it and runs with the same setting; it is
then given the same input. What cannot be checked is said to be so, with the reason, and is never counted as the same.

The comparison of documents receives those that shared a key with it when its turn came. Which ones these were is not
recorded; those in which it found something are, and it is run again on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice

from foja.flow import plan
from foja.flow.build import BATCH, WORDS
from foja.flow.produce import Progress, produced
from foja.flow.work import Product
from foja.model.document import Candidates, Crossed
from foja.model.errors import UsageError
from foja.model.outcome import Outcome
from foja.model.record import Record, decode, digest, encode
from foja.model.source import Member
from foja.model.statement import Statement
from foja.model.support import Comparison, Crossing, Meaning, Sketch
from foja.model.text import CanonicalText, Document
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage
from foja.store import sketches
from foja.store.folder import CaseFolder

SAME, NONDETERMINISTIC, INCOMPLETE = "same", "nondeterministic", "incomplete"
_EXIT = {SAME: 0, INCOMPLETE: 1, NONDETERMINISTIC: 3}
OF_THE_MACHINE = frozenset({OutcomeState.TIMEOUT, OutcomeState.CRASHED, OutcomeState.LIMIT, OutcomeState.FAILED})
"""Outcomes that depend on the machine and its load: they say nothing about the stage."""

# The chain of derivations of a source: stage, and the column of its table with the digest that the stage received.
_CHAIN = (
    ("read", "sha256"),
    ("read.scan", "sha256"),
    ("extract", "reading"),
    ("resolve", "extraction"),
    ("weigh.sketch", "naming"),
    ("weigh.compare", "sketch"),
    ("weigh.meaning", "reading"),
    ("weigh.across", "meaning"),
)


class Difference(Record, frozen=True):
    """A run that gave something else the second time. ``recorded``, ``found``: digests of the outputs; for a run
    without one, its state in words."""

    stage: str
    source: str
    input: str
    recorded: str
    found: str


class Unchecked(Record, frozen=True):
    """Runs that could not be made again, and why."""

    stage: str
    version: str
    reason: str
    runs: int


class RederiveReport(Record, frozen=True):
    """What came of running derivations again. ``runs``: derivations in force that were looked at."""

    result: str
    runs: int
    same: int
    nondeterministic: tuple[Difference, ...] = ()
    uncheckable: tuple[Unchecked, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all the same, 1 some could not be checked, 3 some differ."""
        return _EXIT[self.result]


def rederive(
    folder: CaseFolder, sources: Sequence[str], executor: Executor, jobs: int = 1, progress: Progress | None = None
) -> RederiveReport:
    """Runs again what is in force for ``sources`` (digests; none: for all). Writes nothing to the case."""
    tell = progress or (lambda done, total, what: None)
    runs = same = 0
    differences: list[Difference] = []
    unchecked: dict[tuple[str, str, str], int] = {}
    for name, column in _CHAIN:
        checkable: list[Outcome] = []
        for recorded in _in_force(folder, name, column, sources):
            runs += 1
            reason = _why_not(folder, recorded)
            if reason:
                place = (name, recorded.version, reason)
                unchecked[place] = unchecked.get(place, 0) + 1
            else:
                checkable.append(recorded)
        done = 0
        for batch in _batches(checkable):
            inputs = [one.input for one in batch]
            products = produced(folder, name, inputs, executor, jobs, _item)
            for recorded, (_, source, product) in zip(batch, products, strict=True):
                was, is_ = recorded.output or recorded.state.value, output_of(product) or product.state.value
                if was == is_:
                    same += 1
                elif product.state in OF_THE_MACHINE:
                    place = (name, recorded.version, f"this time it ended as: {product.state.value.replace('_', ' ')}")
                    unchecked[place] = unchecked.get(place, 0) + 1
                else:
                    differences.append(
                        Difference(stage=name, source=source, input=recorded.input, recorded=was, found=is_)
                    )
                done += 1
            tell(done, len(checkable), f"again: {WORDS[name]}")
    result = NONDETERMINISTIC if differences else INCOMPLETE if unchecked else SAME
    return RederiveReport(
        result=result,
        runs=runs,
        same=same,
        nondeterministic=tuple(differences),
        uncheckable=tuple(
            Unchecked(stage=name, version=version, reason=reason, runs=count)
            for (name, version, reason), count in sorted(unchecked.items())
        ),
    )


def output_of(product: Product) -> str:
    """The digest of the record that a run is stored by; empty where it gave none."""
    made = [one for one in product.records if not isinstance(one, CanonicalText | Member)]
    return digest(encode(made[-1])) if made else ""


def _in_force(folder: CaseFolder, name: str, column: str, sources: Sequence[str]) -> Iterator[Outcome]:
    """The runs of a stage whose output the case uses now, each once, in order of their inputs."""
    connection = folder.database.connection
    select = (
        f"SELECT DISTINCT run.* FROM source JOIN run ON run.stage = ? AND run.input = source.{column}"  # noqa: S608
        " WHERE run.version <> ''"
    )
    if sources:
        rows = [row for sha in sources for row in connection.execute(f"{select} AND source.sha256 = ?", (name, sha))]
    else:
        rows = connection.execute(select, (name,)).fetchall()
    by_input = {row["input"]: row for row in rows}
    for key in sorted(by_input):
        row = by_input[key]
        # A run that is due again (its stage is newer) keeps what it gave before.
        state = OutcomeState(row["state"]) if row["state"] else OutcomeState.DONE
        yield Outcome(
            stage=name, version=row["version"], setting=row["setting"], input=row["input"], state=state,
            output=row["output"],
        )  # fmt: skip


def _why_not(folder: CaseFolder, recorded: Outcome) -> str:
    """Why a run cannot be checked; empty where it can."""
    installed = stage(recorded.stage)[0].version
    if recorded.version != installed:
        return f"made by version {recorded.version}, which is not installed; installed is version {installed}"
    if recorded.stage == "read" and plan.unlocked(folder, recorded):
        return "a password opened it, which is kept nowhere"
    if recorded.setting != plan.setting_of(folder, recorded.stage, recorded.input):
        return "made with another setting than the one that is installed"
    if recorded.stage == "extract":
        try:
            plan.check_extractor(folder)
        except UsageError as error:
            return error.what
    if not recorded.output and recorded.state in OF_THE_MACHINE:
        return f"it gave no output ({recorded.state.value}), for a reason that can lie in the machine"
    if recorded.stage == "weigh.across" and recorded.output and _crossed(folder, recorded) is None:
        return "a text that it names is no longer in use"
    if recorded.stage == "weigh.compare" and recorded.output and _compared(folder, recorded) is None:
        return "a text or statement that it names is no longer in use"
    return ""


def _item(folder: CaseFolder, name: str, input_digest: str) -> tuple[str, Record]:
    """As ``plan.item``, but for the comparisons: the pairs in which they found something."""
    if name not in ("weigh.compare", "weigh.across"):
        return plan.item(folder, name, input_digest)
    row = folder.database.connection.execute(
        "SELECT output FROM run WHERE stage = ? AND input = ?", (name, input_digest)
    ).fetchone()
    recorded = Outcome(
        stage=name, version="", setting="", input=input_digest, state=OutcomeState.DONE, output=row["output"]
    )
    if name == "weigh.across":
        crossed = _crossed(folder, recorded)
        assert crossed is not None  # asked before, in _why_not
        return crossed.meaning.source, crossed
    found = _compared(folder, recorded)
    assert found is not None  # asked before, in _why_not
    return found.sketch.source, found


def _compared(folder: CaseFolder, recorded: Outcome) -> Candidates | None:
    """What a recorded comparison was made from, as far as it found something; None where it is no longer there."""
    connection = folder.database.connection
    comparison = decode(folder.blob(recorded.output), Comparison)
    sketch = decode(folder.blob(recorded.input), Sketch)

    def document(text: str) -> Document | None:
        row = connection.execute(
            "SELECT reading FROM source WHERE text = ? AND reading <> '' ORDER BY sha256 LIMIT 1", (text,)
        ).fetchone()
        return plan.document(folder, row["reading"]) if row else None

    own = connection.execute("SELECT reading FROM source WHERE sha256 = ?", (sketch.source,)).fetchone()
    others = [document(link.second if link.first == sketch.text else link.first) for link in comparison.links]
    pairs: list[tuple[Statement, Statement]] = []
    for likeness in comparison.likenesses:
        ends = []
        for identifier in (likeness.first, likeness.second):
            row = connection.execute("SELECT record FROM statement WHERE id = ?", (identifier,)).fetchone()
            if row is None:
                return None
            ends.append(decode(row["record"], Statement))
        ends.sort(key=lambda statement: statement.source != sketch.source)  # its own one first, as in the build
        pairs.append((ends[0], ends[1]))
    if own is None or not own["reading"] or None in others:
        return None
    documents = tuple(one for one in others if one is not None)
    template, *templates = sketches.shared_templates(connection, sketch, [one.reading.text for one in documents])
    return Candidates(
        document=plan.document(folder, own["reading"]),
        sketch=sketch,
        documents=documents,
        statements=tuple(pairs),
        templates=tuple(templates),
        template=template,
        common=sketches.common(connection, sketch),
    )


def _crossed(folder: CaseFolder, recorded: Outcome) -> Crossed | None:
    """What a comparison across languages was made from, as far as it found something; None where it is gone."""
    crossing = decode(folder.blob(recorded.output), Crossing)
    others = []
    for link in crossing.links:
        text = link.second if link.first == crossing.text else link.first
        row = folder.database.connection.execute(
            "SELECT output FROM meaning WHERE text = ? LIMIT 1", (text,)
        ).fetchone()
        others.append(row["output"] if row else "")
    if "" in others:
        return None
    found = plan.crossed(folder, decode(folder.blob(recorded.input), Meaning), others)
    return found if len(found.documents) == len(others) else None


def _batches(outcomes: Sequence[Outcome]) -> Iterator[list[Outcome]]:
    rest = iter(outcomes)
    while batch := list(islice(rest, BATCH * 8)):
        yield batch

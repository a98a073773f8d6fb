"""What a disk may hold after a power cut: a model of files and folders, and the states that POSIX allows.

A ``Record`` holds a disk as it was and what was then done to it, in order. What a sync covered is on the disk for good.
Of the rest any part may be there, in any combination: a write whole, in part, as zeros of the right length, or not at
all; a name that was given, replaced or taken away, or not. That is more than most file systems lose, and less than a
broken disk can: bytes that were synced stay, and a rename within one folder is one step.

The method is that of ALICE (Pillai and others, OSDI 2014) and, for the choice of the moments, CrashMonkey (Mohan and
others, OSDI 2018): only at a sync, and where a program said that it had done something, does anything change in what
may be on the disk. A cut between two syncs leaves what a cut before the second one can leave, where the calls after
the cut are among those that were lost. So these moments stand for all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

KEPT, LOST, TORN, ZEROS = "kept", "lost", "torn", "zeros"
"""What may become of a call that no sync covered: all on the disk, nothing, the first half, a hole of its size."""


class Write(NamedTuple):
    """Bytes put into a file at an offset."""

    node: int
    offset: int
    data: bytes


class Resize(NamedTuple):
    """A file cut or grown to a size."""

    node: int
    size: int


class Names(NamedTuple):
    """What names in one folder stand for after a call: a node, or nothing. All change or none."""

    node: int
    changed: tuple[tuple[str, int | None], ...]


class Sync(NamedTuple):
    """What was done so far to these nodes stays; ``None``: to all."""

    nodes: frozenset[int] | None


class Said(NamedTuple):
    """The program told its user something."""

    text: str


Operation = Write | Resize | Names | Sync | Said
Files = dict[str, bytes | None]
"""The files of a disk by path, with ``None`` for a folder."""


class Record:
    """A disk and what was done to it. Nodes are numbers, the folder above all is 0."""

    def __init__(self, before: Mapping[str, bytes | None] | None = None) -> None:
        self.names: dict[int, dict[str, int]] = {0: {}}  # of each folder, before
        self.files: dict[int, bytes] = {}  # of each file, before
        self.operations: list[Operation] = []
        for path, data in sorted((before or {}).items()):
            above, name = self._find(PurePath(path).parent.as_posix()), PurePath(path).name
            node = self.fresh(folder=data is None)
            if data is not None:
                self.files[node] = data
            self.names[above][name] = node
        nothing: tuple[dict[int, dict[str, int]], dict[int, bytes], list[int]] = ({}, {}, [])
        self._last = (-1, 0), nothing  # what was asked for last in ``_settled``
        self.now = {node: dict(names) for node, names in self.names.items()}  # names as the program sees them

    def fresh(self, *, folder: bool) -> int:
        """A new node, which has no name yet."""
        node = len(self.names) + len(self.files)
        if folder:
            self.names[node] = {}
        else:
            self.files[node] = b""
        return node

    def node(self, path: str) -> int | None:
        """What a path stands for, as the program sees it."""
        found: int | None = 0
        for part in PurePath(path).parts:
            found = None if found is None else self.now.get(found, {}).get(part)
        return found

    def do(self, operation: Operation) -> None:
        """Take up one thing that was done."""
        self.operations.append(operation)
        if isinstance(operation, Names):
            _rename(self.now, operation)

    def make(self, path: str, *, folder: bool = False) -> int:
        """A new file or folder under its name."""
        node = self.fresh(folder=folder)
        if folder:
            self.now[node] = {}
        self.do(Names(self._above(path), ((PurePath(path).name, node),)))
        return node

    def give(self, path: str, node: int) -> None:
        """One more name for a file."""
        self.do(Names(self._above(path), ((PurePath(path).name, node),)))

    def remove(self, path: str) -> None:
        self.do(Names(self._above(path), ((PurePath(path).name, None),)))

    def move(self, old: str, new: str) -> None:
        """A rename within one folder, which is one step."""
        node, above = self.node(old), self._above(new)
        if node is None or self._above(old) != above:
            raise ValueError(f"{old} to {new}: not a rename within one folder")
        self.do(Names(above, ((PurePath(old).name, None), (PurePath(new).name, node))))

    def _above(self, path: str) -> int:
        node = self.node(PurePath(path).parent.as_posix())
        if node is None:
            raise ValueError(f"{path} lies in a folder that is not known")
        return node

    def _find(self, path: str) -> int:
        found = 0
        for part in PurePath(path).parts:
            found = self.names[found][part]
        return found

    # -- what may be left

    def moments(self) -> list[int]:
        """The numbers of operations before which the power is cut: at every sync, after every word, at the end."""
        return [
            number
            for number in range(1, len(self.operations) + 1)
            if number == len(self.operations)
            or isinstance(self.operations[number], Sync)
            or isinstance(self.operations[number - 1], Said)
        ]

    def pending(self, moment: int) -> list[int]:
        """The numbers of the operations before ``moment`` that no sync covered."""
        found, synced, all_synced = [], set[int](), False
        for number in reversed(range(moment)):
            operation = self.operations[number]
            if isinstance(operation, Sync):
                all_synced = all_synced or operation.nodes is None
                synced |= operation.nodes or set()
            elif not isinstance(operation, Said) and not all_synced and operation.node not in synced:
                found.append(number)
        return found[::-1]

    def said(self, moment: int) -> list[str]:
        """What the program had told by then."""
        return [operation.text for operation in self.operations[:moment] if isinstance(operation, Said)]

    def left(self, moment: int, fate: Mapping[int, str]) -> Files:
        """The disk after a power cut. ``fate``: of pending operations by number; the others were kept."""
        names, files, pending = self._settled(moment)
        names = {node: dict(known) for node, known in names.items()}
        data = {node: bytearray(files[node]) for node in {self._node(n) for n in pending} & files.keys()}
        for number in pending:
            _apply(self.operations[number], fate.get(number, KEPT), names, data)
        return dict(_below(names, {**files, **{node: bytes(known) for node, known in data.items()}}, 0, ""))

    def _settled(self, moment: int) -> tuple[dict[int, dict[str, int]], dict[int, bytes], list[int]]:
        """The names and files of which a power cut takes nothing, and what is pending: a sync covers all before it, so
        on any node what is pending comes after what is not."""
        if self._last[0] != (moment, len(self.operations)):
            pending = self.pending(moment)
            names = {node: dict(known) for node, known in self.names.items()}
            data = {node: bytearray(known) for node, known in self.files.items()}
            for number in sorted(set(range(moment)) - set(pending)):
                _apply(self.operations[number], KEPT, names, data)
            settled = names, {node: bytes(known) for node, known in data.items()}, pending
            self._last = (moment, len(self.operations)), settled
        return self._last[1]

    def _node(self, number: int) -> int:
        operation = self.operations[number]
        return -1 if isinstance(operation, Sync | Said) else operation.node

    def seen(self, moment: int) -> Files:
        """The disk as the program saw it then."""
        return self.left(moment, {})


def fates(record: Record, moment: int, seed: int, draws: int) -> Iterator[dict[int, str]]:
    """What may become of the pending operations: all kept; all lost; only the first so many kept; each one alone lost,
    alone kept, torn or a hole; and ``draws`` combinations by lot."""
    pending = record.pending(moment)
    lost = dict.fromkeys(pending, LOST)
    yield {}
    for count in range(len(pending)):
        yield dict.fromkeys(pending[count:], LOST)
    for number in pending:
        yield {number: LOST}
        yield {**lost, number: KEPT}
        if isinstance(record.operations[number], Write):
            for how in (TORN, ZEROS):
                yield {number: how}
                yield {later: LOST for later in pending if later > number} | {number: how}
    chance = random.Random(f"{seed} {moment}")
    for _ in range(draws if len(pending) > 1 else 0):
        drawn = {number: chance.choice((KEPT, KEPT, LOST, LOST, TORN, ZEROS)) for number in pending}
        yield {
            number: how if isinstance(record.operations[number], Write) or how in (KEPT, LOST) else LOST
            for number, how in drawn.items()
        }


def _apply(operation: Operation, how: str, names: dict[int, dict[str, int]], data: dict[int, bytearray]) -> None:
    if how == LOST:
        return
    if isinstance(operation, Names):
        _rename(names, operation)
    elif isinstance(operation, Resize):
        _resize(data[operation.node], operation.size)
    elif isinstance(operation, Write):
        _write(data[operation.node], operation, how)


def _rename(names: dict[int, dict[str, int]], operation: Names) -> None:
    for name, node in operation.changed:
        if node is None:
            names[operation.node].pop(name, None)
        else:
            names[operation.node][name] = node


def _resize(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(bytes(size - len(data)))


def _write(data: bytearray, operation: Write, how: str) -> None:
    start, whole = operation.offset, operation.data
    if len(data) < start:
        data.extend(bytes(start - len(data)))
    if how == ZEROS:  # the file has its new length, the bytes did not arrive
        data.extend(bytes(max(0, start + len(whole) - len(data))))
    else:
        part = whole[: len(whole) // 2] if how == TORN else whole
        data[start : start + len(part)] = part


def _below(
    names: Mapping[int, Mapping[str, int]], data: Mapping[int, bytes], folder: int, prefix: str
) -> Iterator[tuple[str, bytes | None]]:
    for name, node in names[folder].items():
        if node in data:
            yield prefix + name, data[node]
        else:
            yield prefix + name, None
            yield from _below(names, data, node, f"{prefix}{name}/")


# -- from and to a real folder


def read_folder(root: Path) -> Files:
    """What is in a folder."""
    return {
        path.relative_to(root).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def write_folder(root: Path, files: Mapping[str, bytes | None], modes: Mapping[str, int]) -> None:
    """The same as a real folder. ``modes``: of files by path, where they have another than 0644."""
    root.mkdir()
    for path in sorted(files):
        data = files[path]
        if data is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(data)
            if path in modes:
                (root / path).chmod(modes[path])


def differences(one: Files, other: Files, passed_over: Sequence[str] = ()) -> list[str]:
    """The paths that two disks do not have alike, but for names with one of these ends."""
    paths = sorted(one.keys() | other.keys())
    missing = object()
    return [p for p in paths if not p.endswith(tuple(passed_over)) and one.get(p, missing) != other.get(p, missing)]

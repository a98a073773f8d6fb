"""What a run of foja did to the files of a folder, read from ``strace`` into the model of ``disk_model``.

What SQLite writes to its files and logs is among the calls. What it writes to the index beside a log (``-shm``) through
memory is not, so that file is empty after every cut: the first who opens a database makes this index anew.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path, PurePath

from faults import harness
from faults.disk_model import Files, Record, Resize, Said, Sync, Write, differences, read_folder

CALLS = ("open", "creat", "openat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "truncate",
         "fallocate", "fsync", "fdatasync", "syncfs", "sync", "sync_file_range", "link", "linkat", "rename", "renameat",
         "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "symlink", "symlinkat", "lseek", "dup", "dup2",
         "dup3", "copy_file_range", "sendfile", "mknod")  # fmt: skip
"""Every call that changes a file or makes a change durable, and those that say where the next write goes."""
INDEX = "-shm"
"""How the name of the index of a log of SQLite ends."""
TABLES = "case.db"
"""How the names of the files of the derived tables begin, which are made anew from the rest: what is written there in
one stretch is taken for one write, or most of the states would be about them."""


def record(
    base: Path, program: str, during: Callable[[Path], AbstractContextManager[object]] = nullcontext
) -> tuple[Record, dict[str, int]]:
    """The calls of a run of the program in a copy of ``base``, and the modes of files by path. ``during``: what runs
    beside it, given the copy."""
    root, log = base.with_name(f"{base.name}-recorded"), base.with_name("recorded.log")
    shutil.copytree(base, root)
    with during(root):
        before, modes = read_folder(root), _modes(root)
        strace = ["strace", "-f", "-y", "-xx", "-qq", "-s", "100000000", "-o", str(log)]
        strace += ["-e", f"trace={','.join(CALLS)}"]
        said = root.with_name("recorded-said")
        done = harness.warm(base).run(program, harness.arguments(root), harness.environment(root), strace, said)
    assert done.code == 0, done.stderr
    reader = _Reader(root, before, said.with_suffix(".stdout"))
    found = reader.read(log)
    wrong = differences(found.seen(len(found.operations)), read_folder(root), [INDEX])
    assert not wrong, f"the record does not lead to what is there: {wrong}"
    modes |= reader.modes | _modes(root)
    shutil.rmtree(root)
    log.unlink()
    return found, {path: mode for path, mode in modes.items() if mode not in (0o644, 0o755)}


def _modes(root: Path) -> dict[str, int]:
    return {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in root.rglob("*")}


class _Reader:
    """Reads what ``strace`` wrote. Raises ``ValueError`` at a call that it does not understand: none is passed over."""

    _LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)(?:<[^>]*>)?(?: \w+ \(.*\))?")
    _PATH = re.compile(r'(?:AT_FDCWD<[^>]*>, )?"((?:\\x[0-9a-f]{2})*)"')
    _FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})+)>(?:\(deleted\))?")

    def __init__(self, root: Path, before: Files, spoken: Path) -> None:
        self.record, self._root, self._spoken = Record(before), str(root) + "/", str(spoken)
        self.modes: dict[str, int] = {}  # of what was made, by every path that it had
        self._places: dict[str, int] = {}  # where the next write to an open file goes

    def read(self, log: Path) -> Record:
        for line in _whole(log.read_text("ascii", "replace").splitlines()):
            if re.fullmatch(r"\d+\s+(---|\+\+\+).*", line):
                continue
            match = self._LINE.fullmatch(line)
            if not match:
                raise ValueError(f"this is no call: {line[:200]}")
            if int(match[3]) >= 0:
                self._call(match[1], match[2], int(match[3]))
        return self.record

    def _call(self, name: str, arguments: str, result: int) -> None:
        file = self._FILE.match(arguments)
        path = self._within(_text(file[2])) if file else None
        if name in ("open", "openat", "creat"):
            self._opened(arguments, result)
        elif name == "lseek" and file:
            self._places[file[1]] = result
        elif name in ("dup", "dup2", "dup3"):
            if path is not None:
                raise ValueError(f"{name} of {path}: where writes go then is not known")
        elif name in ("link", "linkat", "rename", "renameat", "renameat2"):
            old, new = (self._within(_text(one)) for one in self._PATH.findall(arguments))
            if (old is None) != (new is None):
                raise ValueError(f"{name} between the folder and the world: {old}, {new}")
            if old is not None and new is not None:
                self._renamed(name, old, new)
        elif name in ("mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"):
            (found,) = (self._within(_text(one)) for one in self._PATH.findall(arguments))
            if found is not None and name.startswith("mkdir"):
                self.record.make(found, folder=True)
            elif found is not None:
                self.record.remove(found)
        elif name in ("write", "pwrite64"):
            self._written(name, arguments, result, file[1] if file else "", _text(file[2]) if file else "")
        elif name == "syncfs":
            self.record.do(Sync(None))
        elif path is not None and not path.endswith(INDEX):
            self._other(name, arguments, path)
        elif not file:
            raise ValueError(f"{name} is not known here: {arguments[:200]}")

    def _other(self, name: str, arguments: str, path: str) -> None:
        node = self._known(path)
        if name in ("fsync", "fdatasync"):
            self.record.do(Sync(frozenset([node])))
        elif name == "ftruncate":
            self.record.do(Resize(node, int(arguments.rpartition(", ")[2])))
        else:
            raise ValueError(f"{name} is not known here: {path}")

    def _opened(self, arguments: str, result: int) -> None:
        found = self._PATH.search(arguments)
        path = self._within(_text(found[1])) if found else None
        self._places[str(result)] = 0
        if path is None:
            return
        if "O_APPEND" in arguments or "O_TMPFILE" in arguments:
            raise ValueError(f"{path} is opened in a way that is not known here")
        if "O_CREAT" in arguments and self.record.node(path) is None:
            self.record.make(path)
            self.modes[path] = int(arguments.rpartition(", ")[2], 8) & 0o755
        elif "O_TRUNC" in arguments:
            self.record.do(Resize(self._known(path), 0))

    def _renamed(self, name: str, old: str, new: str) -> None:
        if old in self.modes:
            self.modes[new] = self.modes[old]
        if name.startswith("rename"):
            self.record.move(old, new)
        else:
            self.record.give(new, self._known(old))

    def _written(self, name: str, arguments: str, result: int, handle: str, full: str) -> None:
        _, _, rest = arguments.partition(', "')
        encoded, _, rest = rest.partition('"')
        data = bytes.fromhex(encoded.replace("\\x", ""))[:result]
        path = self._within(full)
        if full == self._spoken:
            self.record.do(Said(data.decode()))
        elif path is not None and path.endswith(INDEX):
            return
        elif path is not None and name == "pwrite64":
            self._put(path, Write(self._known(path), int(rest.rpartition(", ")[2]), data))
        elif path is not None:
            self.record.do(Write(self._known(path), self._places[handle], data))
        if name == "write":
            self._places[handle] = self._places.get(handle, 0) + result

    def _put(self, path: str, write: Write) -> None:
        last = self.record.operations[-1] if self.record.operations else None
        follows = isinstance(last, Write) and last.node == write.node and last.offset + len(last.data) == write.offset
        if follows and isinstance(last, Write) and PurePath(path).name.startswith(TABLES):
            self.record.operations[-1] = Write(last.node, last.offset, last.data + write.data)
        else:
            self.record.do(write)

    def _known(self, path: str) -> int:
        node = self.record.node(path)
        if node is None:
            raise ValueError(f"{path} is not known: a call that made it was not recorded")
        return node

    def _within(self, path: str) -> str | None:
        """The path below the folder, empty for the folder itself; None outside."""
        return path[len(self._root) :] if f"{path}/".startswith(self._root) else None


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with those put together that another process or thread came between: where the call ended."""
    begun: dict[str, str] = {}
    for line in lines:
        process, _, rest = line.partition(" ")
        if line.endswith(" <unfinished ...>"):
            begun[process] = line.removesuffix(" <unfinished ...>")
        elif match := re.match(r"\s*<\.\.\. \w+ resumed>", rest):
            yield begun.pop(process) + rest[match.end() :]
        else:
            yield line


def _text(encoded: str) -> str:
    return os.fsdecode(bytes.fromhex(encoded.replace("\\x", "")))

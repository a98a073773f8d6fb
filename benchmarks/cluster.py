"""What a cluster costs beside processes of one machine: the same folder built both ways, one after the other.

It starts a cluster of one node with as many cores as this machine has, so no gain is to be seen, only what the way
there and back costs. With ``--address`` it asks a cluster of yours. Needs the extra ``foja[cluster]``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_corpus
from foja.case import Case
from foja.model.event import Actor

RAY = str(Path(sysconfig.get_path("scripts")) / "ray")
WHO = Actor(name="Benchmark")
MOMENTS = {"source", "statement", "trail"}
"""Tables with the moment of receipt, or numbers of events, which differ between two cases."""


class Head(NamedTuple):
    """Addresses of a running cluster: for machines within it, and for others."""

    inner: str
    outer: str


@contextmanager
def running(folder: Path, environment: Mapping[str, str]) -> Iterator[Head]:
    """A cluster of this machine alone, with ports and processes of its own."""
    port, outer = free_port(), free_port()
    command = [
        "--head", "--port", str(port), "--ray-client-server-port", str(outer), "--num-cpus", str(os.cpu_count()),
        "--include-dashboard", "false", "--temp-dir", str(folder),
    ]  # fmt: skip
    with _node(command, environment) as process:
        for one in (port, outer):
            wait_for(one, process)
        yield Head(f"127.0.0.1:{port}", f"ray://127.0.0.1:{outer}")


@contextmanager
def joined(head: Head, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A second node beside the head, as a machine of its own would be. Gives its process: what ends with it is lost."""
    with _node(["--address", head.inner, "--num-cpus", "2"], environment) as process:
        yield process


@contextmanager
def _node(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    usual = [
        "--block", "--node-ip-address", "127.0.0.1", "--object-store-memory", "100000000", "--disable-usage-stats",
        "--dashboard-agent-listen-port", str(free_port()),
    ]  # fmt: skip
    process = subprocess.Popen(
        [RAY, "start", *command, *usual], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **environment}, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()  # Ray ends what it started
            process.wait(60)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Ray ended with {process.returncode}")


def built(folder: Path, path: Path, address: str) -> tuple[float, dict[str, str]]:
    """Seconds of the clock for building ``folder``, and the digests of the tables."""
    with Case.create(path, title="Benchmark", actor=WHO) as case:
        case.add([folder], actor=WHO)
        start = time.perf_counter()
        case.build(cluster=address)
        return time.perf_counter() - start, case.table_digests()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="", help="of a running cluster (default: one is started here)")
    parser.add_argument("--sources", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        if not given.address:
            token = Path(place, "token")
            token.write_text(secrets.token_hex(32), "utf-8")
            os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(token)}
        address = given.address or stack.enter_context(running(Path(place, "r"), os.environ)).inner
        folder = Path(place, "in")
        write_corpus(folder, given.sources)
        times: dict[str, list[float]] = {"processes": [], "cluster": []}
        tables: dict[str, dict[str, str]] = {}
        for number in range(given.rounds):
            for way, where in (("processes", ""), ("cluster", address)):
                seconds, tables[way] = built(folder, Path(place, f"{way}{number}"), where)
                times[way].append(seconds)
        differing = {name for name in tables["cluster"] if tables["cluster"][name] != tables["processes"][name]}
    print(f"{given.sources} sources, the lowest of {given.rounds} rounds")
    for way, seen in times.items():
        print(f"{way:10} {min(seen):8.1f} s  {given.sources / min(seen):8.1f} sources a second")
    print(f"ratio      {min(times['cluster']) / min(times['processes']):8.2f}")
    print("results    " + ("the same" if differing <= MOMENTS else f"DIFFER in {', '.join(sorted(differing))}"))


if __name__ == "__main__":
    main()

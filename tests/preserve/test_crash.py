"""A process that is killed at any moment loses nothing that it acknowledged, and leaves nothing damaged."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from foja.model.event import Act
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault
from foja.preserve.verify import verify_case
from preserve.sample import ORIGIN, TOOL, build_case

WORKER = """
import sys
from contextlib import closing
from pathlib import Path
from foja.model.event import Act, Actor
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault
case, origin, turn = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
vault, key = Vault(case / "vault"), load_key(origin)
with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
    for n in range(100000):
        one = vault.put(f"{turn} {n}".encode() * 50)
        many = vault.put_many(f"{turn} {n} {k}".encode() for k in range(3))
        body = {"stage": "test", "output": one.sha256, "blobs": [blob.sha256 for blob in many]}
        (event,) = ledger.append([Act(kind="derived", body=body, actor=Actor(name="w", kind="tool"))])
        print(event.seq, one.sha256, *body["blobs"], flush=True)
        if n % 3 == 0:
            write_checkpoint(case, ledger, key)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_again_and_again(tmp_path: Path, seed: int) -> None:
    case = tmp_path / "case"
    build_case(case)
    moments = random.Random(seed)
    acknowledged: list[list[str]] = []
    for turn in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(case), ORIGIN, f"{seed}-{turn}"],
            stdout=subprocess.PIPE, text=True,
            env={"PYTHONPATH": ":".join(sys.path), "FOJA_HOME": str(tmp_path / "home")},
        )  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()  # killed at work, not while it starts
        time.sleep(moments.uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)
        lines = [first, *process.communicate()[0].splitlines(keepends=True)]
        assert -signal.SIGKILL == process.returncode, "the harness must have killed it"
        acknowledged += [line.split() for line in lines if line.endswith("\n")]

    report = verify_case(case)
    assert [] == [finding for finding in report.findings if finding.damage]
    vault = Vault(case / "vault")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        for seq, *digests in acknowledged:
            body = ledger.event(int(seq)).body
            assert digests == [body["output"], *body["blobs"]]
            assert all(vault.read(digest) for digest in digests)
        ledger.append([Act(kind="derived", body={"output": vault.put(b"after").sha256}, actor=TOOL)])
        write_checkpoint(case, ledger, load_key(ORIGIN))
    # What was preserved and never recorded is named, and is no damage.
    assert {finding.code for finding in verify_case(case).findings} <= {"blob-unnamed"}
    assert [] == list((case / "vault" / "incoming").iterdir()), "the next writer sweeps leftovers"

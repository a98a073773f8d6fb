"""The attacks on a case folder and on a bundle of foja. Whoever attacks may write to every file and recompute every
digest; the key is only theirs where the attack says so."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from foja.model.event import Act
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import KeyPair, load_key
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault
from foja.publish.bundle import write_bundle
from preserve.sample import AT, ORIGIN, TEXT, TOOL, acts, build_case, copy
from publish.altering import cover_up, edit

CYRILLIC_O = "\N{CYRILLIC SMALL LETTER O}"


def blob(root: Path, data: bytes = TEXT.encode()) -> Path:
    """Where the vault below ``root`` keeps these bytes."""
    digest = hashlib.sha256(data).hexdigest()
    return root / "vault" / "sha256" / digest[:2] / digest[2:4] / digest


def export(case: Path, out: Path) -> Path:
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        write_bundle(case, out, ledger.entries())
    return out


def sign(case: Path) -> None:
    """A checkpoint by the key of the case, which only its keeper holds."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        write_checkpoint(case, ledger, load_key(ORIGIN))


def remake(case: Path, *, drop: int | None = None, why: str = "", date: str = "") -> None:
    """The ledger anew, whole in itself, its tree recomputed: an event left out, reasons or dates changed."""
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        events = list(ledger.events())
    for path in case.glob("ledger.db*"):
        path.unlink()
    with closing(Ledger.create(case / "ledger.db", ORIGIN)) as ledger:
        for event in events:
            if event.seq != drop:
                reason = why if why and event.why.startswith("read on") else event.why
                act = Act(kind=event.kind, body=event.body, actor=event.actor, why=reason)
                ledger.append([act], date or event.at)


def without_notes(case: Path) -> None:
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()


def forge(case: Path, more: int = 0) -> None:
    """History made anew and signed with the real key, every earlier checkpoint removed."""
    remake(case, why="another reason")
    without_notes(case)
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(more), AT)
    sign(case)


def swap_key(root: Path, ledger: Path) -> None:
    """Another key in foja.toml, every checkpoint signed by it."""
    key = KeyPair(name=ORIGIN, seed=bytes(range(32)))
    settings = root / "foja.toml"
    lines = settings.read_text().splitlines()
    settings.write_text(
        "".join(f'verifier = "{key.verifier}"\n' if li.startswith("verifier") else li + "\n" for li in lines)
    )
    for path in [ledger / "checkpoint", *(ledger / "checkpoints").rglob("*.note")]:
        text = path.read_text().split("\n\n")[0] + "\n"
        line = key.sign(text)
        path.write_text(f"{text}\n— {line.name} {base64.b64encode(line.key + line.value).decode()}\n")


def dated(case: Path) -> None:
    """A late event with an early date, signed."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(1), "1999-01-01T00:00:00Z")
    sign(case)


def plant_trigger(case: Path) -> None:
    """Takes effect on the next person's decision."""
    with closing(sqlite3.connect(case / "ledger.db", isolation_level=None)) as db:
        db.execute("CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM tile; END")


def flip(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def put(path: Path, data: bytes = b"evil") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def link_out(path: Path, folder: bool) -> None:
    """A link to something outside, a file or a folder."""
    outside = path.parents[3] / "outside"
    put(outside / "evil.txt")
    path.symlink_to(outside if folder else outside / "evil.txt")


def drop_line(bundle: Path, seq: int) -> None:
    """An event removed, and those after it numbered anew."""
    path = bundle / "data/ledger/events.jsonl"
    lines = path.read_text().splitlines()
    del lines[seq]
    fresh = []
    for number, line in enumerate(lines):
        entry = json.loads(line)
        leaf = json.loads(entry["leaf"])
        leaf["seq"] = number
        entry["leaf"] = json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        fresh.append(json.dumps(entry, ensure_ascii=False) + "\n")
    path.write_text("".join(fresh))


# -- the case folder: what is done to it


def case_removed_with_lines(case: Path) -> None:
    """A source, its event and its place in the tree."""
    blob(case, b"<p>Pier nine</p>").unlink()
    remake(case, drop=2)


def case_back_dated(case: Path) -> None:
    remake(case, date="1999-01-01T00:00:00Z")


def case_halted(case: Path) -> None:
    """Killed between the vault and the ledger, then run again: what is there afterwards is judged."""
    script = (
        "import os, sys; from pathlib import Path; from foja.preserve.vault import Vault\n"
        "Vault(Path(sys.argv[1], 'vault')).put(b'a new source'); os._exit(9)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script, str(case)], env=environment)
    assert done.returncode == 9
    digest = Vault(case / "vault").put(b"a new source").sha256
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append([Act(kind="derived", body={"output": digest}, actor=TOOL)], AT)
    sign(case)


CASE = {
    "nothing": lambda case: None,
    "flip": lambda case: flip(blob(case)),
    "remove": lambda case: blob(case).unlink(),
    "extra.": lambda case: put(case / "evil.pdf"),
    "extra": lambda case: put(case / "vault" / "sha256" / "evil"),
    "extra listed": lambda case: put(blob(case, b"evil")),
    "link": lambda case: link_out(case / "vault" / "sha256" / "link", folder=False),
    "link folder": lambda case: link_out(case / "vault" / "sha256" / "00", folder=True),
    "case twin": lambda case: put(case / "Checkpoint", (case / "checkpoint").read_bytes()),
    "unicode twin": lambda case: put(case / f"f{CYRILLIC_O}ja.toml", (case / "foja.toml").read_bytes()),
    "remove listed": case_removed_with_lines,
    "back-dated": case_back_dated,
    "dated": dated,
    "described": lambda case: (case / "foja.toml").write_text(
        (case / "foja.toml").read_text().replace("Harbour", "Airport")
    ),
    "stripped": without_notes,
    "rewritten": lambda case: forge(case, more=1),
    "rolled back": lambda case: None,  # the copy that is checked is the older one
    "forked": forge,
    "halted": case_halted,
    "key swapped": lambda case: swap_key(case, case),
    "planted": plant_trigger,
}


# -- the bundle


def bundle_twin(bundle: Path, name: str) -> None:
    put(bundle / "data" / name, (bundle / "data" / "foja.toml").read_bytes())


def bundle_removed_with_lines(bundle: Path) -> None:
    blob(bundle / "data", b"<p>Pier nine</p>").unlink()
    drop_line(bundle, 2)


def bundle_back_dated(bundle: Path) -> None:
    for seq in range(9):
        edit(bundle, seq, lambda entry: entry.update(leaf=str(entry["leaf"]).replace("2026-03", "1999-03")))


BUNDLE = {
    "nothing": lambda b: None,
    "flip": lambda b: flip(blob(b / "data")),
    "remove": lambda b: blob(b / "data").unlink(),
    "extra.": lambda b: put(b / "data" / "evil.pdf"),
    "extra": lambda b: put(b / "data" / "evil"),
    "extra listed": lambda b: put(blob(b / "data", b"evil")),
    "link": lambda b: link_out(b / "data" / "vault" / "link", folder=False),
    "link folder": lambda b: link_out(b / "data" / "vault" / "link", folder=True),
    "case twin": lambda b: bundle_twin(b, "Foja.toml"),
    "unicode twin": lambda b: bundle_twin(b, f"f{CYRILLIC_O}ja.toml"),
    "remove listed": bundle_removed_with_lines,
    "back-dated": bundle_back_dated,
    "described": lambda b: (b / "data/foja.toml").write_text(
        (b / "data/foja.toml").read_text().replace("Harbour", "Airport")
    ),
    "stripped": lambda b: without_notes(b / "data/ledger"),
    "key swapped": lambda b: swap_key(b / "data", b / "data/ledger"),
}
"""The others are made from the case folder of the same attack. Manifests are made to fit afterwards."""

FROM_CASE = ("dated", "rewritten", "rolled back", "forked", "halted")


def attacked_case(built: Path, older: Path, attack: str, to: Path) -> Path:
    case = copy(older if attack == "rolled back" else built, to)
    CASE[attack](case)
    return case


def attacked_bundle(built: Path, older: Path, attack: str, to: Path) -> Path:
    if attack in FROM_CASE:
        return export(attacked_case(built, older, attack, to.with_name(to.name + "-case")), to)
    bundle = export(built, to)
    BUNDLE[attack](bundle)
    cover_up(bundle)
    return bundle


def build(folder: Path) -> tuple[Path, Path, Path]:
    """A case, an older copy of it, and the receipts that somebody else kept of it."""
    build_case(folder / "older", receipts=folder / "receipts")
    case = copy(folder / "older", folder / "case")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(2), AT)
        write_checkpoint(case, ledger, load_key(ORIGIN), folder / "receipts")
    return case, folder / "older", folder / "receipts"

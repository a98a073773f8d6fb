"""Sessions in which the power is cut: what is there before, what is run, and what must hold afterwards.

Each ``judge`` looks at a folder as a cut left it, with the number of steps that foja had said to be done, and returns
what is wrong: something acknowledged is lost, what must be gone is there, a check says that all is well where it is
not, or going on does not work.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePath
from typing import NamedTuple

from faults import harness
from foja.case import Case
from foja.model.errors import FojaError
from foja.model.rows import Question
from foja.model.vocabulary import OutcomeState, Review, Sensitivity
from foja.preserve.access import accesses, give
from foja.preserve.keys import KeyPair, load_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import parse_verifier
from foja.preserve.removed import ERASED, SEALED
from foja.preserve.verify import verify_case
from foja.preserve.witness import Witness
from foja.publish.offline.verify import examine
from preserve.authority import LocalAuthority, configure, serving
from preserve.witnesses import Log

ANA = harness.ANA
FIRST = hashlib.sha256(b"The first source.").hexdigest()
MEMO = b"The foreman Zuleika Quispe said that the warehouse of the mill was emptied on 3 May 1994."
LETTER = b"The clerk Ottilie Brand said that the letters of the mill were burnt on 4 May 1994."
WHERE = {"memo.txt": MEMO, "letter.txt": LETTER}
TRACES = (b"Quispe", b"Ottilie", b"warehouse", b"burnt", b"memo.txt", b"letter.txt")
"""Words of the memo and the letter, and their names."""
ORIGIN = "example.org/begun"


class Session(NamedTuple):
    """``prepare``: what is there besides the case of ``harness``. ``program``: run with the case as its first
    argument. ``said``: what foja says when each step is done, in order. ``judge``: of a folder after a cut and the
    number of steps acknowledged. ``during``: what runs beside the program."""

    program: str
    said: tuple[str, ...]
    judge: Callable[[Path, int], list[str]]
    prepare: Callable[[Path], None] = lambda root: None
    during: Callable[[Path], AbstractContextManager[object]] = nullcontext


def _commands(*lines: str) -> str:
    """A program that runs commands of foja, one after the other. ``ROOT`` and ``CASE`` in them are the places."""
    return f"""
import sys
from foja.cli import main
case = sys.argv[1]
root = case.rpartition("/")[0]
for line in {lines!r}:
    sys.argv = ["foja", *(word.replace("CASE", case).replace("ROOT", root) for word in line.split("|"))]
    try:
        main()
    except SystemExit as stop:
        if stop.code not in (0, 1, None):
            raise
"""


def _going_on(case: Path, names: Sequence[str] = ("first.txt", "second.txt")) -> list[str]:
    """What is wrong with a case that should be whole: it does not take another source, its tables are not those that a
    rebuild gives, or it does not verify."""
    try:
        with Case(case) as opened:
            opened.add([case.parent / "more" / step for step in harness.STEPS], actor=ANA)
            tables = opened.table_digests()
            opened.rebuild()
            wrong = [] if tables == opened.table_digests() else ["the tables are not those of a rebuild"]
            listed = sorted(PurePath(row.name).name for row in opened.sources().items)
    except (FojaError, OSError) as error:
        return [f"going on failed: {error}"]
    wrong += [] if listed == sorted([*names, *harness.NEW]) else [f"the case lists {listed}"]
    return wrong + [f"not whole after going on: {one.code}: {one.what}" for one in verify_case(case).findings]


def _damage(case: Path) -> list[str]:
    return [f"damage after the cut: {one.code}: {one.what}" for one in verify_case(case).findings if one.damage]


def _kinds(case: Path) -> list[str]:
    with Ledger.open(case / "ledger.db") as ledger:
        return [event.kind for event in ledger.events()]


# -- add, classify


def _judge_add(root: Path, acknowledged: int) -> list[str]:
    wrong = harness.judge(root, min(acknowledged, len(harness.STEPS)))
    case, label = root / "case", Sensitivity.CONFIDENTIAL
    with Case(case) as opened:
        held = opened.source(FIRST).sensitivity
        wrong += ["acknowledged and lost: the decision"] if acknowledged > len(harness.STEPS) and held != label else []
        if held != label:
            opened.classify([FIRST], label, actor=ANA, why="A witness is named")
    return wrong + _going_on(case)


ADD = Session(
    harness.PROGRAM
    + f"""
sys.argv = ["foja", "classify", case, "confidential", "{FIRST}", "--as", "Ana", "--why", "A witness is named"]
main()
""",
    (harness.SAID, harness.SAID, "Recorded."),
    _judge_add,
)
"""A file is added, then a folder, then somebody decides that a source is confidential."""


# -- init


def _judge_init(root: Path, acknowledged: int) -> list[str]:
    case, wrong = root / "cases" / "new" / "begun", list[str]()
    if acknowledged or (case / "foja.toml").exists():
        wrong += ["acknowledged and lost: the case"] if acknowledged and not (case / "foja.toml").is_file() else []
    try:
        Case.create(case, title="Begun", actor=ANA, origin=ORIGIN).close()
        wrong += ["acknowledged and lost: the case was made again"] if acknowledged else []
    except FojaError as error:
        if error.code != "case-exists":
            return [*wrong, f"beginning again failed: {error}"]
    wrong += _damage(case)
    with Case(case) as opened:
        opened.add([root / "sources"], actor=ANA)
        wrong += [] if (opened.title, opened.origin) == ("Begun", ORIGIN) else ["it is not the case that was begun"]
    kinds = _kinds(case)
    wrong += [] if kinds == ["case.created", "source.added", "source.added"] else [f"the history holds {kinds}"]
    return wrong + [f"not whole after going on: {one.code}: {one.what}" for one in verify_case(case).findings]


INIT = Session(
    _commands(f"init|ROOT/cases/new/begun|--title|Begun|--origin|{ORIGIN}|--as|Ana"), ("a new case in",), _judge_init
)
"""A case is made, two folders deep where there was none."""


# -- build


def _judge_build(root: Path, acknowledged: int) -> list[str]:
    case = root / "case"
    wrong = _damage(case)
    with Case(case) as opened:
        states = {row.state for row in opened.sources().items}
        if acknowledged and (states != {OutcomeState.DONE} or not opened.desk().counts.drafts):
            wrong.append("acknowledged and lost: what was read")
        opened.build(jobs=0)
        drafts, owed = opened.desk().counts.drafts, opened.build(jobs=0).runs
        wrong += [] if drafts == 2 and not owed else [f"after going on there are {drafts} drafts, {owed} runs owed"]
    return wrong + _going_on(case, ("first.txt", "second.txt", *WHERE))


def _prepare_build(root: Path) -> None:
    with Case(root / "case") as case:
        _add_memo(root, case)


def _add_memo(root: Path, case: Case) -> None:
    (root / "told").mkdir()
    for name, data in WHERE.items():
        (root / "told" / name).write_bytes(data)
        case.add([root / "told" / name], actor=ANA)


BUILD = Session(_commands("build|CASE|--jobs|0"), ("drafts wait for review",), _judge_build, _prepare_build)
"""Four sources are read."""


# -- stamp


def _prepare_stamp(root: Path) -> None:
    authority = LocalAuthority(root.with_name("authority"), "A local authority")
    (root / "roots.pem").write_bytes(authority.roots)
    configure(root / "case", (authority.name, "http://127.0.0.1:1/tsr", root / "roots.pem"))


@contextmanager
def _authority(root: Path) -> Iterator[None]:
    """The authority of ``root`` answers at an address that the settings of the case are given here."""
    authority = object.__new__(LocalAuthority)  # the one that was made before
    authority.folder, authority.name = root.with_name("authority"), "A local authority"
    with serving(authority.reply) as (address, _):
        settings = root / "case" / "foja.toml"
        settings.write_text(settings.read_text("utf-8").replace("http://127.0.0.1:1/tsr", address), "utf-8")
        yield


def _judge_stamp(root: Path, acknowledged: int) -> list[str]:
    case, roots = root / "case", [root / "roots.pem"]
    wrong = _damage(case)
    stamps = verify_case(case, stamp_roots=roots).stamps
    wrong += ["acknowledged and lost: the stamp"] if acknowledged and not stamps else []
    wrong += [f"a stamp is {one.state}: {one.reason}" for one in stamps if one.state != "confirmed"]
    with Case(case) as opened:
        opened.add([root / "more" / step for step in harness.STEPS], actor=ANA)
    found = verify_case(case, stamp_roots=roots).findings
    allowed = set() if acknowledged else {"blob-unnamed"}  # an answer whose event was not recorded
    return wrong + [f"not whole after going on: {f.code}: {f.what}" for f in found if f.code not in allowed]


STAMP = Session(
    _commands("stamp|CASE|--as|Ana"), ("events existed at",), _judge_stamp, _prepare_stamp, during=_authority
)
"""An authority on this machine is asked for the time."""


# -- protect, erase


def _prepare_protect(root: Path) -> None:
    import pyrage

    made = pyrage.x25519.Identity.generate()
    (root / "identity").write_text(f"{made}\n")
    (root / "recipient").write_text(str(made.to_public()))
    with Case(root / "case") as case:
        _add_memo(root, case)
        case.build(jobs=0)
        drafts = case.every_statement(Question(review=(Review.DRAFT,)))
        case.accept([row.id for row in drafts], actor=ANA, why="Read")
        for data in WHERE.values():
            case.classify([_sha(data)], Sensitivity.SEALED, actor=ANA, why="Ordered")
    text = '[[recipient]]\nname = "Court"\nkey = "' + str(made.to_public()) + '"\n'
    with (root / "case" / "foja.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _traces(case: Path) -> list[str]:
    """Files of the case in which a word of what was sealed or erased stands."""
    files = [path for path in sorted(case.rglob("*")) if path.is_file()]
    return [path.relative_to(case).as_posix() for path in files if any(one in path.read_bytes() for one in TRACES)]


def _judge_protect(root: Path, acknowledged: int) -> list[str]:
    case = root / "case"
    wrong = _damage(case)
    wrong += _removed(case, SEALED, acknowledged)
    with Case(case) as opened:
        opened.finish_removals()
        if not opened.sealings():
            wrong += [] if all(opened.original(_sha(one)) == one for one in WHERE.values()) else ["neither is there"]
            opened.protect([_sha(one) for one in WHERE.values()], actor=ANA, why="Ordered")
        for name, data in WHERE.items():
            opened.open_sealed(_sha(data), root / "identity", root / f"opened-{name}")
            wrong += [] if (root / f"opened-{name}").read_bytes() == data else [f"{name} does not come back"]
    wrong += [f"in the clear at the end: {_traces(case)}"] if _traces(case) else []
    return wrong + _going_on(case, ("first.txt", "second.txt", *(_sha(one)[:12] for one in WHERE.values())))


def _removed(case: Path, kind: str, acknowledged: int) -> list[str]:
    """What is wrong with a case of which something was, or was not yet, sealed or erased."""
    recorded, left = kind in _kinds(case)[-1:], _traces(case)
    told = {one.code for one in verify_case(case).findings}
    wrong = ["acknowledged and lost: the event"] if acknowledged and not recorded else []
    wrong += [f"acknowledged and still there: {left}"] if acknowledged and left else []
    wrong += [f"recorded and still in {left}, and nothing says so"] if recorded and left and not told else []
    return wrong


PROTECT = Session(
    _commands(f"protect|CASE|{_sha(MEMO)}|{_sha(LETTER)}|--as|Ana|--why|Ordered"),
    ("sealed files",),
    _judge_protect,
    _prepare_protect,
)
"""Two sources are sealed for the holder of a key."""

ORDER = {"authority": "Federal Court 9", "order": "17/2026"}


def _prepare_erase(root: Path) -> None:
    _prepare_protect(root)
    key = root.with_name(f"second-{root.name}")
    _keygen("-t", "ed25519", "-N", "", "-C", "second", "-f", str(key))
    with Case(root / "case") as case:
        public = key.with_name(f"{key.name}.pub").read_text()
        case.add_signer("Second", public, actor=ANA, why="Chosen by the board")
        case.protect([_sha(LETTER)], actor=ANA, why="Ordered")
        _, text = case.erasure([_sha(one) for one in WHERE.values()], [], **ORDER)
    (root / "request.txt").write_text(text, "utf-8")
    _keygen("-Y", "sign", "-n", "foja.erase", "-f", str(key), str(root / "request.txt"))


def _keygen(*arguments: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def _judge_erase(root: Path, acknowledged: int) -> list[str]:
    case, shas = root / "case", [_sha(one) for one in WHERE.values()]
    wrong = _damage(case)
    wrong += _removed(case, ERASED, acknowledged)
    with Case(case) as opened:
        opened.finish_removals()
        if ERASED not in _kinds(case):
            if opened.original(_sha(MEMO)) != MEMO:
                wrong.append("neither is there")
            request = (root / "request.txt").read_text("utf-8"), (root / "request.txt.sig").read_text("utf-8")
            opened.erase(shas, **ORDER, signed=request, actor=ANA, why="Ordered")
        states = {opened.source(sha).state for sha in shas}
        wrong += [] if states == {OutcomeState.ERASED} else [f"the sources are {states}"]
        sealed = {name for event in opened.events() if event.kind == SEALED for name in event.body["files"]}
    left = [path.name for path in case.rglob("*") if path.name in sealed]
    wrong += [f"there at the end: {_traces(case)}, {left}"] if _traces(case) or left else []
    return wrong + _going_on(case, ("first.txt", "second.txt", *(sha[:12] for sha in shas)))


ERASE = Session(
    _commands(
        f"erase|CASE|{_sha(MEMO)}|{_sha(LETTER)}|--authority|{ORDER['authority']}|--order|{ORDER['order']}"
        "|--signed|ROOT/request.txt|--as|Ana|--why|Ordered"
    ),
    ("Erased by event",),
    _judge_erase,
    _prepare_erase,
)
"""A source in the clear and one that is sealed are erased under an order."""


# -- what leaves the case: a receipt, a bundle, an access that is logged


def _prepare_hand_over(root: Path) -> None:
    (root / "out").mkdir()
    with Case(root / "case") as case:
        case.classify([FIRST], Sensitivity.CONFIDENTIAL, actor=ANA, why="A witness is named")


def _judge_hand_over(root: Path, acknowledged: int) -> list[str]:
    case, out = root / "case", root / "out"
    wrong, receipt, bundle = _damage(case), out / "receipt.txt", out / "bundle.zip"
    if receipt.exists() and "Received by:" not in receipt.read_text("utf-8", "replace"):
        wrong.append("a receipt is there in part")
    wrong += ["acknowledged and lost: the receipt"] if acknowledged > 0 and not receipt.exists() else []
    if bundle.exists():
        wrong += [f"the bundle: {code}" for code, *_ in examine(str(bundle))[0]]
    wrong += ["acknowledged and lost: the bundle"] if acknowledged > 1 and not bundle.exists() else []
    folder = out / "folder"
    if folder.exists():
        wrong += [f"the folder: {code}" for code, *_ in examine(str(folder))[0]]
    wrong += ["acknowledged and lost: the folder"] if acknowledged > 2 and not folder.exists() else []
    seen = [entry.body["sources"] for entry in accesses(case, -1, 9)] if (case / "access").is_dir() else []
    wrong += ["shown, and nothing says so"] if acknowledged > 3 and [FIRST] not in seen else []
    with Case(case) as opened:
        opened.receipt(None)
        give(case, "example.org/faults", [FIRST], ANA, "foja show")
        opened.sign_access()
        opened.export("bundle", root / "again.zip", actor=ANA)
    wrong += [f"the next bundle: {code}" for code, *_ in examine(str(root / "again.zip"))[0]]
    return wrong + _going_on(case)


HAND_OVER = Session(
    _commands(
        "receipt|CASE|--out|ROOT/out/receipt.txt",
        "export|CASE|ROOT/out/bundle.zip|--as|Ana",
        "export|CASE|ROOT/out/folder|--as|Ana",
        f"show|CASE|{FIRST}",
    ),
    ("receipt.txt", "bundle.zip", "out/folder", FIRST[:12]),
    _judge_hand_over,
    _prepare_hand_over,
)
"""A receipt, a bundle as one file and as a folder, and a look at a confidential source, which is logged."""


# -- rotate-key


def _judge_rotate(root: Path, acknowledged: int) -> list[str]:
    case, origin = root / "case", "example.org/faults"
    done = "keys.rotated" in _kinds(case)
    # Between the event and the settings the case is called damaged, on purpose; the same command goes on from there.
    wrong = [one for one in _damage(case) if acknowledged or not done or "key-chain-broken" not in one]
    wrong += ["acknowledged and lost: the rotation"] if acknowledged and not done else []
    with Case(case) as opened:
        event = opened.rotate_key(actor=ANA, why="Yearly")
        named = event.body["new"]
    wrong += [] if str(load_key(origin).verifier) == named else ["the key is not the one that the history names"]
    return wrong + _going_on(case)


ROTATE = Session(_commands("rotate-key|CASE|--as|Ana|--why|Yearly"), ("is signed by",), _judge_rotate)
"""Another key takes over."""


# -- witness


SEED = KeyPair(name="example.org/watched", seed=bytes(range(32)))


def _watched() -> Log:
    return Log(SEED, [bytes([number]) for number in range(9)])


def _judge_witness(root: Path, acknowledged: int) -> list[str]:
    folder, log, wrong = root / "witness", _watched(), list[str]()
    if not (folder / "key").is_file():
        Witness.create(folder, "example.org/witness")
        wrong += ["acknowledged and lost: the witness"] if acknowledged else []
    witness = Witness(folder)
    known = parse_verifier(str(SEED.verifier)) in witness.trusted().get(SEED.name, [])
    wrong += ["acknowledged and lost: whom it trusts"] if acknowledged > 1 and not known else []
    witness.trust(str(SEED.verifier))
    size = (0, 0, 0, 3, 7)[acknowledged]
    reply = witness.add_checkpoint(log.body(0, 9))  # refused, with the size that it knows, unless it knows none
    told = int(reply.body) if reply.status == 409 else 0
    wrong += [f"it cosigned {size} events, and knows of {told}"] if told < size else []
    if reply.status == 409:
        reply = witness.add_checkpoint(log.body(told, 9))
    return wrong + ([] if reply.status == 200 else [f"going on: {reply.status} {reply.body}"])


WITNESS = Session(
    _commands("witness|ROOT/witness|--init|example.org/witness", f"witness|ROOT/witness|--trust|{SEED.verifier}")
    + f"""
from pathlib import Path
from foja.preserve.witness import Witness
witness = Witness(Path(root, "witness"))
for body in {[_watched().body(0, 3), _watched().body(3, 7)]!r}:
    reply = witness.add_checkpoint(body)
    assert reply.status == 200, reply
    print("Cosigned", flush=True)
""",
    ("Its key, for those who check", "Cosigns for", "Cosigned", "Cosigned"),
    _judge_witness,
)
"""A witness is made, trusts the key of a case, and cosigns two of its checkpoints."""

SESSIONS = {
    "add": ADD, "init": INIT, "build": BUILD, "stamp": STAMP, "protect": PROTECT, "erase": ERASE,
    "hand over": HAND_OVER, "rotate": ROTATE, "witness": WITNESS,
}  # fmt: skip

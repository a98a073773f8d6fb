"""Write the reference pages from the code, so that they cannot say something else than the code does.

    python scripts/reference.py           writes docs/reference/*.md
    python scripts/reference.py --check   writes nothing; exit code 1 when a page differs

What stands in the code is read from there: commands from click, error codes by a walk over the syntax trees,
records and their fields from ``foja.model``. Only what the code has no text for stands in the tables below, and
the script stops when one of them and the code have drifted apart.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
TARGET = ROOT / "docs" / "reference"
MADE = "<!-- Made by scripts/reference.py. Change the code, then run: python scripts/reference.py -->\n"

EXITS = {
    "open": {1: "some sources could not be read (only with `--no-serve`; else after the server was stopped)"},
    "build": {1: "some sources of the case could not be read"},
    "stamp": {1: "an authority gave no stamp, or its answer does not count; the others are not held up by it"},
    "fixity": {3: "a preserved file is damaged or missing"},
    "rederive": {1: "no output differed, but some could not be made again", 3: "an output differed"},
    "ask-model": {1: "parts of a text got no answer that could be used"},
    "rebuild": {3: "with `--check`: the old tables differed from what the ledger amounts to"},
}
"""Exit codes that mean something special for a command, besides those that all commands share."""

MODULES = (
    "correction", "place",
    "source", "text", "passage", "dates", "statement", "party", "matching", "lists", "pairs", "support", "document",
    "outcome", "event", "grouping", "custody", "act", "proceedings", "particular", "item", "item_rows", "rows",
    "page_check", "counts", "grade", "argument", "exposure", "deadlines", "elements", "record",
)  # fmt: skip
"""Modules of ``foja.model`` with records, in the order of the way of the data."""

FOLDER = (
    ("foja.toml", "Title, origin (the name of the ledger) and the public key of the case."),
    ("ledger.db", "The ledger: every event, the values of its fields, and the tree of digests over them. SQLite."),
    (
        "vault/sha256/ab/cd/abcd…",
        "Preserved files and everything made from them, each named by its SHA-256. Never changed.",
    ),
    ("vault/sealed/", "What was sealed: age files, each named by the SHA-256 of what is in it."),
    ("vault/incoming/", "Files that are being written. Leftovers of a crash are harmless."),
    ("checkpoint", "The newest signed statement of how many events there are and what their digest is."),
    ("checkpoints/K/N.note", "Every checkpoint ever signed; N is the number of events, K the thousands in it."),
    ("access/", "Who was shown what is labelled above internal: a small ledger of its own, with its checkpoints."),
    ("removal.json", "There only while something is sealed, brought back or erased."),
    ("case.db", "The projection: tables and search index. It can be deleted; `foja rebuild` makes it again."),
)

MEANINGS: dict[str, dict[str, str]] = {
    "Modality": {
        "asserted": "Put forward as a fact by whoever speaks.",
        "alleged": "Claimed by somebody about facts that are in dispute.",
        "requested": "Asked of an authority or of somebody else.",
        "ordered": "Decided by an authority that can order it; refusals of a request too.",
        "found": "Stated by a court, an expert or another body that had to find out.",
        "denied": "Said not to be so.",
        "acknowledged": "Admitted by the one whom it concerns.",
        "predicted": "Said to happen later.",
        "conditional": "Said to be so only if something else is.",
        "evaluated": "A judgement of law or worth by somebody who does not decide.",
    },
    "Polarity": {
        "positive": "The content is affirmed.",
        "negative": "The content is negated, denied or refused.",
    },
    "Status": {
        "none": "The passage says nothing about a status in law.",
        "reported": "Told by a page or an outlet.",
        "alleged": "Contended by a party, of whatever side.",
        "denied": "Denied by somebody.",
        "acknowledged": "Admitted by the one whom it concerns.",
        "retracted": "Taken back by the one who said it.",
        "requested": "Asked of an authority; not granted by that.",
        "ordered": "Ordered by an authority.",
        "charged": "Made part of a formal accusation; not found by that.",
        "found": "Stated by a court as its finding. Recorded by a person.",
        "found_incidentally": "Stated by a court in passing, about somebody who was not on trial before it.",
        "overturned": "Set aside by a later decision.",
        "acquitted": "A court acquitted.",
        "dismissed": "An authority refused it or closed the matter.",
    },
    "Review": {
        "draft": "Made by a machine; nobody has decided on it. Not counted, not exported as a statement.",
        "accepted": "A person read it beside its passage and accepted it.",
        "rejected": "A person decided that it does not belong in the file. It stays in the history.",
        "superseded": "A person put a corrected statement in its place. Final.",
        "stale": "The quote no longer stands at its place in the preserved text.",
    },
    "Sensitivity": {
        "public": "Anybody may be given it.",
        "internal": "Those who work on the case. Holds where nobody said anything else.",
        "confidential": "Persons or bodies that are named.",
        "sealed": "Those whom a court, or who keeps the case, names.",
        "source-identity": "What shows who a source is: nobody but who has to know.",
    },
    "AllegerKind": {
        "page": "The page itself, in its own voice.",
        "outlet": "A medium or agency that the page cites.",
        "speaker": "A named person, court, state or body.",
        "role": "Somebody named only by a role, such as “sources close to the case”.",
        "document": "A ruling, law, filing or release that is cited.",
    },
    "MentionKind": {
        "person": "A person.",
        "organisation": "An organisation, court, outlet or state body.",
        "place": "A place or country.",
        "role": "An office or function without a name.",
        "unknown": "The text does not show which.",
    },
    "ZoneRole": {
        "body": "The text of the article, letter or decision.",
        "title": "Its title or a heading.",
        "byline": "Who wrote it.",
        "dateline": "Place and date line.",
        "header": "Head of a page or message.",
        "navigation": "Menus.",
        "teaser": "Pointers to other articles.",
        "sharing": "Buttons for sharing.",
        "cookie": "Cookie notices.",
        "comment": "Comments of readers.",
        "legal": "Imprints, licences, disclaimers.",
        "other": "Anything else that is not the article.",
    },
    "OutcomeState": {
        "done": "Read or made in full.",
        "partial": "Read in part; the notes say what is missing.",
        "no_text": "No text was found in it.",
        "scan": "It is a picture of pages, and text recognition has not read it: the gap says what to install.",
        "empty": "The file has no content.",
        "encrypted": "A password is needed.",
        "corrupt": "The file is damaged.",
        "limit": "Reading it would cost more than the limits allow.",
        "timeout": "Reading it took too long.",
        "crashed": "The reader broke down on it.",
        "unsupported": "A file type that foja does not read.",
        "failed": "A fault in foja or in a plugin. The build went on without it.",
        "sealed": "A person sealed it: only the holders of keys can read it.",
        "erased": "It was erased under an order.",
    },
    "LinkKind": {
        "copy": "One document repeats at least half of the shorter one's wording.",
        "partial_copy": "One document repeats from a fifth to half of the shorter one's wording.",
        "revision": "Two captures of one address; they share at least a fifth of the shorter one's wording.",
        "translation": "Several sentences of one follow those of the other in another language, in one order.",
        "paraphrase": "Several sentences of one follow those of the other in other words, in one order.",
        "same_release": "Both pass on a release of one body, on near days, without copying one another.",
        "shared_error": "Only they have a figure or a spelling that three texts or more of the case speak against.",
        "quotes": "They share words that stand in quotation marks; that is no dependence.",
        "cites": "A document names an outlet as its source.",
    },
    "LinkState": {
        "suggested": "Found by a machine; nobody has decided on it.",
        "confirmed": "A person confirmed it.",
        "rejected": "A person rejected it. It is not followed in any count.",
    },
    "Holds": {
        "yes": "By that day it had happened, on every reading of its date.",
        "possible": "By that day it may have happened; the date leaves room.",
        "no": "By that day it had not happened, on any reading of its date.",
        "unknown": "There is no date to answer with. Of a matter: nothing was found in this file, or its term ended.",
    },
    "ActFamily": {
        "request": "Somebody asks an authority for something.",
        "charge": "A formal accusation, or a request for one.",
        "order": "An authority orders something.",
        "refusal": "An authority refuses what was asked.",
        "circulation": "A request is sent round or published. It orders nothing.",
        "pause": "The effect of an act is suspended.",
        "decision": "An authority decides: on an appeal, at the end of a stage, on a question before it.",
        "step": "A step that decides nothing by itself: an appeal, a hearing, an arrest, a publication.",
        "ending": "The measure or proceeding ends.",
    },
    "ActState": {
        "recorded": "It stands in the file and moves its measure or proceeding.",
        "superseded": "A person put a corrected record in its place. Final.",
        "withdrawn": "A person said that it was not done, or does not belong here. It moves nothing. Final.",
    },
    "Quality": {
        "documented": "A document of the acting body itself shows it.",
        "reported": "Others show it: the press, an organisation, another body. No number of them makes it more.",
        "claimed": "Only a party that it concerns says so.",
        "inferred": "only statements that a person marked as inferred show it",
        "entered": "No statement shows it: a person entered it, with who and why.",
        "unsupported": "Nothing that it rests on is accepted any more, or was known by the day that was asked.",
    },
    "Mark": {
        "inferred": "no source says it outright; an act that rests on such statements alone is shown as inferred",
        "general_knowledge": "a detail, often a day, was not seen in the source",
        "contested": "sources disagree on a point of it",
    },
    "EvidenceKind": {
        "intelligence": "a report of an intelligence service; what rests on it says so",
        "testimony": "what a witness said; what rests on one witness alone says so",
        "expert": "what an expert found",
        "cooperation": "the answer of another state to a request for cooperation",
        "open_source": "what anybody could find",
        "physical": "a thing",
    },
    "Stance": {
        "requests": "asks for something",
        "complies": "does what was asked",
        "refuses": "will not do it",
        "welcomes": "is for it",
        "objects": "is against it",
        "denies": "says that it is not so",
        "no_answer": "none was found in this file, which is not that there was none",
        "other": "none of these; the words say what",
    },
    "Reliability": {
        "A": "“Completely reliable”, in the words of the scale.",
        "B": "“Usually reliable”.",
        "C": "“Fairly reliable”.",
        "D": "“Not usually reliable”.",
        "E": "“Unreliable”.",
        "F": "“Reliability cannot be judged”.",
    },
    "Credibility": {
        "1": "“Confirmed by other independent sources”, in the words of the scale.",
        "2": "“Probably true”.",
        "3": "“Possibly true”.",
        "4": "“Doubtful”.",
        "5": "“Improbable”.",
        "6": "“Truth cannot be judged”.",
    },
    "Relation": {
        "confirms": "the file has the same",
        "qualifies": "the file has it with another standing, or tells apart what it takes for one",
        "contradicts": "both cannot stand",
    },
    "Rank": {
        "head_of_state": "The office that represents the state as its head.",
        "head_of_government": "Prime minister, or a president who leads the government.",
        "foreign_minister": "Minister of foreign affairs.",
        "minister": "Another member of a government.",
        "vice_president": "Deputy of a head of state or government.",
        "deputy_minister": "Deputy of a minister, secretary of state.",
        "ambassador": "Head of a diplomatic mission.",
        "diplomat": "Another member of a mission with diplomatic rank.",
        "consul": "Consular officer.",
        "military_commander": "Commander of a force or of a large part of it.",
        "senior_official": "Another office near the top of a state.",
        "adviser": "Adviser of an office holder.",
        "judge": "Judge.",
        "prosecutor": "Prosecutor.",
        "legislator": "Member of a parliament.",
        "official": "Another public office.",
        "none": "No public office.",
        "unknown": "Nobody has classed it.",
    },
    "Side": {
        "for": "It speaks for.",
        "against": "It speaks against.",
    },
    "SourceClass": {
        "treaty": "A treaty or the constitution of an organisation of states.",
        "statute": "A law of a state, or a binding act of a union of states.",
        "case_law": "A judgment or decision of a court.",
        "soft_law": "Rules and resolutions of an organisation, drafts of codifiers, model texts.",
        "practice": "What a body is reported to have done.",
        "doctrine": "What writers, and parties in argument, hold.",
    },
    "Direction": {
        "toward": "Toward arrest or surrender.",
        "against": "Against it.",
        "contested": "Whether it points one way is contested, or only possible.",
        "context": "It is told, and points nowhere by itself.",
        "unknown": "Nothing about it was found in this file.",
    },
    "Band": {
        "obligation_recorded": "A warrant in force, and a treaty or convention that binds both states, are on file.",
        "obligation_and_bar_recorded": "That, and something that bars arrest or surrender.",
        "bar_recorded": "Something that bars arrest or surrender is on file, and no obligation.",
        "request_recorded": "A warrant or notice is on file, and neither an obligation nor a bar was found.",
        "no_request_recorded": "No warrant and no notice in force was found in this file.",
    },
    "Read": {
        "whole": "The cited article or paragraph was read whole.",
        "part": "It was read in part, or as quoted by others: the rule needs review.",
        "none": "It was not read: the rule needs review.",
    },
    "Stands": {
        "unanswered": "No counter-argument of the book applies.",
        "contested": "An argument of the other side rebuts it, or one that is only possible speaks against it.",
        "undercut": "Another argument says, with a text, that it does not apply.",
        "restored": "What speaks against it is itself undercut or was not followed.",
        "followed": "A recorded decision of an authority followed it.",
        "not_followed": "A recorded decision of an authority followed another argument instead.",
    },
    "Mode": {
        "planning": "Alleged to have planned it.",
        "deciding": "Alleged to have decided on it, or to have ordered it.",
        "executing": "Alleged to have carried it out.",
        "supporting": "Alleged to have helped it.",
    },
    "ConflictKind": {
        "figures": "Figures that count the same thing of one event, and that no value satisfies.",
        "denial": "One puts forward what the other denies.",
        "description": "One matter under words that say different things.",
        "opposite": "Words of opposite sense of one thing on one day (upheld, annulled).",
    },
    "ConflictReason": {
        "hard": "Nothing in the passages says why the figures differ.",
        "bound": "One side gives a bound, and the other lies outside of it.",
        "rounding": "One side is a round number to which the other rounds.",
        "unit": "The figures are in different units and do not meet after conversion.",
        "inclusion": "A passage or its paragraph speaks of whether the perpetrator is counted.",
        "scope": "A side states a scope beside its figure.",
        "definition": "Words beside a figure widen or narrow whom it counts.",
        "superseded": "One outlet gave one figure and, on a later day, the other.",
        "internal": "Both values stand in one source.",
        "denial": "One side denies what the other puts forward.",
        "status": "What is said depends on who says it, and when.",
    },
}
"""One plain meaning for each word of each vocabulary."""

TITLES = {
    "ActFamily": "Families of acts", "ActState": "State of the record of an act", "Quality": "Record quality of an act",
    "Mark": "Notes beside a statement", "EvidenceKind": "Kinds of evidence", "Stance": "Stances",
    "Relation": "How something on file bears on a page",
    "Rank": "Ranks of posts", "Side": "Sides", "SourceClass": "Where a rule is from",
    "Read": "How much of a cited text was read",
    "Direction": "Directions of a factor", "Band": "Bands of exposure",
    "Stands": "How an argument stands", "Mode": "Modes of taking part",
    "Reliability": "Grades of sources", "Credibility": "Grades of information",
    "ConflictKind": "Kinds of conflicts", "ConflictReason": "Reasons of conflicts",
    "AllegerKind": "Links of the chain", "LinkKind": "Links between documents", "LinkState": "State of a link",
    "MentionKind": "What a name names", "OutcomeState": "Outcomes", "ZoneRole": "Parts of a page",
}  # fmt: skip

WITHOUT_ADVICE = {
    "field-unknown": "Use one of the names that the message lists.",
    "form-unknown": "Use one of the forms that the message lists.",
    "link-unknown": "Look at the links of a source in the Reader, or with `foja show CASE DIGEST --json`.",
    "statement-exists": "Look at the statement that is named.",
    "two-needed": "Name two or more.",
    "key-malformed": "Restore the key file from a copy.",
    "no-text": "Read the outcome of the source: it says what would help.",
    "sample-missing": "Install foja again from a complete copy.",
    "request-refused": "Go back and use the page as it is.",
}
"""Advice for codes whose message stands without one."""


# -- commands


def commands() -> str:
    """``commands.md``: every command with usage, arguments, options and exit codes."""
    import click

    from foja.cli import COMMANDS, cli
    from foja.cli.lazy import SUMMARIES
    from foja.preserve.finding import KINDS

    exits = {**EXITS, "verify": {code: word for code, (word, _) in KINDS.items()}}
    root = click.Context(cli, info_name="foja")
    out = ["# Commands\n", MADE]
    out.append(
        "`foja` is one program with commands. `CASE` is the folder of a case. Every decision needs `--why`. It is\n"
        "recorded under the name given with `--as`, else in the environment variable `FOJA_ACTOR`, else under the\n"
        "name of the user. `--json` prints one JSON value (UTF-8) instead of text. The signing keys lie in the folder\n"
        "named by `FOJA_HOME`, by default `~/.config/foja`.\n"
    )
    out.append(
        "Exit codes of all commands: 0 done; 2 the command is wrong; 3 bytes or the chain of events do not verify;\n"
        "4 foja will not do what was asked. Where a command uses 1 or has a meaning of its own for 3, it says so\n"
        "below. Stopped with Ctrl-C: 130. All messages are listed in [errors](errors.md).\n"
    )
    out.append("| command | what it does |\n|---|---|")
    out += [f"| [`foja {name}`](#foja-{_slug(_usage(cli, root, name))}) | {SUMMARIES[name]} |" for name in COMMANDS]
    out.append("")
    for name, command in _all_commands(cli, root, COMMANDS):
        ctx = click.Context(command, info_name=name, parent=root)
        out.append(f"## `foja {_usage_of(name, command)}`\n")
        out.append(_help(command.help or ""))
        rows = [_argument(p) for p in command.params if isinstance(p, click.Argument)]
        out.append("| argument | |\n|---|---|\n" + "\n".join(rows) + "\n")
        options = [_option(p, ctx) for p in command.params if isinstance(p, click.Option)]
        if options:
            out.append("| option | what it does |\n|---|---|\n" + "\n".join(options) + "\n")
        for code, meaning in sorted(exits.get(name, {}).items()):
            out.append(f"Exit code {code}: {meaning}.\n")
    return "\n".join(out).replace("| argument | |\n|---|---|\n\n\n", "")


def _all_commands(cli: Any, root: Any, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Every command with its name, those of a group after it."""
    import click

    for name in names:
        command = cli.get_command(root, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", command.commands[inner]) for inner in command.commands)


def _usage(cli: Any, root: Any, name: str) -> str:
    return _usage_of(name, cli.get_command(root, name))


def _usage_of(name: str, command: Any) -> str:
    import click

    pieces = [p if "|" not in p else "FIELD" for p in command.collect_usage_pieces(click.Context(command))]
    return " ".join([name, *(piece for piece in pieces if piece != "[OPTIONS]")])


def _slug(text: str) -> str:
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def _help(text: str) -> str:
    """Help text as Markdown: what stands after a backspace mark keeps its lines."""
    parts = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            parts.append("```text\n" + paragraph.lstrip("\b").strip("\n") + "\n```")
        else:
            parts.append(" ".join(paragraph.split()))
    return "\n\n".join(parts) + "\n"


def _argument(parameter: Any) -> str:
    import click

    words = []
    if isinstance(parameter.type, click.Choice):
        words.append("one of " + ", ".join(f"`{choice}`" for choice in parameter.type.choices))
    words.append("required" if parameter.required else "may be left out")
    if parameter.nargs == -1:
        words.append("one or more" if parameter.required else "any number")
    name = parameter.make_metavar(click.Context(click.Command("x"))).strip("[].{}") if parameter.nargs != -1 else ""
    return f"| `{name if name.isupper() else (parameter.name or '').upper()}` | {', '.join(words)} |"


def _option(parameter: Any, ctx: Any) -> str:
    import click

    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if not parameter.is_flag:
        choice = isinstance(parameter.type, click.Choice)
        metavar = "WORD" if choice else parameter.make_metavar(ctx).strip("[]").replace("INTEGER RANGE", "NUMBER")
        names += f" `{metavar}`"
    words = [(parameter.help or "").strip()]
    if isinstance(parameter.type, click.Choice):
        words.append("One of " + ", ".join(f"`{choice}`" for choice in parameter.type.choices if choice) + ".")
    if parameter.required:
        words.append("Required.")
    if parameter.multiple:
        words.append("May be given several times.")
    default = parameter.get_default(ctx, call=False)
    if parameter.show_default and isinstance(default, (str, int, list, tuple, Path)) and default != "":
        shown = ", ".join(map(str, default)) if isinstance(default, (list, tuple)) else str(default)
        words.append(f"Default: `{shown}`.")
    return f"| {names} | {' '.join(filter(None, words))} |"


# -- errors


@dataclass
class Message:
    """One place in the code that raises or reports ``code``."""

    code: str
    kind: str
    what: str
    next: str
    module: str


@dataclass
class Module:
    """A module's syntax tree with the names that it defines or imports."""

    name: str
    tree: ast.Module
    texts: dict[str, str] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    lines: list[tuple[int, str, str]] = field(default_factory=list)

    def text(self, node: ast.expr | None) -> str:
        """The words of ``node``; a local name stands for what was assigned to it last before."""
        if isinstance(node, ast.Name) and node.id not in self.texts:
            return next(
                (text for line, name, text in reversed(self.lines) if name == node.id and line <= node.lineno), ""
            )
        return _text(node, self.texts)


@dataclass(frozen=True)
class Wrapper:
    """A function that raises or reports with a code, text or advice that its caller gives."""

    call: ast.Call
    module: Module
    parameters: tuple[str, ...]
    defaults: dict[str, str]


KINDS = {
    "UsageError": "wrong use", "Damage": "damage", "Refusal": "refusal", "Gap": "gap", "FojaError": "page",
    "Finding": "finding",
}  # fmt: skip
CODE = re.compile(r"[a-z][a-z_]*(-[a-z]+)*")


def _modules() -> list[Module]:
    found = []
    for path in sorted((SOURCE / "foja").rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        module = Module(name=name, tree=ast.parse(path.read_text("utf-8")))
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                module.imports |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                text = _text(node.value, {})
                if text:
                    module.texts[node.targets[0].id] = text
        for inner in ast.walk(module.tree):
            if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                module.lines.append((inner.lineno, inner.targets[0].id, _text(inner.value, {})))
        module.lines = sorted(line for line in module.lines if line[2])
        found.append(module)
    for module in found:
        for name, (origin, there) in module.imports.items():
            for other in found:
                if other.name == origin and there in other.texts:
                    module.texts[name] = other.texts[there]
    return found


def _text(node: ast.expr | None, texts: dict[str, str]) -> str:
    """The words of a text in the code; what is filled in at run time is shown as an ellipsis."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_filled(part, texts) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left, texts) + _text(node.right, texts)
    if isinstance(node, ast.Name):
        return texts.get(node.id, "")
    return ""


def _filled(part: ast.expr, texts: dict[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id in texts:
        return texts[part.value.id]
    return "…"


def _codes(node: ast.expr | None) -> list[str]:
    """The codes that an expression can give: a constant, a choice between two, or an outcome's word."""
    if isinstance(node, ast.IfExp):
        return _codes(node.body) + _codes(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        return [node.value]
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "OutcomeState":
        return [node.attr.lower()]
    return []


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "self":
        return call.func.attr
    return ""


def _given(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return named.get(name) or (call.args[position] if len(call.args) > position else None)


def _place(kind: str) -> int:
    """The position of the text among the arguments."""
    return 2 if kind == "Finding" else 1


def _defaults(function: ast.FunctionDef, module: Module) -> dict[str, str]:
    given = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    return {argument.arg: _text(value, module.texts) for argument, value in given if value is not None}


def _parameters(function: ast.FunctionDef) -> tuple[str, ...]:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return tuple(name for name in names if name != "self")


def messages() -> list[Message]:
    """Every code in the code, with the words that come with it."""
    modules = _modules()
    wrappers: dict[tuple[str, str], Wrapper] = {}
    found: list[Message] = []
    for module in modules:
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            names = _parameters(function)
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and _called(call) in KINDS:
                    parts = (_given(call, 0, "code"), _given(call, _place(_called(call)), "what"))
                    if any(isinstance(n, ast.Name) and n.id in names for p in parts if p for n in ast.walk(p)):
                        wrappers[module.name, function.name] = Wrapper(call, module, names, _defaults(function, module))
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                found += _of_call(node, module, wrappers)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
                found += _of_pair(node.targets[0], node.value, module)
    return found


def _of_pair(target: ast.expr, value: ast.Tuple, module: Module) -> Iterator[Message]:
    """``code, what = "...", f"..."``: a finding that is put together a few lines further on."""
    if isinstance(target, ast.Tuple) and [n.id for n in target.elts if isinstance(n, ast.Name)] == ["code", "what"]:
        for code in _codes(value.elts[0]):
            what = _text(value.elts[1], module.texts)
            yield Message(code, "finding", what, module.texts.get("RESTORE", ""), module.name)


def _of_call(call: ast.Call, module: Module, wrappers: dict[tuple[str, str], Wrapper]) -> Iterator[Message]:
    name = _called(call)
    if name in KINDS:
        what, advice = (_given(call, *place) for place in ((_place(name), "what"), (9, "next")))
        for one in _codes(_given(call, 0, "code")):
            yield Message(one, KINDS[name], module.text(what), module.text(advice), module.name)
    elif name == "Product":
        what, advice = (_given(call, 9, part) for part in ("detail", "next"))
        for one in _codes(_given(call, 9, "state")):
            if one not in ("done", "partial"):
                yield Message(one, "gap", module.text(what), module.text(advice), module.name)
    wrapper = wrappers.get((module.name, name)) or wrappers.get(module.imports.get(name, ("", "")))
    if wrapper is None:
        return
    inner = wrapper.call
    own = wrapper.module.texts | wrapper.defaults
    for position, parameter in enumerate(wrapper.parameters):
        text = _text(_given(call, position, parameter), module.texts)
        if text:
            own[parameter] = text
    kind = _called(inner)
    code = _given(inner, 0, "code")
    if isinstance(code, ast.Name) and code.id in wrapper.parameters:
        code = _given(call, wrapper.parameters.index(code.id), code.id)
    words = _text(_given(inner, _place(kind), "what"), own)
    for one in _codes(code):
        yield Message(one, KINDS[kind], words, _text(_given(inner, 9, "next"), own), module.name)


HEADS = (
    ("wrong use", "Wrong use", "The command or request cannot be understood. Exit code 2."),
    ("refusal", "Refusals", "foja will not do it: a rule of the case file forbids it. Exit code 4."),
    ("damage", "Damage", "Preserved bytes, or the chain of events, do not verify. Exit code 3."),
    (
        "gap", "Gaps",
        "An input could not be read or made. The build goes on, and the outcome stays visible with the source. Exit\n"
        "code 1 of `foja build`. Most of these codes are the words of the [outcomes](vocabulary.md#outcomes).",
    ),
    (
        "finding", "Findings of a verification",
        "What `foja verify` and the `verify.py` of a bundle report. *Not confirmed*: nothing is wrong, but evidence\n"
        "is missing. *Damage*: something does not verify. The number is the exit code; the worst finding decides.\n"
        "*No fault*: worth knowing and no more.",
    ),
    ("page", "In the browser", "Shown by the pages of `foja serve` only."),
)  # fmt: skip


def errors() -> str:
    """``errors.md``: every code with its texts and what to do."""
    from foja.preserve.finding import NOTES, UNCONFIRMED, exit_of
    from foja.publish.offline.verify import UNCONFIRMED as OFFLINE

    kept: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for message in messages():
        kind = "page" if message.module.startswith("foja.web.") else message.kind
        pair = (_tidy(message.what), _tidy(message.next))
        texts = kept.setdefault((kind, message.code), [])
        if pair not in texts and (re.search(r"[a-z]{3}", pair[0]) or not texts):
            texts.append(pair)
    out = ["# Errors and findings\n", MADE]
    out.append(
        "Every message of foja has a code, says what was found, where, and what to do. The codes are stable. In the\n"
        "texts below `…` stands for what is filled in.\n"
    )
    for kind, title, words in HEADS:
        out.append(f"## {title}\n\n{words}\n")
        for code in sorted(code for found, code in kept if found == kind):
            texts = kept[kind, code]
            mark = ""
            if kind == "finding":
                mark = f" ({'not confirmed' if code in UNCONFIRMED | OFFLINE else 'damage'}, {exit_of(code)})"
                mark = " (told, no fault)" if code in NOTES else mark
            out.append(f"### `{code}`{mark}\n")
            shown = [pair for pair in texts if _is_message(pair[0])]
            shown = shown or [("The text depends on what was found.", texts[0][1])]
            for what, advice in shown:
                advice = advice or WITHOUT_ADVICE.get(code, "")
                out.append(f"- {what}" + (f"\n  What to do: {advice}" if advice else ""))
            out.append("")
    return "\n".join(out)


def _is_message(text: str) -> bool:
    """Whether a text is a sentence, not a piece of one that is put together elsewhere."""
    return bool(re.search(r"[a-z]{3}", text)) and (text[:1] in "…'[" or text[:1].isupper() or text.endswith("."))


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;").replace("|", "\\|")


# -- records and vocabulary


def data_model() -> str:
    """``data-model.md``: every record, the kinds of events, the files of a case folder."""
    import msgspec

    out = ["# Data model\n", MADE]
    out.append(
        "A record is a frozen set of named fields. Stages exchange records, blobs of the vault hold them as JSON\n"
        "(UTF-8, sorted keys, fields at their default left out), and pages and exports show them. Offsets are Unicode\n"
        "code points, counted from 0, end exclusive. Digests are SHA-256 in lower-case hex unless named otherwise.\n"
    )
    out.append("## The case folder\n\n| file | what it holds |\n|---|---|")
    out += [f"| `{name}` | {what} |" for name, what in FOLDER]
    out.append("\nThe signing key is not in the folder. It lies in `FOJA_HOME`, by default `~/.config/foja`.\n")
    event = importlib.import_module("foja.model.event")
    lines = [line for line in (event.__doc__ or "").splitlines() if line.startswith("    ")]
    assert lines, "foja.model.event no longer lists the kinds of events"
    out.append(
        "## Events\n\nThe only way anything changes. The kinds, the fields of their bodies, and what they hold:\n"
    )
    out.append(
        "```text\n" + "\n".join(line[4:] for line in lines) + "\n```\n\n`why` is required of every act of a person.\n"
    )
    out.append("## Records\n")
    listed = set()
    for name in MODULES:
        module = importlib.import_module(f"foja.model.{name}")
        for record in vars(module).values():
            if not (inspect.isclass(record) and record.__module__ == module.__name__):
                continue
            if not (issubclass(record, msgspec.Struct) or hasattr(record, "_fields")):
                continue
            listed.add(record.__name__)
            out.append(f"### {record.__name__}\n\n{_doc(record)}\n\nModule `foja.model.{name}`.\n")
            fields = list(_fields(record))
            if fields:
                out.append("| field | type | default |\n|---|---|---|")
                out += [f"| `{n}` | `{kind}` | {default} |" for n, kind, default in fields]
                out.append("")
    assert {"Source", "Statement", "Event", "Support"} <= listed
    rest = {p.stem for p in (SOURCE / "foja" / "model").glob("*.py")} - {
        *MODULES,
        "__init__",
        "errors",
        "stage",
        "amend",
        "carry",
        "vocabulary",
    }
    assert not rest, f"modules of foja.model that the data model does not list: {sorted(rest)}"
    return "\n".join(out)


def _doc(record: type) -> str:
    """The docstring of a record; where it has none, msgspec and NamedTuple give only their own."""
    text = record.__doc__ or ""
    if not text or text.startswith(f"{record.__name__}("):
        return ""
    return inspect.cleandoc(text).replace("``", "`")


def _fields(record: Any) -> Iterator[tuple[str, str, str]]:
    import msgspec

    annotations = inspect.get_annotations(record)
    if not issubclass(record, msgspec.Struct):
        for name in record._fields:
            yield name, _type(annotations.get(name, "")), ""
        return
    for one in msgspec.structs.fields(record):
        default = "" if one.default is msgspec.NODEFAULT else repr(one.default)
        if isinstance(one.default, StrEnum):
            default = repr(one.default.value)
        elif isinstance(one.default, tuple):
            default = repr(tuple(v.value if isinstance(v, StrEnum) else v for v in one.default))
        yield one.name, _type(annotations.get(one.name, "")), f"`{default}`" if default else ""


def _type(annotation: Any) -> str:
    words = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return words.replace("ForwardRef('", "").replace("')", "").replace("|", "or").replace(" or ", " or ")


def vocabulary() -> str:
    """``vocabulary.md``: every word of every closed vocabulary with one plain meaning."""
    from foja.model import vocabulary as words

    classes = [c for c in vars(words).values() if inspect.isclass(c) and issubclass(c, StrEnum) and c is not StrEnum]
    out = ["# Vocabulary\n", MADE]
    out.append(
        "These are all the words with which foja describes a statement, a name, a page or a link. They say what was\n"
        "said or done, and by whom it can be said. None says whether it is so. There is no word for guilt.\n"
    )
    for group in classes:
        known = MEANINGS.get(group.__name__, {})
        if {word.value for word in group} != set(known):
            raise SystemExit(f"scripts/reference.py: MEANINGS of {group.__name__} and the code have drifted apart.")
        out.append(f"## {TITLES.get(group.__name__, group.__name__)}\n")
        own = inspect.getdoc(group) or ""
        if own and own != inspect.getdoc(StrEnum):
            out.append(own.replace("``", "`") + "\n")
        out.append(f"In the code: `{group.__name__}`.\n\n| word | meaning |\n|---|---|")
        out += [f"| `{word.value}` | {known[word.value]} |" for word in group]
        out.append("")
    return "\n".join(out)


PAGES = {"commands.md": commands, "errors.md": errors, "data-model.md": data_model, "vocabulary.md": vocabulary}


def main() -> int:
    """Writes the pages, or says how they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page differs")
    check = parser.parse_args().check
    sys.path.insert(0, str(SOURCE))
    different = 0
    for name, make in PAGES.items():
        path = TARGET / name
        text = re.sub(r"\n{3,}", "\n\n", make()).strip() + "\n"
        before = path.read_text("utf-8") if path.is_file() else ""
        if before == text:
            continue
        different += 1
        if check:
            print(
                *difflib.unified_diff(before.splitlines(), text.splitlines(), name, "from the code", lineterm="", n=1),
                sep="\n",
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: docs/reference/{name}")
    if check and different:
        print("Run: python scripts/reference.py")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())

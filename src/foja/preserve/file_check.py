"""What a verification asks of the preserved files: that they are those that the events name, and bear the quotes."""

from __future__ import annotations

from foja.model.errors import FojaError
from foja.preserve.audit import Log, Progress
from foja.preserve.finding import Finding
from foja.preserve.removal_check import accounted
from foja.preserve.vault import Vault


def check_files(vault: Vault, log: Log, tell: Progress, both: bool) -> tuple[int, list[Finding]]:
    """How many files are preserved, and what is wrong with them. ``both``: with the second digests of sources too."""
    digests, findings = vault.contents()
    present = set(digests)
    for digest, event in sorted(log.named.items()):
        if digest not in present:
            findings.append(
                Finding(
                    code="blob-missing",
                    where=event,
                    what=f"The preserved file {digest} is not in the vault.",
                    next="Restore it from a copy of this case; foja checks it by its name.",
                )
            )
    if log.complete and accounted(log):  # a field that is merely gone may be the one that names a file
        for digest in sorted(present - log.named.keys()):
            findings.append(
                Finding(
                    code="blob-unnamed",
                    where=str(vault.path(digest)),
                    what="No event names this file: what a stopped write left, or something put there by others.",
                    next="Repeat what was stopped (foja add, foja build); what stays unnamed, move out of the case.",
                )
            )
    for done, digest in enumerate(digests, start=1):
        tell(done, len(digests), "files")
        found = vault.inspect(digest, log.sha512.get(digest) if both else None)
        findings += [found] if found else []
    return len(digests), findings


def check_quotes(vault: Vault, log: Log) -> list[Finding]:
    """Compare the quotes that people stand for with the preserved texts, each text read once."""
    findings: list[Finding] = []
    last, text = "", ""
    for event, passage in sorted(log.quotes, key=lambda pair: str(pair[1].get("text"))):
        digest, start, end = str(passage.get("text")), passage.get("start"), passage.get("end")
        if digest != last:
            last = digest
            try:
                text = vault.read(digest).decode("utf-8", "replace")
            except FojaError:
                text = ""  # said already, as a missing or altered file
        span = type(start) is int and type(end) is int and 0 <= start < end
        if not span or text[start:end] != passage.get("quote"):
            findings.append(
                Finding(
                    code="quote-differs",
                    where=event,
                    what=f"The quote does not stand at {start} to {end} of the text {digest}.",
                    next="Open the statement beside its source and correct it, or restore the text from a copy.",
                )
            )
    return findings

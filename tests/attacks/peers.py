"""The peers: makes and checks packages with other tools. Run as a script by an interpreter that has them.

python peers.py TOOL probe|make|check|halt|again ARGUMENTS...   TOOL: bagit, ocfl-py, wacz

``check`` prints one JSON list: for each path an empty text when the tool calls it valid, else what it said.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from pathlib import Path


def bagit_make(source: str, out: str) -> None:
    import bagit

    shutil.copytree(source, out)
    bagit.make_bag(out, {"External-Description": "Harbour", "Bagging-Date": "2026-03-01"}, checksums=["sha256"])


def bagit_check(path: str) -> str:
    import bagit

    bagit.Bag(path).validate()
    return ""


def bagit_halt(source: str, out: str) -> None:
    """Dies when the payload has been moved, before anything was written about it."""
    import bagit

    shutil.copytree(source, out)
    bagit.make_manifests = lambda *_, **__: os._exit(9)
    bagit.make_bag(out, checksums=["sha256"])


def bagit_again(source: str, out: str) -> None:
    import bagit

    bagit.make_bag(out, checksums=["sha256"])
    payload = {
        path.relative_to(Path(out, "data")).as_posix() for path in Path(out, "data").rglob("*") if path.is_file()
    }
    if payload == {path.name for path in Path(source).iterdir()}:
        print("whole")


def ocfl_make(source: str, out: str) -> None:
    import ocfl

    metadata = ocfl.VersionMetadata(
        created="2026-03-01T10:00:00Z", message="Harbour", name="Ana", address="mailto:a@example.org"
    )
    ocfl.Object(identifier="urn:harbour", digest_algorithm="sha512").create(source, metadata, out)


def ocfl_check(path: str) -> str:
    import ocfl

    result = ocfl.Object().validate(path)
    good = result[0] if isinstance(result, tuple) else result
    return "" if good else "not valid"


def ocfl_halt(source: str, out: str) -> None:
    """Dies when the content is there and the inventory is not."""
    import ocfl

    ocfl.Object.write_inventory_and_sidecar = lambda *_, **__: os._exit(9)
    ocfl_make(source, out)


def ocfl_again(source: str, out: str) -> None:
    ocfl_make(source, out)
    print("whole")


def wacz_make(source: str, out: str) -> None:
    from wacz.main import main
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    warc = Path(out).with_suffix(".warc.gz")
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for path in sorted(Path(source).iterdir()):
            body = f"<html><head><title>{path.stem}</title></head><body>Pier nine</body></html>".encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            address = f"http://example.org/{path.stem}"
            when = {"WARC-Date": "2026-03-01T10:00:00Z"}
            record = writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict=when
            )
            writer.write_record(record)
    pages = Path(out).with_suffix(".jsonl")
    listed = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    for number, path in enumerate(sorted(Path(source).iterdir())):
        address = f"http://example.org/{path.stem}"
        listed.append({"id": str(number), "url": address, "ts": "2026-03-01T10:00:00Z", "title": f"Page {number}"})
    pages.write_text("".join(json.dumps(page) + "\n" for page in listed))
    main(["create", str(warc), "-o", out, "--title", "Harbour", "--pages", str(pages), "--copy-pages"])
    warc.unlink()
    pages.unlink()


def wacz_check(path: str) -> str:
    from wacz.main import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main(["validate", "-f", path])
    return "" if code == 0 else (said.getvalue().strip().splitlines() or ["not valid"])[-1]


MODULES = {"bagit": "bagit", "ocfl-py": "ocfl", "wacz": "wacz"}
MAKE = {"bagit": bagit_make, "ocfl-py": ocfl_make, "wacz": wacz_make}
CHECK = {"bagit": bagit_check, "ocfl-py": ocfl_check, "wacz": wacz_check}
HALT = {"bagit": bagit_halt, "ocfl-py": ocfl_halt}
AGAIN = {"bagit": bagit_again, "ocfl-py": ocfl_again}


def checked(tool: str, path: str) -> str:
    try:
        return CHECK[tool](path)
    except Exception as error:  # whatever a tool raises for a package is its way to say that it is not valid
        return f"{type(error).__name__}: {error}"


def main(tool: str, what: str, *arguments: str) -> None:
    if what == "probe":
        __import__(MODULES[tool])
        from importlib.metadata import version

        print(version(tool))
    elif what == "make":
        with contextlib.redirect_stdout(io.StringIO()):
            MAKE[tool](*arguments)
    elif what in ("halt", "again"):
        (HALT if what == "halt" else AGAIN)[tool](*arguments)
    else:
        found = [checked(tool, path) for path in arguments]
        print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])

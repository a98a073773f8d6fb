"""Time-stamping authorities on this machine, made with openssl, and a server that answers for them.

``LocalAuthority.reply`` is what a real one does (``openssl ts -reply``). ``LocalAuthority.forge`` signs whatever it is
told to say, at whatever time, with the real key: what an authority gone wrong could send.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

POLICY = "1.3.6.1.4.1.99999.1"
CONFIG = f"""[tsa]
default_tsa = t
[t]
serial = ./serial
signer_cert = ./leaf.pem
certs = ./chain.pem
signer_key = ./leaf.key
signer_digest = sha256
default_policy = {POLICY}
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class LocalAuthority:
    """A root, and a certificate for time stamps under it. ``begin``, ``end``: when the latter is valid."""

    def __init__(
        self, folder: Path, name: str, begin: datetime | None = None, end: datetime | None = None, usage: bool = True
    ) -> None:
        self.folder, self.name = folder, name
        folder.mkdir(parents=True)
        begin, end = begin or now() - 30 * DAY, end or now() + 365 * DAY
        root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        made = x509.CertificateBuilder().subject_name(_name(f"{name} root")).issuer_name(_name(f"{name} root"))
        made = made.public_key(root.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(begin - DAY).not_valid_after(end + DAY)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        ca = made.sign(root, hashes.SHA256())
        made = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(ca.subject)
        made = made.public_key(leaf.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(begin).not_valid_after(end)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        purpose = ExtendedKeyUsageOID.TIME_STAMPING if usage else ExtendedKeyUsageOID.SERVER_AUTH
        made = made.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        cert = made.sign(root, hashes.SHA256())
        form = serialization.Encoding.PEM
        for file, data in {
            "root.pem": ca.public_bytes(form),
            "leaf.pem": cert.public_bytes(form),
            # In this order openssl writes a set that is not sorted as DER wants it, or it is with the other one.
            "chain.pem": ca.public_bytes(form),
            "leaf.key": leaf.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
            "ts.cnf": CONFIG.encode(),
            "serial": b"01\n",
        }.items():
            (folder / file).write_bytes(data)

    @property
    def roots(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def _openssl(self, *arguments: str, data: bytes) -> bytes:
        done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, cwd=self.folder, check=True)
        return done.stdout

    def reply(self, query: bytes) -> bytes:
        """The answer to a request, at the present time."""
        (self.folder / "query").write_bytes(query)
        return self._openssl("ts", "-reply", "-config", "ts.cnf", "-section", "t", "-queryfile", "query", data=b"")

    def forge(
        self, message: bytes, at: datetime, nonce: int | None = None, serial: int = 7, algorithm: str = "sha256"
    ) -> bytes:
        """An answer that says what it is told to say, signed with the key of the authority."""
        imprint = {
            "hash_algorithm": {"algorithm": algorithm},
            "hashed_message": hashlib.new(algorithm, message).digest(),
        }
        said = {"version": "v1", "policy": POLICY, "message_imprint": imprint, "serial_number": serial, "gen_time": at}
        content = tsp.TSTInfo(said | ({} if nonce is None else {"nonce": nonce})).dump()
        token = self._openssl(
            "cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256", "-outform", "DER", "-econtent_type",
            "1.2.840.113549.1.9.16.1.4", "-signer", "leaf.pem", "-inkey", "leaf.key", "-certfile", "chain.pem",
            data=content,
        )  # fmt: skip
        answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token)})
        return bytes(answer.dump())


def configure(case: Path, *tables: tuple[str, str, Path]) -> None:
    """Name authorities in the settings of a case: (name, url, file of roots)."""
    with (case / "foja.toml").open("a", encoding="utf-8") as file:
        for name, url, roots in tables:
            file.write(f'\n[[stamp]]\nname = "{name}"\nurl = "{url}"\nroots = "{roots}"\n')


Answering = Callable[[bytes], bytes]


@contextmanager
def serving(
    answer: Answering, status: int = 200, headers: dict[str, str] | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine: its address, and the requests that it got. An ``answer`` may write slowly itself."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(query)
            body = answer(query)
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # the other side had enough

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

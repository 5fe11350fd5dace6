"""An index on this machine (PEP 691 and 700) that can be made to fail, to lie, to dawdle and to ask for a password."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple

JSON = "application/vnd.pypi.simple.v1+json"


class Request(NamedTuple):
    """What was asked: the path, or the whole address of somebody who takes us for a proxy."""

    path: str
    headers: dict[str, str]

    @property
    def name(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]


class Handler(BaseHTTPRequestHandler):
    """One connection; an answer of a test is called with it and writes what it likes."""

    protocol_version = "HTTP/1.1"
    # Its head and its body are two packets: the second one would wait for the first to be confirmed.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        index = self.server.index
        index.requests.append(Request(self.path, {key.lower(): value for key, value in self.headers.items()}))
        try:
            (index.answer or _page)(self)
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has had enough.
            self.close_connection = True

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer with a body and headers, whose names may have ``_`` for ``-``."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as it is named above
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    index: Index

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves, or does not trust us, is no fault of ours."""


class Index:
    """A running index. ``packages`` are days of releases by version; a day that ends in ``!`` was taken back."""

    def __init__(self, packages: dict[str, dict[str, str]] | None = None, certificate: str = "") -> None:
        self.packages = packages or {}
        self.requests: list[Request] = []
        self.answer: Callable[[Handler], None] | None = None
        self.signed_in: tuple[str, str] | None = None
        self.leaving = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.index = self
        self._scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self._scheme = "https"

    def __enter__(self) -> Index:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}/simple/"

    def signed(self, user: str, password: str) -> str:
        """Return the address with credentials."""
        return self.url.replace("://", f"://{user}:{password}@")

    @property
    def names(self) -> list[str]:
        """The packages that were asked for, in order."""
        return [one.name for one in self.requests]


def page(name: str, releases: dict[str, str]) -> bytes:
    """Return the page of a package, with a wheel and an older kind of file for each release."""
    files: list[dict[str, object]] = []
    for version, day in releases.items():
        told = {
            "upload-time": f"{day.rstrip('!')}T10:00:00.000001Z",
            "yanked": "broken" if day.endswith("!") else False,
        }
        stem = name.replace("-", "_")
        files.append({"filename": f"{stem}-{version}-py3-none-any.whl", "url": "x", "hashes": {}, **told})
        files.append({"filename": f"{name}-{version}.win32.exe", "url": "x", "hashes": {}})
    return json.dumps({"meta": {"api-version": "1.4"}, "name": name, "files": files, "versions": [*releases]}).encode()


def _page(handler: Handler) -> None:
    index = handler.server.index
    if index.signed_in and handler.headers.get("Authorization") != basic(*index.signed_in):
        handler.say(401, WWW_Authenticate="Basic")
        return
    name = handler.path.rstrip("/").rpartition("/")[2]
    if name not in index.packages:
        handler.say(404, b"no such package")
        return
    body = page(name, index.packages[name])
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if handler.headers.get("If-None-Match") == etag:
        handler.say(304, ETag=etag)
        return
    handler.say(200, body, Content_Type=JSON, ETag=etag)


def basic(user: str, password: str) -> str:
    """Return the header that signs a user in."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()

"""One question to an index: no redirect leaves encryption, no answer is larger than any page."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError, ProtocolError

from pytest_datahygiene import __version__
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.index.settings import Chosen, Index

_HEADERS = {
    "Accept": "application/vnd.pypi.simple.v1+json",
    # What is opened here, so that no answer grows before it is measured.
    "Accept-Encoding": "gzip",
    "User-Agent": f"pytest-datahygiene/{__version__}",
}
# Bytes; the largest page of the default index has some twelve million.
LARGEST = 64 << 20
_PIECES = 1 << 16
_REDIRECTS = 5
_GZIP = 16 + zlib.MAX_WBITS
_BROKEN_OFF = "broke off in the middle of its answer"


class _Session(requests.Session):
    """A session that leaves redirects alone: requests reads the bodies on the way, however large, even of the first."""

    def resolve_redirects(self, *_arguments: Any, **_options: Any) -> Iterator[Any]:
        """Yield nothing."""
        return iter(())


class Answer(NamedTuple):
    """What an index said; ``body`` is read only when ``status`` is 200."""

    status: int
    body: bytes = b""
    etag: str = ""


class Fetcher:
    """The connections of one thread. ``connect`` and ``piece`` are seconds, to be connected and between two pieces."""

    def __init__(self, where: Chosen, connect: float, piece: float) -> None:
        self._session = _Session()
        self._session.headers.update(_HEADERS)
        # Given with each question they outweigh those of the environment, as in pip.
        self._proxies = {"http": where.proxy, "https": where.proxy} if where.proxy else None
        self._cert = where.cert or None
        self._patience = connect, piece

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def get(self, name: str, index: Index, etag: str, end: float) -> Answer:
        """Ask an index for a package, until ``end`` on the monotonic clock; raise ``Unreadable`` if that fails.

        ``etag`` is that of the answer that is known, ``""`` for none.
        """
        try:
            return self._followed(f"{index.url}{name}/", index, etag, end)
        except requests.exceptions.SSLError:
            raise Unreadable("has a certificate that cannot be trusted") from None
        except requests.exceptions.ProxyError:
            raise Unreadable("cannot be reached through the proxy") from None
        except requests.exceptions.Timeout:
            raise Unreadable("did not answer in time") from None
        except ProtocolError:
            raise Unreadable(_BROKEN_OFF) from None
        except (requests.exceptions.RequestException, HTTPError, zlib.error, OSError, ValueError) as error:
            # What they say holds addresses, and with them credentials.
            raise Unreadable(f"cannot be reached ({type(error).__name__})") from None

    def _followed(self, url: str, index: Index, etag: str, end: float) -> Answer:
        home = _origin(url)
        for _ in range(_REDIRECTS + 1):
            # Without credentials of its own requests takes those of ``.netrc``.
            signed = HTTPBasicAuth(index.user.encode(), index.password.encode())
            response = self._session.get(
                url,
                auth=signed if (index.user or index.password) and _origin(url) == home else None,
                headers={"If-None-Match": etag} if etag else None,
                timeout=self._patience,
                stream=True,
                allow_redirects=False,
                proxies=self._proxies,
                verify=self._cert,
            )
            with response:
                target = self._session.get_redirect_target(response)
                if target is None:
                    body = _body(response, end) if response.status_code == requests.codes.ok else b""
                    return Answer(response.status_code, body, response.headers.get("ETag", ""))
            before, url = url, urljoin(url, target)
            if urlsplit(before).scheme == "https" and urlsplit(url).scheme != "https":
                raise Unreadable("sends the question on without encryption")
            if time.monotonic() > end:
                raise Unreadable("did not answer in time")
        raise Unreadable("sends the question around in circles")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _body(response: requests.Response, end: float) -> bytes:
    """Return an answer that comes in time and is no larger than any page; raise ``Unreadable`` otherwise."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Unreadable("answered in an encoding that nobody asked for")
    opener = zlib.decompressobj(_GZIP) if "gzip" in coding else None
    body, came = bytearray(), 0
    while piece := response.raw.read(_PIECES, decode_content=False):
        came += len(piece)
        # One byte more than is taken tells that there was more.
        body += opener.decompress(piece, LARGEST + 1 - len(body)) if opener else piece
        if max(came, len(body)) > LARGEST:
            raise Unreadable(f"answered with more than {LARGEST >> 20} MiB")
        if time.monotonic() > end:
            raise Unreadable("did not answer in time")
    length = response.headers.get("Content-Length", "")
    # Older releases of urllib3 do not look.
    if (opener and not opener.eof) or (length.isdecimal() and came < int(length)):
        raise Unreadable(_BROKEN_OFF)
    return bytes(body)

"""``--online``: the user's own index is asked, exactly for what is judged; whatever it does, nothing false is told."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.doors.conftest import Run
from tests.index_server import JSON, Handler, Index, page

from pytest_datahygiene.cli import main
from pytest_datahygiene.index.asking import Limits, ask
from pytest_datahygiene.index.settings import chosen

TODAY = "2026-11-26"
# Of one release more than the shipped snapshot knows: to that the pin of the project is the newest.
BCRYPT = {"3.1.0": "2016-08-11", "5.0.0": "2025-09-25", "77.0": "2026-11-01"}
FRESH = {"5.0.0": "2026-10-01", "77.0": "2026-11-01"}
PASSWORD = "s3cr3t-w0rd"

Check = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _nobody_elses_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith(("PIP_", "UV_", "XDG_")) or name.lower().endswith(("_proxy", "_ca_bundle")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("NETRC", os.devnull)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """The index that pip is set up with."""
    with Index({"bcrypt": BCRYPT, "itsdangerous": {"2.2.0": "2024-04-16"}}) as started:
        monkeypatch.setenv("PIP_INDEX_URL", started.url)
        yield started


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.datahygiene]\n")
    (folder / "requirements.txt").write_text("bcrypt==5.0.0\nacme-internal==1.0\nleft-pad\n")
    return folder


@pytest.fixture
def check(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Check the project for stale packages, and return the exit code with all that was printed."""

    def start(*arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(project)
        options = ("--only", "crypto-package-stale", "--format", "concise", "--today", TODAY)
        code = main(["check", "--online", *options, *arguments])
        out, err = capsys.readouterr()
        return code, out + err

    return start


def test_findings_follow_the_index(index: Index, check: Check) -> None:
    code, said = check()
    assert code == 1
    assert "requirements.txt:1:1 crypto-package-stale" in said
    assert "77.0 of 2026-11-01 (known on 2026-11-26)" in said
    index.packages["bcrypt"] = FRESH
    assert check("--no-cache")[0] == 0


def test_without_the_option_nobody_is_asked(index: Index, run: Run) -> None:
    assert run("check", "--only", "crypto-package-stale", "--today", TODAY).returncode == 0
    assert run("data", "show").returncode == 0
    assert run("inventory").returncode == 0
    assert index.requests == []


def test_only_what_is_judged_is_asked_for(index: Index, project: Path, check: Check) -> None:
    (project / "setup.cfg").write_text(
        "[options]\ninstall_requires =\n    itsdangerous\n    jwt\n    acme-secrets\n    passlib\n"
    )
    (project / "uv-not.lock").write_text('[[package]]\nname = "acme-locked"\n')
    (project / "requirements-dev.txt").write_text(
        "pytest\nBCrypt==5.0.0\nflask-user\nacme_internal @ https://x.example/y\n"
    )
    assert check("--only", "crypto")[0] == 1
    assert sorted(index.names) == ["bcrypt", "itsdangerous"]
    assert {one.path for one in index.requests} == {"/simple/bcrypt/", "/simple/itsdangerous/"}
    for one in index.requests:
        assert one.headers["accept"] == JSON
        assert "cookie" not in one.headers
        assert "acme" not in json.dumps(one.headers)


def test_no_package_no_question(index: Index, project: Path, check: Check) -> None:
    (project / "requirements.txt").write_text("acme-internal==1.0\n")
    assert check()[0] == 0
    assert index.requests == []


def test_rules_that_judge_no_packages_ask_nobody(index: Index, run: Run) -> None:
    assert run("check", "--online", "--only", "cards").returncode == 0
    assert index.requests == []


def test_answers_are_kept_for_an_hour(index: Index, check: Check) -> None:
    first = check()
    assert check() == first
    assert len(index.requests) == 1
    grow_old()
    assert check() == first
    assert [one.headers.get("if-none-match") is not None for one in index.requests] == [False, True]
    assert check() == first, "that it is the same is kept for an hour too"
    assert len(index.requests) == 2
    index.packages["bcrypt"] = FRESH
    grow_old()
    assert check()[0] == 0
    assert len(index.requests) == 3


def kept() -> Path:
    """Return the file of the one answer that is kept."""
    (found,) = Path(os.environ["DATAHYGIENE_CACHE_DIR"]).glob("index/*/*.json")
    return found


def grow_old() -> None:
    page = json.loads(kept().read_text())
    kept().write_text(json.dumps({**page, "asked": page["asked"] - 3601}))


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        "{" * 100_000,
        '{"asked": 9e9, "etag": "", "releases": [["5.0.0", "2025-09-25", false]]}',
        '{"asked": NOW, "etag": "", "releases": [["5.0.0", "2016-02-31", false]]}',
        '{"asked": NOW, "etag": "", "releases": [["3.1.0", "soon", false]]}',
        '{"asked": NOW, "etag": "", "releases": [["3.1.0", 3, false]]}',
        '{"asked": 0, "etag": "a\\r\\nX: y", "releases": [["5.0.0", "2025-09-25", false]]}',
        '{"asked": 0, "etag": "\u20ac", "releases": []}',
        '{"asked": NOW, "etag": "\udcff", "releases": []}',
    ],
)
def test_a_broken_answer_is_asked_for_anew(broken: str, index: Index, check: Check) -> None:
    first = check()
    kept().write_text(broken.replace("NOW", str(time.time())), "utf-8", "surrogateescape")
    assert check() == first
    assert len(index.requests) == 2


def test_what_is_kept_is_for_nobody_else(index: Index, check: Check) -> None:
    check()
    if os.name == "posix":
        assert kept().parent.stat().st_mode & 0o077 == 0
    assert index.url not in kept().read_text()


def test_without_a_cache_nothing_is_kept(index: Index, check: Check, project: Path) -> None:
    assert check("--no-cache")[0] == 1
    assert check("--no-cache")[0] == 1
    assert len(index.requests) == 2
    assert not Path(os.environ["DATAHYGIENE_CACHE_DIR"], "index").exists()
    assert {path.name for path in project.iterdir()} == {"pyproject.toml", "requirements.txt"}


def test_a_project_cannot_answer_in_the_place_of_the_index(index: Index, check: Check, project: Path) -> None:
    """Without a folder for answers none is looked for in the working folder."""
    check()
    there = project / "index" / kept().parent.name / "bcrypt.json"
    there.parent.mkdir(parents=True)
    shutil.copy(kept(), there)
    check("--no-cache")
    assert len(index.requests) == 2


# What may go wrong, each with what is said of it.


def _closes(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"meta": {')
    handler.close_connection = True


def _hangs_up(handler: Handler) -> None:
    handler.close_connection = True


def _circles(handler: Handler) -> None:
    handler.say(302, Location=f"/simple/{len(handler.server.index.requests)}/")


def _large(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" " * (1 << 20))
    handler.close_connection = True


BOMB = gzip.compress(b" " * (100 << 20), 1)


def _says(status: int, body: bytes = b"", **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.say(status, body, **headers)


def _page(**more: object) -> bytes:
    """Return a page of bcrypt with something else in it."""
    return json.dumps({**json.loads(page("bcrypt", BCRYPT)), **more}).encode()


def _file(filename: str = "bcrypt-3.1.0.tar.gz", yanked: object = False) -> bytes:
    return _page(files=[{"filename": filename, "upload-time": "2016-08-11T00:00:00Z", "yanked": yanked}])


def _time(text: object) -> bytes:
    return _page(files=[{"filename": "bcrypt-3.1.0.tar.gz", "upload-time": text}])


NO_PAGE = "answered with something that is no package page (PEP 691)"
NO_TIMES = "gives no upload times (PEP 700)"
ODD = "answered in an encoding that nobody asked for"
UNKNOWN = "lists no release of it"
FAILURES: list[tuple[str, Callable[[Handler], None], str]] = [
    ("error", _says(500, b"oops"), "answered with status 500"),
    ("busy", _says(503, Retry_After="3600"), "answered with status 503"),
    ("missing", _says(404), "does not know it"),
    ("gone", _says(410), "does not know it"),
    ("forbidden", _says(403), "asks for other credentials (403)"),
    ("not asked for by tag", _says(304), "answered with status 304"),
    ("empty", _says(200), NO_PAGE),
    ("no content", _says(204), "answered with status 204"),
    ("closes", _closes, "broke off in the middle of its answer"),
    ("hangs up", _hangs_up, "cannot be reached ("),
    ("html", _says(200, b"<!DOCTYPE html><a href='bcrypt-1.tar.gz'>bcrypt</a>", Content_Type="text/html"), NO_PAGE),
    ("list", _says(200, b"[]"), NO_PAGE),
    ("deep", _says(200, b"[" * 1_000_000), NO_PAGE),
    ("deep inside", _says(200, b'{"meta": {"api-version": "1.1", "x": ' + b"[" * 1_000_000), NO_PAGE),
    ("no text", _says(200, _page().replace(b"bcrypt", b"\xff")), NO_PAGE),
    ("files", _says(200, _page(files={})), NO_PAGE),
    ("filename", _says(200, _page(files=[{"filename": 3}])), NO_PAGE),
    ("yanked", _says(200, _file(yanked=[])), NO_PAGE),
    ("no meta", _says(200, _page(meta=None)), NO_PAGE),
    ("version 2", _says(200, _page(meta={"api-version": "2.0"})), "speaks another version of the protocol than 1.x"),
    ("another package", _says(200, _page(name="bcrypt-cffi")), "answered with another package"),
    ("nothing", _says(200, _page(files=[])), UNKNOWN),
    ("other files", _says(200, _file("acme-3.1.0.tar.gz")), UNKNOWN),
    ("no version", _says(200, _file("bcrypt-old.tar.gz")), UNKNOWN),
    ("long version", _says(200, _file("bcrypt-" + "9" * 5000 + ".tar.gz")), UNKNOWN),
    ("many tags", _says(200, _file("bcrypt-1-" + "-".join([".".join(["a"] * 30_000)] * 3) + ".whl")), UNKNOWN),
    ("no times", _says(200, _page(files=[{"filename": "bcrypt-3.1.0.tar.gz"}])), NO_TIMES),
    ("null", _says(200, _time(None)), NO_TIMES),
    ("no day", _says(200, _time("2016-02-31T00:00:00Z")), NO_TIMES),
    ("no date", _says(200, _time("0000-00-00")), NO_TIMES),
    ("words", _says(200, _time("last summer")), NO_TIMES),
    ("other digits", _says(200, _time("२०१६-०८-११T00:00:00Z")), NO_TIMES),
    ("future", _says(200, _time("9999-12-31T00:00:00Z")), "gives upload times that are yet to come"),
    ("circles", _circles, "sends the question around in circles"),
    ("elsewhere", _says(302, Location="ftp://127.0.0.1/"), "cannot be reached (InvalidSchema)"),
    ("a file", _says(302, Location="file:///etc/passwd"), "cannot be reached (InvalidSchema)"),
    ("nowhere", _says(302), "answered with status 302"),
    ("large", _large, "answered with more than 64 MiB"),
    ("bomb", _says(200, BOMB, Content_Encoding="gzip"), "answered with more than 64 MiB"),
    (
        "bomb of bombs",
        _says(200, gzip.compress(BOMB), Content_Encoding="gzip, gzip"),
        "in an encoding that nobody asked",
    ),
    ("no gzip", _says(200, page("bcrypt", BCRYPT), Content_Encoding="gzip"), "cannot be reached (error)"),
    (
        "half a gzip",
        _says(200, gzip.compress(_page())[:-20], Content_Encoding="gzip"),
        "broke off in the middle of its answer",
    ),
    ("brotli", _says(200, page("bcrypt", BCRYPT), Content_Encoding="br"), ODD),
]


@pytest.mark.parametrize(("answer", "says"), [row[1:] for row in FAILURES], ids=[row[0] for row in FAILURES])
def test_a_failure_is_incomplete(
    answer: Callable[[Handler], None], says: str, index: Index, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.answer = answer
    monkeypatch.setenv("PIP_INDEX_URL", index.signed("ann", PASSWORD))
    code, said = check()
    assert code == 3, said
    assert said.startswith("requirements.txt source-unreadable: the releases of bcrypt are not known: 127.0.0.1 ")
    assert says in said
    assert PASSWORD not in said
    assert "Traceback" not in said
    assert not [*Path(os.environ["DATAHYGIENE_CACHE_DIR"]).glob("index/*/*.json")]


def test_nobody_listens(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_INDEX_URL", f"http://ann:{PASSWORD}@127.0.0.1:{taken.getsockname()[1]}/simple")
        code, said = check()
    assert code == 3
    assert "bcrypt are not known: 127.0.0.1 cannot be reached (ConnectionError)" in said
    assert PASSWORD not in said


def test_a_failure_is_not_clean_though_the_snapshot_would_be(index: Index, check: Check, project: Path) -> None:
    (project / "requirements.txt").write_text("bcrypt\nitsdangerous\n")
    index.answer = _says(500)
    assert check()[0] == 3
    assert check("--allow-incomplete")[0] == 0


def test_what_answers_is_judged_beside_what_fails(index: Index, check: Check, project: Path) -> None:
    (project / "requirements.txt").write_text("bcrypt==5.0.0\ncryptography\n")
    code, said = check()
    assert code == 1
    assert "the releases of cryptography are not known: 127.0.0.1 does not know it" in said


def test_gzip_is_read(index: Index, check: Check) -> None:
    index.answer = _says(200, gzip.compress(_page()), Content_Encoding="gzip")
    assert "77.0" in check()[1]


def test_releases_that_were_taken_back(index: Index, check: Check) -> None:
    index.packages["bcrypt"] = {"5.0.0": "2025-09-25", "6.0": "2026-10-01", "77.0": "2026-11-01!"}
    assert "the newest, 1 release later, is 6.0" in check()[1]


def test_a_release_that_the_index_dropped_keeps_its_day(index: Index, check: Check) -> None:
    """A mirror of the newest releases alone makes no old pin new."""
    index.packages["bcrypt"] = {"77.0": "2026-11-01"}
    code, said = check()
    assert code == 1
    assert "bcrypt is pinned to 5.0.0, over 1 year old; the newest, 1 release later, is 77.0" in said


def test_a_tag_that_cannot_be_sent_back(index: Index, check: Check) -> None:
    index.answer = _says(200, _page(), ETag="\xe9 x")
    first = check()
    grow_old()
    assert check() == first
    assert "if-none-match" not in index.requests[1].headers


def test_redirects_are_followed_and_tell_no_password(
    index: Index, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index.signed("ann", PASSWORD))
    with Index({"bcrypt": BCRYPT}) as other:

        def away(handler: Handler) -> None:
            if "/first/" in handler.path:
                handler.say(302, Location=f"{other.url}bcrypt/")
            else:
                # A body without an end is no reason to stay.
                handler.send_response(302)
                handler.send_header("Location", "/first/bcrypt/")
                handler.end_headers()
                handler.wfile.write(b"moved")
                handler.server.index.leaving.wait(20)

        index.answer = away
        assert "77.0" in check()[1]
    assert [one.headers.get("authorization", "")[:5] for one in index.requests] == ["Basic", "Basic"]
    assert [one.headers.get("authorization") for one in other.requests] == [None]


@pytest.fixture
def certificate(tmp_path: Path) -> str:
    """A certificate of this machine with its key; nobody trusts it unless told to."""
    if shutil.which("openssl") is None:
        pytest.skip("nothing here makes certificates")
    path = tmp_path / "certificate.pem"
    options = ["-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=127.0.0.1"]
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(path) + ".crt"]
    subprocess.run(["openssl", "req", *options, *named], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return str(path)


def test_certificates(certificate: str, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index({"bcrypt": BCRYPT}, certificate) as safe:
        monkeypatch.setenv("PIP_INDEX_URL", safe.signed("ann", PASSWORD))
        monkeypatch.setenv("PIP_TRUSTED_HOST", "127.0.0.1")
        code, said = check()
        assert code == 3
        assert "127.0.0.1 has a certificate that cannot be trusted" in said
        assert safe.requests == []
        # As in pip, its setting outweighs the variable.
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.devnull)
        monkeypatch.setenv("PIP_CERT", certificate)
        assert "77.0" in check()[1]
        monkeypatch.setenv("PIP_CERT", "/nowhere.pem")
        code, said = check("--no-cache")
        assert code == 3
        assert "127.0.0.1 cannot be reached (OSError)" in said


def test_no_redirect_leaves_encryption(certificate: str, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = Path(os.environ["HOME"], "netrc")
    netrc.write_text(f"machine 127.0.0.1 login ann password {PASSWORD}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Index({"bcrypt": BCRYPT}) as plain, Index({"bcrypt": BCRYPT}, certificate) as safe:
        # Back on the safe side it would not be seen from the end of the way.
        plain.answer = _says(302, Location=f"{safe.url}back/bcrypt/")
        safe.answer = _says(302, Location=f"{plain.url}bcrypt/")
        monkeypatch.setenv("PIP_INDEX_URL", safe.url)
        monkeypatch.setenv("PIP_CERT", certificate)
        code, said = check()
        assert code == 3
        assert "127.0.0.1 sends the question on without encryption" in said
        assert len(safe.requests) == 1
        assert plain.requests == [], "not even asked"


# Servers that keep one waiting, with little patience

IMPATIENT = Limits(connect=0.5, piece=0.5, package=1.0, all=4.0)


def _trickles(handler: Handler, head: bytes, piece: bytes) -> None:
    handler.wfile.write(head)
    while not handler.server.index.leaving.wait(0.1):
        handler.wfile.write(piece)


SLOW: dict[str, Callable[[Handler], None]] = {
    "says nothing": lambda handler: _trickles(handler, b"", b""),
    "status": lambda handler: _trickles(handler, b"HTTP/1.1 2", b"0"),
    "headers": lambda handler: _trickles(handler, b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "many headers": lambda handler: _trickles(handler, b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
    "body": lambda handler: _trickles(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "endless body": lambda handler: _trickles(handler, b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "chunks": lambda handler: _trickles(
        handler, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
    ),
    "a chunk": lambda handler: _trickles(
        handler, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", b" "
    ),
    "redirect": lambda handler: _trickles(
        handler, b"HTTP/1.1 302 x\r\nLocation: /a/\r\nContent-Length: 99999\r\n\r\n", b" "
    ),
    "an error": lambda handler: _trickles(handler, b"HTTP/1.1 500 x\r\nContent-Length: 99999\r\n\r\n", b" "),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_slow_server_keeps_nobody(kind: str, index: Index) -> None:
    index.answer = SLOW[kind]
    began = time.monotonic()
    found, failures = ask(["bcrypt"], chosen("", os.environ), limits=IMPATIENT)
    assert time.monotonic() - began < 3
    assert found == []
    (failure,) = failures
    assert failure.cause.startswith("127.0.0.1 ")
    if kind not in ("redirect", "an error"):
        assert failure.cause == "127.0.0.1 did not answer in time"


def test_a_slow_package_holds_up_no_other(index: Index) -> None:
    names = ["argon2-cffi", "bcrypt", "cryptography", "itsdangerous"]
    index.packages = dict.fromkeys(names, BCRYPT)
    slow = SLOW["headers"]

    def some(handler: Handler) -> None:
        if "argon2" in handler.path or "cryptography" in handler.path:
            slow(handler)
        else:
            name = handler.path.split("/")[2]
            handler.say(200, page(name, BCRYPT))

    index.answer = some
    found, failures = ask(names, chosen("", os.environ), limits=IMPATIENT, at_once=1)
    assert [one.name for one in found] == ["bcrypt", "itsdangerous"]
    assert [one.name for one in failures] == ["argon2-cffi", "cryptography"]


def test_all_of_it_ends_in_time(index: Index) -> None:
    index.answer = SLOW["body"]
    names = [f"package-{number}" for number in range(50)]
    began = time.monotonic()
    found, failures = ask(names, chosen("", os.environ), limits=IMPATIENT._replace(all=2.0))
    assert time.monotonic() - began < 4
    assert (found, len(failures)) == ([], 50)
    assert {one.cause for one in failures} == {
        "127.0.0.1 did not answer in time",
        "no time was left to ask 127.0.0.1",
    }


def test_no_more_are_asked_at_once_than_allowed(index: Index) -> None:
    now, most, lock = 0, 0, threading.Lock()

    def counts(handler: Handler) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        handler.say(200, page(handler.path.split("/")[2], BCRYPT))

    index.answer = counts
    found, _ = ask([f"package-{number}" for number in range(20)], chosen("", os.environ), at_once=3)
    assert len(found) == 20
    assert most == 3


def test_a_name_is_asked_for_once(index: Index) -> None:
    found, failures = ask(["bcrypt", "bcrypt", "nowhere"], chosen("", os.environ))
    assert [one.name for one in found] == ["bcrypt"]
    assert [tuple(one) for one in failures] == [("nowhere", "127.0.0.1 does not know it")]
    assert sorted(index.names) == ["bcrypt", "nowhere"]
    assert ask([], chosen("", os.environ)) == ([], [])


def test_local_builds_count_as_their_release(index: Index) -> None:
    index.packages["bcrypt"] = {
        "1.0+cu118": "2024-02-01",
        "1.0": "2024-01-01",
        "2.0+cpu": "2025-01-01!",
        "1!0": "2026-01-01",
    }
    ((found,), _) = ask(["bcrypt"], chosen("", os.environ))
    assert [tuple(one) for one in found.releases] == [
        ("1!0", "2026-01-01", False),
        ("1.0", "2024-01-01", False),
        ("2.0", "2025-01-01", True),
    ]


def test_an_address_of_version_6() -> None:
    found = chosen("", {"PIP_INDEX_URL": "http://u@[::1]:8080/simple", "PIP_CONFIG_FILE": os.devnull}).indexes
    assert [(one.url, one.user, one.host) for one in found] == [("http://[::1]:8080/simple/", "u", "::1")]
    assert "u@" not in repr(found)


# Credentials


def signed_in(index: Index, user: str = "ann", password: str = PASSWORD) -> None:
    index.signed_in = (user, password)


def test_credentials_in_the_address(index: Index, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(index, "ann@acme", f"{PASSWORD}/ü")
    code, said = check()
    assert code == 3
    assert "127.0.0.1 asks for other credentials (401)" in said
    monkeypatch.setenv("PIP_INDEX_URL", index.signed("ann%40acme", f"{PASSWORD}%2F%C3%BC"))
    code, said = check()
    assert (code, "77.0" in said) == (1, True)
    assert PASSWORD not in said
    assert "ann" not in kept().read_text() + str(kept())


def test_credentials_in_netrc(index: Index, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(index)
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ann password {PASSWORD}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert "77.0" in check()[1]


def uv(project: Path, table: str) -> None:
    (project / "pyproject.toml").write_text(f"[tool.datahygiene]\n{table}")


def test_credentials_of_a_named_index_of_uv(
    index: Index, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(index, password=f"{PASSWORD}%41")
    uv(project, f'[[tool.uv.index]]\nname = "my-corp.x"\nurl = "{index.url}"\ndefault = true\n')
    monkeypatch.setenv("UV_INDEX_MY_CORP_X_USERNAME", "ann")
    monkeypatch.setenv("UV_INDEX_MY_CORP_X_PASSWORD", f"{PASSWORD}%41")
    code, said = check()
    assert (code, "77.0" in said) == (1, True), "what is no address is written as it is"
    monkeypatch.setenv("UV_INDEX_MY_CORP_X_PASSWORD", f"{PASSWORD}-old")
    code, said = check("--no-cache")
    assert code == 3
    assert "asks for other credentials (401)" in said
    assert PASSWORD not in said


def test_a_project_cannot_send_variables_away(
    index: Index, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither pip nor uv fills in variables of an index's address."""
    monkeypatch.setenv("DEPLOY_TOKEN", PASSWORD)
    uv(project, f'[[tool.uv.index]]\nurl = "{index.url}${{DEPLOY_TOKEN}}/"\ndefault = true\n')
    check()
    assert index.names == ["bcrypt"]
    assert PASSWORD not in str(index.requests)


# Several indexes


@pytest.fixture
def other() -> Iterator[Index]:
    with Index({"bcrypt": {"5.0.0": "2025-09-26", "88.0": "2026-11-02"}}) as started:
        yield started


def test_pip_takes_the_newest_of_all_indexes(
    index: Index, other: Index, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"  {other.url}\n")
    code, said = check()
    assert code == 1
    assert "the newest, 2 releases later, is 88.0 of 2026-11-02" in said
    assert index.names == other.names == ["bcrypt"]
    other.answer = _says(500)
    assert check("--no-cache")[0] == 3, "the one that fails may know more"
    other.answer = _says(404)
    assert "77.0" in check("--no-cache")[1]
    index.answer = _says(404)
    code, said = check("--no-cache")
    assert code == 3
    assert "127.0.0.1 does not know it" in said


def test_uv_stops_at_the_first_index_that_knows_a_package(
    index: Index, other: Index, check: Check, project: Path
) -> None:
    uv(project, f'[[tool.uv.index]]\nurl = "{index.url}"\ndefault = true\n[[tool.uv.index]]\nurl = "{other.url}"\n')
    assert "88.0 of 2026-11-02" in check()[1]
    assert index.requests == []
    del other.packages["bcrypt"]
    assert "77.0" in check("--no-cache")[1]
    assert (len(index.requests), len(other.requests)) == (1, 2)


def test_uv_may_be_told_to_ask_all(index: Index, other: Index, check: Check, project: Path) -> None:
    rows = f'[[tool.uv.index]]\nurl = "{other.url}"\n[[tool.uv.index]]\nurl = "{index.url}"\ndefault = true\n'
    uv(project, f'[tool.uv]\nindex-strategy = "unsafe-best-match"\n{rows}')
    assert "2 releases later, is 88.0" in check()[1]
    assert (len(index.requests), len(other.requests)) == (1, 1)


@pytest.mark.parametrize("explicit", ["true", "false"])
def test_the_index_of_one_package(
    explicit: str, index: Index, other: Index, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"main={index.url}")
    (project / "requirements.txt").write_text("bcrypt==5.0.0\nitsdangerous==2.2.0\n")
    uv(
        project,
        '[tool.uv.sources]\nBCrypt = [{ index = "corp", marker = "x" }, { git = "y" }]\n'
        f'[[tool.uv.index]]\nname = "corp"\nurl = "{other.url}"\nexplicit = {explicit}\n',
    )
    assert "88.0 of 2026-11-02" in check()[1]
    assert index.names == ["itsdangerous"]
    assert sorted(other.names) == (["bcrypt"] if explicit == "true" else ["bcrypt", "itsdangerous"])


def test_an_explicit_index_is_asked_for_nothing_else(index: Index, other: Index, check: Check, project: Path) -> None:
    uv(
        project,
        f'[[tool.uv.index]]\nname = "corp"\nurl = "{other.url}"\nexplicit = true\n'
        f'[[tool.uv.index]]\nurl = "{index.url}"\ndefault = true\n',
    )
    assert "77.0" in check()[1]
    assert other.requests == []


def test_no_index(index: Index, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in ("PIP_NO_INDEX", "UV_NO_INDEX"):
        monkeypatch.setenv(setting, "1")
        code, said = check()
        assert code == 3
        assert "no index is set up that a question could go to" in said
        uv(project, "[tool.uv]\n")
    assert index.requests == []


def test_pips_files(index: Index, other: Index, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of the command outweighs what is said of all, though another file says it later."""
    monkeypatch.delenv("PIP_INDEX_URL")
    weak, strong = tmp_path / "etc" / "pip", tmp_path / "own.conf"
    weak.mkdir(parents=True)
    (weak / "pip.conf").write_text(f"[install]\nindex_url = {index.url}\n")
    strong.write_text(
        f"[global]\nindex-url = {other.url}\nextra-index-url =\n    {other.url}\n    file:///srv/wheels\n"
    )
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(strong))
    assert "2 releases later, is 88.0" in check()[1]
    assert (len(index.requests), len(other.requests)) == (1, 1)


@pytest.mark.parametrize(
    "table",
    [
        "[tool.uv]\nindex = 3\n",
        "[tool.uv]\nindex = [3, {url = 3}, {url = 'http://[::1'}, {url = 'http://x:y/'}]\n",
        "[tool.uv]\nsources = 3\nextra-index-url = {}\nindex-url = [[]]\n",
        "[tool.uv.sources]\nbcrypt = [3, { index = [] }]\n",
        "[[tool.uv.index]]\nname = 3\nurl = ''\n",
        "[tool.uv]\nindex-strategy = []\n",
    ],
)
def test_settings_that_are_none(
    table: str, index: Index, check: Check, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.url)
    uv(project, table)
    assert "77.0" in check()[1]


# A proxy


def test_a_proxy(index: Index, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets the whole address; nobody else is asked."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://index.invalid/simple")
    with Index({"bcrypt": BCRYPT}) as proxy:
        address = proxy.signed("ann", PASSWORD).removesuffix("/simple/")
        monkeypatch.setenv("HTTP_PROXY", address)
        monkeypatch.setenv("http_proxy", address)
        assert "77.0" in check()[1]
        assert [one.path for one in proxy.requests] == ["http://index.invalid/simple/bcrypt/"]
        proxy.answer = _says(502)
        code, said = check("--no-cache")
        assert code == 3
        assert "index.invalid answered with status 502" in said
        assert PASSWORD not in said
        # As in pip, its setting outweighs the variable.
        monkeypatch.setenv("PIP_PROXY", index.url.removesuffix("/simple/"))
        assert "77.0" in check("--no-cache")[1]
    monkeypatch.setenv("PIP_PROXY", address)
    code, said = check("--no-cache")
    assert code == 3
    assert "index.invalid cannot be reached through the proxy" in said
    assert PASSWORD not in said

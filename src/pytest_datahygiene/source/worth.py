"""Is there anything in these bytes that an extractor would find? Told by counting and looking up, never by parsing."""

from __future__ import annotations

from pytest_datahygiene.catalog.leaving import keeps, reaches, sends, tells
from pytest_datahygiene.catalog.seeds import set_aside
from pytest_datahygiene.source.decoding import decode, wide
from pytest_datahygiene.source.digits import might_hold_card
from pytest_datahygiene.source.vocabulary import DECLARED, SENT, TOLD, Present, Seeds

_ALIASES = 16
_BRACKETS = 5000
# Languages of data files.
_RECORDS = frozenset({"avro", "csv", "json", "notebook", "protobuf", "sql", "sqlite", "yaml"})
_RUNNING = (b"python-version", b"pip install", b"image:", b"untime:", b"uv pip ", b"poetry add")
_POLICIES = (b"passwordpolicy", b"password_policy")


def worth_reading(path: str, data: bytes, language: str, seeds: Seeds) -> Present | None:
    """Return the seeds of a file that is worth an extractor's time, ``None`` for any other.

    Of tests and the like only the literals count.
    """
    if wide(data):
        data = decode(data, python=False).text.encode("utf-8", "replace")
        if language == "python":
            # No Python reads it: that is said, and its literals are looked at.
            return Present([])
    if language in ("python", "sql") and not set_aside(path):
        present = seeds.present(data)
        if present.strongest in (TOLD, SENT):
            text = data.decode("latin-1")
            does = tells(text) or keeps(text) if present.strongest == TOLD else sends(text)
            if not (does or reaches(text)):
                present = present.named
        if present.strongest and (language == "python" or b"table" in data.lower()):
            return present
        if present.seeds and language == "python" and not present.strongest:
            return present
    if language == "python" and (b"# /// script" in data or asks(path, data.decode("latin-1"))):
        return Present([])
    return Present([]) if _worth_a_look(data, language) or _may_hold_records(data, language, seeds) else None


def _may_hold_records(data: bytes, language: str, seeds: Seeds) -> bool:
    """Tell whether the beginning of a data file has names of what people may be asked for, as often as records do."""
    if language not in _RECORDS:
        return False
    from pytest_datahygiene.source.naming import names

    head = names(data, language)
    return any(one.kind >= DECLARED or one.kind == SENT for one in seeds.present(head).seeds) if head else False


def _worth_a_look(data: bytes, language: str) -> bool:
    """Tell whether a file that holds no seed has something else to say."""
    if b"datahygiene:" in data or might_hold_card(data):
        return True
    if language == "markup":
        lower = data.lower()
        return b"password" in lower and (b"paste" in lower or b"autocomplete" in lower)
    if language == "json":
        return _sets_policy(data)
    if language == "yaml":
        return b"dependencies" in data or _sets_policy(data) or _knotted(data) or _runs(data)
    if language == "python":
        return _broken(data)
    # Lists of packages are small, and every line of them counts.
    return language not in ("sql", "text")


def asks(path: str, text: str) -> bool:
    """Tell whether a Python file may ask for packages in its code."""
    name = path.rpartition("/")[2]
    return (name == "setup.py" and "_require" in text) or (name == "noxfile.py" and "session.install" in text)


def _sets_policy(data: bytes) -> bool:
    """Tell whether a file may set up the password policy of another house."""
    lower = data.lower()
    return any(name in lower for name in _POLICIES)


def _runs(data: bytes) -> bool:
    """Tell whether a YAML file may name what runs, or what is installed."""
    return any(word in data for word in _RUNNING)


def _broken(data: bytes) -> bool:
    """Tell whether a Python file should be shown to the parser just to hear that it is none."""
    if (not data.isascii() or b"coding" in data[:400]) and decode(data, python=True).cause:
        return True
    from pytest_datahygiene.source.outline import suspicious

    return suspicious(data)


def _knotted(data: bytes) -> bool:
    """Tell whether a YAML file has so many aliases or brackets that somebody may have made it to do harm, and should
    hear of it."""
    return (b"&" in data and data.count(b"*") > _ALIASES) or data.count(b"[") + data.count(b"{") > _BRACKETS

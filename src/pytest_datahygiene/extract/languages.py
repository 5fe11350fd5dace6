"""Which extractor reads a file, told by its name."""

from __future__ import annotations

import os

_NAMES = {
    "pyproject.toml": "pyproject",
    "setup.cfg": "setupcfg",
    "pipfile": "lockfiles",
    "pipfile.lock": "lockfiles",
    "poetry.lock": "lockfiles",
    "uv.lock": "lockfiles",
    "pdm.lock": "lockfiles",
    "tox.ini": "tox",
    "runtime.txt": "versionfile",
    ".python-version": "versionfile",
    ".tool-versions": "versionfile",
}
_ENDINGS = {
    ".py": "python",
    ".pyi": "python",
    ".pyw": "python",
    ".sql": "sql",
    ".ddl": "sql",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".json": "json",
    ".jsonl": "json",
    ".avsc": "avro",
    ".proto": "protobuf",
    ".csv": "csv",
    ".tsv": "csv",
    ".ipynb": "notebook",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    **dict.fromkeys(".htm .html .j2 .jinja .jinja2 .svelte .vue".split(), "markup"),
} | dict.fromkeys(
    (
        ".bash .bat .cfg .conf .css .env .graphql .ini .java .js"
        " .jsx .log .md .mdx .po .properties .ps1 .rb .rst .sh .tf .toml .ts .tsx .txt"
        " .xml"
    ).split(),
    "text",
)

# What each extractor can give, by the names of the facts: the engine skips the files that no chosen rule needs.
GIVES = {
    "python": frozenset(
        "AttributeSet CallMade CardNumberSeen ClassDeclared CodeMade FieldDeclared FieldDropped FunctionCoded"
        " FunctionLowered KeyUsed KeyWritten ListNamed PackageRequired PasswordCompared PasswordCut PasswordInput"
        " RuntimeNamed SecondFactorSeen SettingAssigned SignInMade TextChecked UrlHolds ValidatorsSet".split()
    ),
    "sql": frozenset({"CardNumberSeen", "FieldDeclared", "FieldDropped", "RecordsSeen"}),
    "json": frozenset({"CardNumberSeen", "RecordsSeen", "ValidatorsSet"}),
    "avro": frozenset({"CardNumberSeen", "FieldDeclared"}),
    "protobuf": frozenset({"CardNumberSeen", "FieldDeclared"}),
    "csv": frozenset({"CardNumberSeen", "RecordsSeen"}),
    "notebook": frozenset({"CardNumberSeen", "RecordsSeen"}),
    "sqlite": frozenset({"RecordsSeen"}),
    "markup": frozenset({"CardNumberSeen", "PasswordInput"}),
    "text": frozenset({"CardNumberSeen"}),
    "yaml": frozenset(
        {"CardNumberSeen", "ListNamed", "PackageRequired", "RecordsSeen", "RuntimeNamed", "ValidatorsSet"}
    ),
} | dict.fromkeys(
    ("container", "lockfiles", "pyproject", "requirements", "setupcfg", "tox", "versionfile"),
    frozenset({"CardNumberSeen", "ListNamed", "PackageRequired", "RuntimeNamed"}),
)


def language(path: str) -> str:
    """Return the extractor for a path, ``""`` for a file that none reads."""
    name = os.path.basename(path).lower()
    if name in _NAMES:
        return _NAMES[name]
    stem, ending = os.path.splitext(name)
    listed = any(stem.startswith(word) or stem.endswith((word, word + "s")) for word in ("requirement", "constraint"))
    listed = listed or stem in ("reqs", "require")
    if ending in (".txt", ".in", ".pip") and (listed or "/requirements/" in "/" + path.lower()):
        return "requirements"
    if ending == ".toml" and stem.startswith("pylock"):
        return "lockfiles"
    if ending == ".lock" and stem.endswith(".py"):
        # Beside a script with its own list of packages.
        return "lockfiles"
    if name.startswith(("dockerfile", "containerfile")) or ending in (".dockerfile", ".containerfile"):
        return "container"
    return _ENDINGS.get(ending, "text" if stem.startswith(".env") else "")

"""The options of the command line."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, HelpFormatter, Namespace

from pytest_datahygiene import __version__
from pytest_datahygiene.config import LEVELS
from pytest_datahygiene.errors import UsageError
from pytest_datahygiene.reports import FORMATS
from pytest_datahygiene.reports.crypto import FORMATS as CRYPTO_FORMATS
from pytest_datahygiene.reports.inventory import FORMATS as INVENTORY_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_ABOUT = "Finds customer data that a Python project keeps, leaks or guards badly."
_CODES = "exit codes: 0 clean, 1 findings, 2 usage, 3 incomplete, 4 our own error"


class _Parser(ArgumentParser):
    """A parser whose complaints pass the one error boundary."""

    def _get_formatter(self) -> HelpFormatter:
        # Asked for at every option; without a width it loads what measures the terminal.
        return HelpFormatter(self.prog, width=100)

    def error(self, message: str) -> NoReturn:
        if message.startswith("unrecognized arguments:"):
            # Values are not repeated: whoever mistypes an option may have put a secret behind it.
            message = " ".join(word.partition("=")[0] for word in message.split(" "))
        raise UsageError(f"{message}; see `{self.prog} --help`")


def parse(arguments: list[str]) -> Namespace:
    """Return the options, the verb among them as ``verb``; raise ``UsageError`` for a slip."""
    parser = _Parser(prog="datahygiene", description=_ABOUT, epilog=_CODES, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"datahygiene {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, prog="datahygiene")
    for name, says, add in _VERBS:
        verb = verbs.add_parser(name, help=says, description=says, allow_abbrev=False)
        # Only the chosen verb's options are worth making.
        if name in arguments:
            add(verb)
    return parser.parse_args(arguments)


def _check(verb: ArgumentParser) -> None:
    verb.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to check; the whole project if none")
    _choosing(verb)
    _telling(verb)
    verb.add_argument("--format", choices=FORMATS, default="full", help="form of the report (default: full)")
    verb.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in the report")
    verb.add_argument("--statistics", action="store_true", help="tell on stderr how much work it was")
    verb.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="judge as if it were this day")


def _telling(verb: ArgumentParser) -> None:
    """Add the options for what others tell about packages."""
    verb.add_argument("--online", action="store_true", help="ask your package index for the days of releases")
    says = "be incomplete (3) if the release days are over 30 days old"
    verb.add_argument("--require-fresh-data", action="store_const", const=True, help=says)
    says = "more advisories: a folder of OSV files, or what `pip-audit -f json` wrote; may be given again"
    verb.add_argument("--advisories", action="append", metavar="PATH", help=says)
    says = "statements that flaws are without effect (OpenVEX, CycloneDX); may be given again"
    verb.add_argument("--vex", action="append", metavar="PATH", help=says)


def _inventory(verb: ArgumentParser) -> None:
    verb.add_argument(
        "paths", nargs="*", metavar="FOLDER", help="the project; the one around the working folder if none"
    )
    _reading(verb)
    verb.add_argument(
        "--format", choices=INVENTORY_FORMATS, default="text", help="form of the inventory (default: text)"
    )
    verb.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in the text")


def _crypto(verb: ArgumentParser) -> None:
    verb.add_argument(
        "paths", nargs="*", metavar="FOLDER", help="the project; the one around the working folder if none"
    )
    _reading(verb)
    verb.add_argument("--format", choices=CRYPTO_FORMATS, default="text", help="form of the bill (default: text)")


def _choosing(verb: ArgumentParser) -> None:
    """Add the options that stand for settings."""
    for name, says in (
        ("only", "run these rules and families alone"),
        ("ignore", "do not run these rules and families, nor those that the settings ignore"),
    ):
        verb.add_argument(f"--{name}", action="append", metavar="NAME,NAME", help=f"{says}; may be given again")
    verb.add_argument("--profile", help="password policy: article, nist, pci, asvs, cyber-essentials, own, ...")
    _reading(verb)


def _reading(verb: ArgumentParser) -> None:
    """Add the options for settings about what is read and kept."""
    verb.add_argument("--config", default="", metavar="FILE", help="settings from this TOML file; `none` for none")
    says = "leave out files that match, as in .gitignore, and those that the settings exclude; may be given again"
    verb.add_argument("--exclude", action="append", metavar="PATTERN", help=says)
    verb.add_argument("--level", choices=LEVELS, help="how much personal data counts")
    verb.add_argument("--jobs", type=_count, metavar="N", help="most worker processes; 0: one a processor")
    verb.add_argument("--cache-dir", metavar="FOLDER", help="where to keep what is known between runs")
    verb.add_argument("--no-cache", action="store_const", const=True, help="keep nothing between runs")
    verb.add_argument("--allow-incomplete", action="store_const", const=True, help="exit with 0 instead of 3")


def _explain(verb: ArgumentParser) -> None:
    verb.add_argument("rule", metavar="RULE", help="a rule's name")


def _rules(verb: ArgumentParser) -> None:
    verb.add_argument("family", nargs="?", default="", metavar="FAMILY", help="of this family alone")


def _config(verb: ArgumentParser) -> None:
    verb.add_argument("show", choices=("show",), help="print the settings in force, and who chose them")
    verb.set_defaults(paths=[])
    _choosing(verb)


def _data(verb: ArgumentParser) -> None:
    verb.add_argument("what", choices=("show", "update"), help="show its age, or fetch a new one from your index")
    verb.add_argument("--output", default="", metavar="FILE", help="write the new snapshot here; yours if not given")


_VERBS = (
    ("check", "check files or the whole project", _check),
    ("explain", "say what a rule finds, why it matters and what to do", _explain),
    ("rules", "list the rules", _rules),
    ("inventory", "show what is kept where: kinds of data, places, protection", _inventory),
    ("crypto", "list what encrypts, hashes and signs: algorithms, protocols, libraries", _crypto),
    ("data", "show or update the snapshot of release days", _data),
    ("config", "show the settings in force", _config),
)


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day such as 2026-11-23") from None


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)

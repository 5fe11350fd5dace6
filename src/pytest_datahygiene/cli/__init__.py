"""The terminal's door. Each verb is a module, loaded when it is chosen."""

from __future__ import annotations

import sys

from pytest_datahygiene import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for and return the exit code.

    0 clean, 1 findings, 2 a slip in an option or a setting, 3 nothing found but files went unread, 4 our own error,
    130 and 143 stopped.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments == ["--version"]:
        # Asked by every tool that starts us, so it is answered before anything else is loaded.
        sys.stdout.write(f"datahygiene {__version__}\n")
        return 0
    from pytest_datahygiene.cli import output
    from pytest_datahygiene.errors import UsageError

    output.prepare()
    try:
        return _run(arguments)
    except UsageError as error:
        output.note(f"datahygiene: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  # the boundary: our own fault becomes a log and a code
        from pytest_datahygiene.cli.crash import write_log

        output.note(f"datahygiene: this is our bug; please send {write_log(error)}")
        return 4


def _run(arguments: list[str]) -> int:
    from importlib import import_module

    from pytest_datahygiene.cli.options import parse

    options = parse(arguments)
    _leave_on_sigterm()
    code: int = import_module(f"pytest_datahygiene.cli.{options.verb}").run(options)
    return code


def _leave_on_sigterm() -> None:
    """Make SIGTERM unwind the stack, so that workers end with us."""
    import signal

    def leave(_number: int, _frame: object) -> None:
        sys.exit(143)

    try:
        signal.signal(signal.SIGTERM, leave)
    except ValueError:
        # Only the main thread may ask for signals.
        return

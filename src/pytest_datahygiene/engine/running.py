"""The runtimes that a run itself is made with."""

from __future__ import annotations

import os
import platform
import ssl

from pytest_datahygiene.facts import Place, RuntimeNamed

# Where libraries of a distribution lie.
_SYSTEM = ("/usr/lib", "/lib", "/usr/lib64", "/lib64")


def running(root: str) -> list[RuntimeNamed]:
    """Return the interpreter and the OpenSSL that it uses, as found at the project's own settings."""
    at = Place("pyproject.toml" if os.path.exists(os.path.join(root, "pyproject.toml")) else ".", 1)
    found = [RuntimeNamed(at, "python", platform.python_version(), tells="the tests", running=True)]
    name, _, rest = ssl.OPENSSL_VERSION.partition(" ")
    if name == "OpenSSL":
        version = rest.partition(" ")[0]
        found.append(RuntimeNamed(at, "openssl", version, tells="the tests", running=True, system=_system()))
    return found


def _system() -> tuple[str, str]:
    """Return the distribution whose OpenSSL this is, empty for one that the interpreter brought along."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            used = [line.split()[-1] for line in maps if "libssl" in line]
        told = platform.freedesktop_os_release()
    except (OSError, UnicodeDecodeError):
        return "", ""
    own = bool(used) and all(path.startswith(_SYSTEM) for path in used)
    return (told.get("ID", ""), told.get("VERSION_ID", "")) if own else ("", "")

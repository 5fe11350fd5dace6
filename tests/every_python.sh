#!/bin/sh
# Runs the suite on every interpreter from 3.10 up that is on the path or in pyenv, each in a virtual environment of its own.
set -eu
cd "$(dirname "$0")/.."
tools=$(sed -n '/^test = \[/,/^\]/s/^ *"\(.*\)",/\1/p' pyproject.toml)

# Prints the first interpreter of a version that starts: what pyenv puts on the path may be a shim of one not chosen here.
interpreter() {
    for python in "$(command -v "python3.$1" || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$1".*/bin/python; do
        if "$python" -c "import sys; sys.exit(sys.version_info[:2] != (3, $1))" 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

ran=0
for minor in 10 11 12 13 14; do
    python=$(interpreter "$minor")
    [ -n "$python" ] || continue
    echo "== Python 3.$minor"
    venv=".venv-3.$minor"
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    # shellcheck disable=SC2086  # one requirement a word
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable . $tools
    "$venv/bin/python" -m pytest -n auto --dist worksteal
    ran=$((ran + 1))
done
[ "$ran" -gt 0 ] || { echo "no Python from 3.10 up found" >&2; exit 1; }
echo "passed on $ran interpreters"

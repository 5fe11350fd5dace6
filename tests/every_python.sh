#!/bin/sh
# Runs the suite on every interpreter from 3.10 up that is on the path or in pyenv, each in a virtual environment of its own.
set -eu
cd "$(dirname "$0")/.."
tools=$(sed -n '/^test = \[/,/^\]/s/^ *"\(.*\)",/\1/p' pyproject.toml)
ran=0
for minor in 10 11 12 13 14; do
    python=$(command -v "python3.$minor" || ls -d "$HOME"/.pyenv/versions/3."$minor".*/bin/python 2>/dev/null | tail -n 1 || true)
    [ -n "$python" ] && "$python" -c "import sys; sys.exit(sys.version_info[:2] != (3, $minor))" 2>/dev/null || continue
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

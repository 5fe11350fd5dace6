"""The engine as pytest's door calls it."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pytest_datahygiene.config import Config, load
from pytest_datahygiene.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from pytest_datahygiene.findings.judged import Judged
    from pytest_datahygiene.findings.report import Report
    from pytest_datahygiene.plugin.keeping import Kept


def project_config(root: str) -> Config:
    """Return the project's settings; raise ``pytest.UsageError`` for a slip in them."""
    with _slips():
        return load(root)


@contextmanager
def _slips() -> Iterator[None]:
    """Turn our slips into pytest's, masked: settings are quoted in them."""
    try:
        yield
    except UsageError as error:
        from pytest_datahygiene.findings.mask import show

        raise pytest.UsageError(show(str(error))) from None


def selected(config: Config) -> dict[str, str]:
    """Return the names of the rules that the settings choose, and their families."""
    from pytest_datahygiene.engine import pipeline
    from pytest_datahygiene.rules import families

    with _slips():
        names = pipeline.selected(config)
    return {name: family for name, family in families().items() if name in names}


def judge(root: str, paths: tuple[str, ...], config: Config, today: str = "", *, running: bool = False) -> Report:
    """Run the engine, out of reach of the filters that turn warnings into errors; ``running`` judges Python too."""
    with warnings.catch_warnings(), _slips():
        warnings.simplefilter("ignore")
        from pytest_datahygiene.engine import check

        return check(root, paths, config, today=today, excerpts=True, running=running)


class Checker:
    """What the ``datahygiene`` fixture gives. Relative paths start at pytest's root."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)

    def password_policy(
        self,
        validator: Any,
        profile: str = "article",
        *,
        field: str = "password",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Fail with a password that ``validator`` accepts and that ``profile`` does not allow.

        ``validator`` is a function of a password, or a class of Django forms, serializers of Django REST framework,
        WTForms, marshmallow or pydantic, whose ``field`` is filled; ``data`` fills the others. Nothing else is run.
        Raise ``pytest.UsageError`` for an unknown profile.
        """
        __tracebackhide__ = True
        from pytest_datahygiene.plugin.policy import judged

        try:
            fault = judged(validator, profile, field, data or {})
        except KeyError:
            message = f"no profile is called {profile!r}"
            raise pytest.UsageError(message) from None
        if fault:
            pytest.fail(fault, pytrace=False)

    def inventory(self) -> Kept:
        """Return what the project keeps, for assertions about it.

        Raise ``pytest.UsageError`` for a slip in the settings.
        """
        from pytest_datahygiene.plugin.keeping import Kept

        config = project_config(self._root)
        with warnings.catch_warnings(), _slips():
            warnings.simplefilter("ignore")
            from pytest_datahygiene.engine.inventory import inventory

            made = inventory(self._root, (), config)
        return Kept(made.rows, [] if config.allow_incomplete else made.unreadable)

    def check(self, path: str | os.PathLike[str] = "", *, today: str = "") -> Checked:
        """Check a file or a folder, by default the whole project, as if on the day ``today`` (ISO 8601).

        Raise ``pytest.UsageError`` when there is none, or for a slip in the settings.
        """
        place = os.path.realpath(os.path.join(self._root, path))
        if not os.path.exists(place):
            raise pytest.UsageError(f"no such file or folder: {os.fspath(path)!r}")
        config = project_config(self._root)
        inside = os.path.commonpath([self._root, place]) == self._root
        root = self._root if inside else place if os.path.isdir(place) else os.path.dirname(place)
        return Checked(judge(root, (place,), config, today), os.fspath(path), config)


class Checked:
    """What was found in one place: ``findings`` in order, and the whole ``report``."""

    def __init__(self, report: Report, place: str, config: Config) -> None:
        self.report = report
        self._place = place or "the project"
        self._config = config

    @property
    def findings(self) -> tuple[Judged, ...]:
        """The findings of all rules."""
        return tuple(self.report.findings)

    def assert_clean(self, *names: str) -> None:
        """Fail if rules, or rules of families, of these names found something; of all rules if none is named.

        Fail also if files could not be analysed, unless ``allow-incomplete`` is set. Raise ``pytest.UsageError`` for a
        name that is no rule's and no family's, or whose rules the settings leave out: nothing would have been checked.
        """
        __tracebackhide__ = True
        with _slips():
            wanted = self._rules(names)
        found = [judged for judged in self.report.findings if judged.rule in wanted]
        missed = [] if self._config.allow_incomplete else self.report.unreadable
        if found or missed:
            from pytest_datahygiene.plugin.wording import failure

            raise AssertionError(failure(self._place, found, missed))

    def _rules(self, names: tuple[str, ...]) -> set[str]:
        from pytest_datahygiene.config import near
        from pytest_datahygiene.rules import families

        known = families()
        for name in names:
            meant = {rule for rule, family in known.items() if name in (rule, family)}
            if not meant:
                slip = near(name, {*known, *known.values()})
                raise UsageError(f"no rule or family is called {name!r}{slip}")
            if meant.isdisjoint(self.report.rules):
                raise UsageError(f"the settings leave {name!r} out, so nothing was checked")
        return {rule for rule in self.report.rules if not names or {rule, known[rule]} & set(names)}

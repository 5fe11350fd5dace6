"""One item a rule, and a last one that fails when not everything was analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_datahygiene.plugin.door import Door

NAME = "datahygiene"
COMPLETE = "complete"


class RuleFailed(Exception):
    """What a rule found, ready to be read."""


class Rules(pytest.Collector):
    """The collector of the items. Their ids say nothing of findings, so one run's choice fits the next run."""

    def __init__(self, *, door: Door, **given: Any) -> None:
        super().__init__(**given)
        self._door = door

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the items in the order of their names, the one for completeness last."""
        for name, family in self._door.rules.items():
            yield RuleItem.from_parent(self, name=name, door=self._door, family=family)
        yield RuleItem.from_parent(self, name=COMPLETE, door=self._door, family="")


class RuleItem(pytest.Item):
    """Passes when a rule finds nothing in the project."""

    def __init__(self, *, door: Door, family: str, **given: Any) -> None:
        super().__init__(**given)
        self._door = door
        self.add_marker(NAME)
        if family:
            self.extra_keyword_matches.add(family)

    def runtest(self) -> None:
        """Raise ``RuleFailed`` with what was found; the first item of a run waits for the engine."""
        verdict = self._door.verdict(self.name)
        if verdict:
            raise RuleFailed(verdict)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the findings as they are: a traceback through this package helps nobody."""
        if isinstance(excinfo.value, RuleFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where pytest says the item is: no file of the project holds it."""
        return self.config.rootpath / NAME, None, self.name

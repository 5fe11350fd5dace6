"""Puts the items into a run, and sees to it that the engine runs once."""

from __future__ import annotations

import json
from typing import Any, Protocol

import pytest

from pytest_datahygiene.plugin.checking import judge, project_config, selected
from pytest_datahygiene.plugin.items import COMPLETE, NAME, Rules


class Node(Protocol):
    """A worker of pytest-xdist as its controller sees it."""

    workerinput: dict[str, Any]


class Door:
    """The plugin that is registered when the items are asked for; ``rules`` are their names and families.

    The verdicts are texts by the names of items: what makes each fail, nothing when it passes. Under pytest-xdist the
    controller finds them and hands them to its workers.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._root = str(config.rootpath)
        self._settings = project_config(self._root)
        self.rules = selected(self._settings)
        shipped = getattr(config, "workerinput", {}).get(NAME)
        self._verdicts: dict[str, str] | None = None if shipped is None else json.loads(shipped)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Add the items where ``-k``, ``-m`` and ``--lf`` still see them, whatever files were collected."""
        items.extend(session.genitems(Rules.from_parent(session, name=NAME, nodeid=NAME, door=self)))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Node) -> None:
        """Hand the verdicts to a worker of pytest-xdist before it starts."""
        node.workerinput[NAME] = json.dumps(self._found())

    def verdict(self, name: str) -> str:
        """Return what makes an item fail, ``""`` when it passes."""
        return self._found().get(name, "")

    def _found(self) -> dict[str, str]:
        if self._verdicts is None:
            try:
                self._verdicts = self._judged()
            except Exception as error:  # noqa: BLE001  # a fault of ours fails the items, not the rest of the run
                self._verdicts = dict.fromkeys([*self.rules, COMPLETE], _broken(error))
        return self._verdicts

    def _judged(self) -> dict[str, str]:
        from pytest_datahygiene.plugin.wording import incomplete, verdict

        report = judge(self._root, (), self._settings, running=True)
        if self._settings.prove:
            from pytest_datahygiene.plugin.proving import prove

            prove(report, self._settings)
        verdicts = {name: verdict([one for one in report.findings if one.rule == name]) for name in report.rules}
        if report.unreadable and not self._settings.allow_incomplete:
            verdicts[COMPLETE] = incomplete(report.unreadable)
        return verdicts


def _broken(error: Exception) -> str:
    import traceback

    from pytest_datahygiene.findings.mask import show

    lines = "".join(traceback.format_exception(error)).splitlines()
    return "\n".join(["nothing was checked, and this is our bug; please send:", *map(show, lines)])

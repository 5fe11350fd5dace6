"""The edges of a program's functions, and which calls lead where: looked up by every state that moves."""

from __future__ import annotations

from collections import defaultdict

from pytest_datahygiene.flow.taint.paths import Way, taken_apart
from pytest_datahygiene.flow.taint.program import Program


class Links:
    """``ways`` are the edges of each function by the base that they begin at, ``targets`` the functions that each call
    of it may reach, ``sites`` the calls that may reach a function, ``users`` the functions that read something global.
    """

    def __init__(self, program: Program) -> None:
        self.ways: list[dict[str, list[Way]]] = [defaultdict(list) for _ in program.functions]
        self.targets: list[list[list[int]]] = []
        self.sites: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.users: dict[str, set[int]] = defaultdict(set)
        for number, one in enumerate(program.functions):
            whole = {edge.target for edge in one.edges}
            for edge in one.edges:
                way = taken_apart(edge.source, edge.target, edge.line, edge.hidden)
                if one.put and way.target.keys[-1:] and way.target.keys[-1] in one.put:
                    holder = edge.target.rpartition("/")[0]
                    way = way._replace(put=holder in whole or "#" not in holder)
                self.ways[number][way.source.base].append(way)
                if way.source.base[:2] in ("g:", "o:"):
                    self.users[way.source.base].add(number)
            self.targets.append([program.targets(number, call) for call in range(len(one.calls))])
            for call, targets in enumerate(self.targets[number]):
                for target in targets:
                    self.sites[target].append((number, call))

    def reach(self, function: int, number: int, targets: list[int]) -> None:
        """Let a call reach functions that were found later."""
        self.targets[function][number] = targets
        for target in targets:
            self.sites[target].append((function, number))

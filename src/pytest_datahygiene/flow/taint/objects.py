"""Objects that are told by their own text, and not by all that is in them."""

from __future__ import annotations

from itertools import pairwise

from pytest_datahygiene.flow.taint import declared
from pytest_datahygiene.flow.taint.solver import Solver, back
from pytest_datahygiene.flow.taint.states import State

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route"})


def is_related(state: State, solver: Solver) -> bool:
    """Tell whether what is kept is another object, of which an attribute was known to be something: it is kept by
    itself."""
    carried = [step for step, _, _ in back(state, solver)]
    first = carried[-1]
    read = first.at.keys[-1:] != () and first.at.keys[-1] in solver.program.functions[first.function].attributes
    return read and solver.picked.isdisjoint(carried)


def is_object(state: State, solver: Solver) -> bool:
    """Tell whether what arrives is an object of which only an attribute was known to be something: it is told by its
    own name. What a request makes tells all that is in it."""
    ways = [step for step, _, _ in back(state, solver)]
    if ways[-1] in solver.begins.objects and state.at.keys[-len(ways[-1].at.keys) :] == ways[-1].at.keys:
        return True
    if any(_is_whole_object(after, before, solver) for after, before in pairwise(ways)):
        return True
    carried: list[State] = []
    for step in ways:
        carried.append(step)
        if step in solver.picked:
            break
    functions = [solver.program.functions[step.function] for step in carried]
    inside = len(state.at.keys) > 2 and any(state.at.keys[1] in one.attributes for one in functions)
    first = carried[-1]
    if first not in solver.picked:
        inside = inside or (first.at.keys[-1:] != () and first.at.keys[-1] in functions[-1].attributes)
    made = not solver.put.isdisjoint(carried) or any(_makes_object(step, solver) for step in carried[1:])
    return made or (inside and not _is_brought_in(first, solver))


def is_address(state: State, solver: Solver) -> bool:
    """Tell whether a secret is what opens the service that is called: part of its address or of the headers."""
    call = solver.program.functions[state.function].calls[int(state.at.base[1:])]
    return bool(call.host) and state.at.keys[0] in ("#0", "#url", "#headers", "#auth", "#params")


def _is_whole_object(after: State, before: State, solver: Solver) -> bool:
    """Tell whether what moved on is an object of the project, methods and all, and not a part of it."""
    base, keys = before.at
    if not keys or keys[0][:1] == "#" or after.at.keys[-len(keys) :] != keys or after.function != before.function:
        return False
    classes = {name.rpartition(".")[2] for name in solver.program.classes_named(before.function, base)}
    if any(_tells_all(name, solver) for name in classes):
        return False
    return base == "p:self" or solver.has_methods(before.function, base)


def _makes_object(state: State, solver: Solver) -> bool:
    """Tell whether at an argument an object is made of whose class nothing says that it tells all that is in it."""
    base, keys = state.at
    if not keys or keys[0][:1] != "#" or not (keys[0][1:].isidentifier() or keys[0][1:].isdigit()):
        return False
    callee = solver.program.functions[state.function].calls[int(base[1:])].callee
    name = callee.rpartition(".")[2]
    if not name[:1].isupper() or name.endswith(("Error", "Exception", "Warning")):
        return False
    return not _tells_all(name, solver) and not solver.program.fields(callee)


def _is_brought_in(source: State, solver: Solver) -> bool:
    """Tell whether data begins at a parameter whose class says what a request holds."""
    classes = {name.rpartition(".")[2] for name in solver.program.classes_named(source.function, source.at.base)}
    routed = any(map(_is_route, solver.program.functions[source.function].decorators))
    return bool(classes) and (routed or any(_tells_all(name, solver) for name in classes))


def _tells_all(name: str, solver: Solver) -> bool:
    """Tell whether the text of an object of a class holds all its fields."""
    return isinstance(solver.known.get(name), declared.Plain)


def _is_route(decorator: str) -> bool:
    return decorator.rpartition(".")[2] in _VERBS

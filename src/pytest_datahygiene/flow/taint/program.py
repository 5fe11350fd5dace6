"""The functions of the project, and which of them a call may reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pytest_datahygiene.facts import ClassDeclared, FunctionLowered
from pytest_datahygiene.facts.lowered import Called
from pytest_datahygiene.flow.taint.paths import last_name

# A method that so many classes have says nothing about its receiver.
FEW = 3
# Methods that objects of other libraries have too.
COMMON = frozenset(
    """
    get set add save create update delete run call execute send post put pop append close open read write load process
    handle info debug error warning init setup start stop items keys values validate clean apply render filter all first
    verify check sign hash match parse format
    """.split()
)
_RECEIVER = "@"
# ``__set__(self, holder, value)``
_DESCRIBED = 3
_OWN = frozenset({"p:self", "p:cls"})


class Program:
    """Functions by number, with the ways to find them by name."""

    def __init__(self, lowered: Iterable[FunctionLowered], classes: Iterable[ClassDeclared]) -> None:
        self.functions = list(lowered)
        self._modules = [module_of(one.at.path) for one in self.functions]
        self._own = {
            ".".join(parts[at:]) for parts in (name.split(".") for name in self._modules) for at in range(len(parts))
        }
        self._folders = {part for name in self._modules for part in name.split(".")[:-1]}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._at: dict[tuple[int, str], list[str]] = {}
        self._short: dict[str, list[int]] = defaultdict(list)
        self._methods: dict[str, list[int]] = defaultdict(list)
        self._owned: dict[str, list[int]] = defaultdict(list)
        self._bases: dict[str, set[str]] = defaultdict(set)
        self._classes: dict[str, list[ClassDeclared]] = defaultdict(list)
        self.receivers = [_receivers(one) for one in self.functions]
        for number, one in enumerate(self.functions):
            self._enter(number, one)
        for row in classes:
            self._classes[last_name(row.name)].append(row)
            self._bases[last_name(row.name)].update(last_name(base) for base in row.bases)

    def _enter(self, number: int, one: FunctionLowered) -> None:
        parts = f"{self._modules[number]}.{one.name}".split(".")
        for start in range(len(parts) - 1):
            self._named[".".join(parts[start:])].append(number)
        self._short[one.name.removesuffix(".__init__")].append(number)
        if one.owner:
            self._methods[last_name(one.name)].append(number)
            self._owned[last_name(one.owner)].append(number)

    def module(self, number: int) -> str:
        """Return the dotted name of a function's module."""
        return self._modules[number]

    def is_own(self, dotted: str) -> bool:
        """Tell whether a dotted name is of a module of the project, so that all who use it share one object."""
        return dotted.rpartition(".")[0] in self._own

    def calls_own(self, function: int, number: int) -> bool:
        """Tell whether a call is of something in a module of the project: ``log.debug`` is not, in a project that has a
        ``log.py``, where ``log`` is a variable."""
        return self.is_own(self.dotted(function, number))

    def dotted(self, function: int, number: int) -> str:
        """Return the dotted name of what a call calls, as far as imports and the module's own names tell."""
        callee = self.functions[function].calls[number].callee
        holders = [path[2:] for path in self.receivers[function].get(number, ()) if path[:2] == "g:"]
        return f"{holders[0].replace('/', '.')}.{last_name(callee)}" if len(holders) == 1 else callee

    def methods(self, owner: str) -> list[int]:
        """Return the methods of a class, those that it inherits included."""
        found: list[int] = []
        left, seen = [last_name(owner)], set[str]()
        while left:
            name = left.pop()
            if name and name not in seen:
                seen.add(name)
                found += self._owned.get(name, ())
                left += sorted(self._bases.get(name, ()))
        return found

    def is_shared(self, dotted: str) -> bool:
        """Tell whether a dotted name is of something that lies in one of the project's packages."""
        return self.is_own(dotted) or dotted.partition(".")[0] in self._folders

    def fields(self, callee: str) -> tuple[str, ...]:
        """Return the annotated fields of a class in order, none if it has a constructor of its own or is not known."""
        rows = self._classes.get(last_name(callee), ())
        return rows[0].fields if len(rows) == 1 and "__init__" not in rows[0].methods else ()

    def classes_at(self, function: int, base: str) -> list[str]:
        """Return the names of the classes with properties that what begins at a base may be of."""
        known = self._at.get((function, base))
        if known is None:
            owners = self._owner(function, base)
            known = self._at[function, base] = [name for name in owners if name in self._classes and self._reads(name)]
        return known

    def _reads(self, owner: str) -> bool:
        """Tell whether reading or setting an attribute of a class may run a function."""
        found = [self.functions[one] for one in self.methods(owner)]
        described = any(row.made for row in self._classes.get(owner, ()))
        return described or any(
            _property(one) or any(name.endswith(".setter") for name in one.decorators) for one in found
        )

    def classes_named(self, function: int, base: str) -> list[str]:
        """Return the dotted names of the classes that what begins at a base may be of."""
        one = self.functions[function]
        if base[0] == "c" and base[1:].isdigit():
            callee = one.calls[int(base[1:])].callee
            return [self.own_name(function, callee)] if last_name(callee)[:1].isupper() else []
        return [kind for name, kind in zip(one.parameters, one.types, strict=True) if kind and base == f"p:{name}"]

    def properties(self, owner: str) -> list[tuple[int, str]]:
        """Return the functions that are read like attributes of a class, and their names."""
        found = ((one, _property(self.functions[one])) for one in self.methods(owner))
        return [(one, name) for one, name in found if name]

    def setter(self, owner: str, name: str) -> tuple[int, str] | None:
        """Return the function that runs when an attribute of a class is set, and the parameter that it is given."""
        for one in self.methods(owner):
            row = self.functions[one]
            if f"{name}.setter" in row.decorators and len(row.parameters) > 1:
                return one, row.parameters[1]
        for one in self._owned.get(last_name(self.descriptor(owner, name)), ()):
            row = self.functions[one]
            if last_name(row.name) == "__set__" and len(row.parameters) == _DESCRIBED:
                return one, row.parameters[-1]
        return None

    def descriptor(self, owner: str, name: str) -> str:
        """Return the dotted name of the class of an attribute that a class makes, ``""`` for any other."""
        found = (kind for row in self._classes.get(last_name(owner), ()) for made, kind in row.made if made == name)
        return next(found, "")

    def is_described(self, name: str) -> bool:
        """Tell whether a class of the project has an attribute of this name that does what it likes with what it is
        given: a descriptor, a synonym, a property."""
        return any(made == name for rows in self._classes.values() for row in rows for made, _ in row.made)

    def targets(self, caller: int, number: int) -> list[int]:
        """Return the functions that a call may reach, as far as is known."""
        call = self.functions[caller].calls[number]
        if call.callee.startswith("."):
            return self._method(caller, number, call.callee[1:])
        if not call.callee:
            return []
        dotted = self.dotted(caller, number)
        found = self.named(f"{self._modules[caller]}.{dotted}") or self.named(dotted)
        found = found or self._passed_on(dotted) or self._held(call.callee)
        return found if len(found) <= FEW else []

    def _passed_on(self, dotted: str) -> list[int]:
        """Return the function that a package passes on from one of its modules."""
        package, _, name = dotted.rpartition(".")
        ending = f".{package}."
        named = self._short.get(name, ()) if package else ()
        return [one for one in named if ending in f".{self._modules[one]}."]

    def _held(self, dotted: str) -> list[int]:
        """Return the methods that a call on an object of a module may mean, by their name alone."""
        holder, _, name = dotted.rpartition(".")
        if not is_telling(name) or not (self.is_own(holder) or ("." not in holder and holder)):
            return []
        return self._methods.get(name, [])

    def names(self, caller: int, number: int) -> list[str]:
        """Return the dotted names of what a call may reach."""
        reached = [f"{self._modules[one]}.{self.functions[one].name}" for one in self.targets(caller, number)]
        callee = self.functions[caller].calls[number].callee
        return [*reached, *([callee] if callee else []), *self.missing(caller, number)]

    def words(self, function: int, number: int) -> tuple[str, ...]:
        """Return the last words of what a method is called on, and for the result of a call the words of that."""
        found: list[str] = []
        for text in self.receivers[function].get(number, ()):
            base, *keys = text.split("/")
            if keys:
                found.append(keys[-1])
            elif base[0] == "c":
                found += self.functions[function].calls[int(base[1:])].callee.split(".")[-1:]
            else:
                found.append(base[2:].rsplit(".", 1)[-1])
        return tuple(found)

    def missing(self, caller: int, number: int) -> list[str]:
        """Return the dotted names of the functions that a call may mean and that are not in the program; behind ``!``
        names that may be defined anywhere."""
        call = self.functions[caller].calls[number]
        if not call.callee:
            return []
        name = last_name(call.callee)
        anywhere = [f"!{name}"] if is_telling(name) else []
        if not call.callee.startswith("."):
            dotted = self.own_name(caller, call.callee)
            return [dotted, f"{dotted}.__init__", *(anywhere if self.is_shared(dotted) else [])]
        owners = self._above(self.owners(caller, number))
        return [f"{owner}{call.callee}" for owner in owners] or anywhere

    def owners(self, caller: int, number: int) -> list[str]:
        """Return the dotted names of the classes that the receiver of a method may be of."""
        one, receivers = self.functions[caller], self.receivers[caller].get(number, ())
        found = [f"{self._modules[caller]}.{one.owner}" for path in receivers if path in _OWN and one.owner]
        made = [one.calls[int(path[1:])].callee for path in receivers if path[:1] == "c" and "/" not in path]
        found += [self.own_name(caller, name) for name in made if last_name(name)[:1].isupper()]
        if any(one.calls[int(path[1:])].callee == "super" for path in receivers if path[:1] == "c" and "/" not in path):
            found += self._above([f"{self._modules[caller]}.{one.owner}"])[1:]
        types = dict(zip(one.parameters, one.types, strict=True))
        return found + [types[path[2:]] for path in receivers if path[:2] == "p:" and types.get(path[2:])]

    def _above(self, owners: list[str]) -> list[str]:
        """Return classes with all that they inherit from, as far as they are known."""
        found = list(dict.fromkeys(owners))
        for owner in found:
            for row in self._classes.get(last_name(owner), ()):
                bases = (base if "." in base else f"{module_of(row.at.path)}.{base}" for base in row.bases)
                found.extend(base for base in bases if base not in found)
        return found

    def own_name(self, caller: int, name: str) -> str:
        """Return the dotted name of something that a function calls by its name."""
        return name if "." in name else f"{self._modules[caller]}.{name}"

    def named(self, dotted: str) -> list[int]:
        """Return the function of that name, the constructor if it is a class."""
        return self._named.get(dotted) or self._named.get(f"{dotted}.__init__") or []

    def _method(self, caller: int, number: int, name: str) -> list[int]:
        owners = [owner for path in self.receivers[caller].get(number, ()) for owner in self._owner(caller, path)]
        for owner in owners:
            found = [one for one in self.methods(owner) if last_name(self.functions[one].name) == name]
            if found:
                return found[:1]
        if owners or not is_telling(name):
            return []
        found = self._methods.get(name, [])
        return found if len(found) <= FEW else []

    def _owner(self, caller: int, path: str) -> list[str]:
        """Return the names of the classes that the value at a path may be of."""
        one = self.functions[caller]
        base, _, rest = path.partition("/")
        if rest:
            return []
        if base in _OWN and one.owner:
            return [last_name(one.owner)]
        if base.startswith("p:"):
            types = [kind for name, kind in zip(one.parameters, one.types, strict=True) if name == base[2:] and kind]
            return [last_name(kind) for kind in types]
        if base.startswith("c"):
            return self._made(one, one.calls[int(base[1:])])
        return []

    def _made(self, one: FunctionLowered, call: Called) -> list[str]:
        if call.callee == "super" and one.owner:
            return sorted(self._bases.get(last_name(one.owner), ())) or ["object"]
        name = last_name(call.callee)
        return [name] if name[:1].isupper() else []


def _property(one: FunctionLowered) -> str:
    """Return the attribute that is read by calling a method, ``""`` for an ordinary one."""
    getters = (name.removesuffix(".getter") for name in one.decorators if name.endswith(".getter"))
    own = last_name(one.name) if any(name.endswith("property") for name in one.decorators) else ""
    return own or next(getters, "")


def is_telling(name: str) -> bool:
    """Tell whether so few functions bear a name that it says which is called."""
    return name not in COMMON and not name.startswith("__")


def module_of(path: str) -> str:
    """Return the dotted name of the module at a POSIX path."""
    return path.rsplit(".", 1)[0].removesuffix("/__init__").replace("/", ".")


def _receivers(one: FunctionLowered) -> dict[int, list[str]]:
    """Return for each call the paths of what it is called on."""
    found: dict[int, list[str]] = defaultdict(list)
    for edge in one.edges:
        base, _, rest = edge.target.partition("/")
        if rest == "#" + _RECEIVER:
            found[int(base[1:])].append(edge.source)
    return dict(found)

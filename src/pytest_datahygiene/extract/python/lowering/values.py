"""What a variable may hold: the access paths that it comes from, and the components known one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

# Keys behind a base that are still told apart, components of one value, and values inside one another.
_DEEPEST = 4
_MOST = 100
ANY = "*"
# A key that is looked up and not known.
UNKNOWN = "?"
# Behind a path: what is inside of it, not itself.
CUT = "~"
# Behind a call: what it raises.
RAISED = "^"


class Value(NamedTuple):
    """``paths`` are where the whole comes from; ``keys`` are the components that were written since, each instead of
    the one that the paths have; ``depth`` is how many values are inside one another."""

    paths: frozenset[str] = frozenset()
    keys: Mapping[str, Value] = {}
    depth: int = 0

    def __bool__(self) -> bool:
        return bool(self.paths or self.keys)

    def read(self, key: str) -> Value:
        """Return a component."""
        if key in self.keys and key not in (ANY, UNKNOWN):
            return self.keys[key]
        found = Value(frozenset(f"{path}/{key}" for path in self.paths if path.count("/") < _DEEPEST))
        for name, other in self.keys.items():
            if not (key == ANY or name == ANY or (key == UNKNOWN and name.isdigit())):
                continue
            found = found.join(other)
        return found

    def cut(self) -> Value:
        """Return what a harmless slice leaves: nothing of a text, the elements of a list."""
        found = Value(
            frozenset(f"{path}/{CUT}" for path in self.paths if CUT not in path and path.count("/") < _DEEPEST)
        )
        return found.join(Value(keys={ANY: self.keys[ANY]}) if self.keys.get(ANY) else NOTHING)

    def write(self, key: str, value: Value) -> Value:
        """Return this value with another component; one of unknown key comes beside what is there."""
        if key != ANY and key not in self.keys and len(self.keys) >= _MOST:
            # Beside so many others it would have to be all of them.
            return self
        if key == ANY:
            return _made(self.paths, {**self.keys, ANY: self.keys.get(ANY, NOTHING).join(value)})
        return _made(self.paths, {**self.keys, key: value})

    def join(self, other: Value) -> Value:
        """Return what may be either value."""
        if not other or self is other:
            return self
        if not self:
            return other
        keys = {key: self.read(key).join(other.read(key)) for key in {*self.keys, *other.keys} if key != ANY}
        if ANY in self.keys or ANY in other.keys:
            keys[ANY] = self.keys.get(ANY, NOTHING).join(other.keys.get(ANY, NOTHING))
        return _made(self.paths | other.paths, keys)

    def update(self, other: Value) -> Value:
        """Return this value with the components of another instead of its own, as ``{**self, **other}``."""
        return _made(self.paths | other.paths, {**self.keys, **other.keys})

    def flat(self, target: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield what an edge says for each path: source, target, and the components of the source that do not come
        along."""
        hidden = tuple(sorted(key for key in self.keys if key != ANY))
        yield from ((path, target, hidden) for path in sorted(self.paths))
        if target.count("/") <= _DEEPEST:
            for key, value in self.keys.items():
                yield from value.flat(f"{target}/{key}")


def _made(paths: frozenset[str], keys: Mapping[str, Value]) -> Value:
    """Return a value that is no deeper than data is looked into: one that holds itself twice would double for ever."""
    deepest = max((value.depth for value in keys.values()), default=-1)
    if deepest >= _DEEPEST:
        keys = {key: Value(value.paths) if value.depth >= _DEEPEST else value for key, value in keys.items()}
        deepest = _DEEPEST - 1
    return Value(paths, keys, deepest + 1)


NOTHING = Value()

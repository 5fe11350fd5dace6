"""Whether something takes a password: functions, and the forms and schemas of the usual libraries."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Accepts = Callable[[str], bool]

# Seconds for one password.
_PATIENCE = 5.0
# What a validator that refuses does not raise.
_CRASHES = (TypeError, AttributeError, NameError, LookupError, ZeroDivisionError, RecursionError, ImportError)
_WEAK = ("", "a", "1")
_NUMBER = re.compile(r"\d+")


class Crashed(Exception):
    """A validator raised what no refusal is, or did not return."""


class _Hangs(Exception):
    pass


def accepting(validator: Any, field: str, data: Mapping[str, Any], strong: Iterator[str]) -> Accepts:
    """Return what tells whether ``validator`` takes a password.

    ``field`` is that of a form or schema, ``data`` what its other fields are given. ``strong`` are passwords that any
    sane validator takes: by what it makes of them a function is understood. Raise ``Crashed`` when it does not work.
    """
    for root, adapter in _ADAPTERS:
        if _comes_from(validator, root):
            return _guarded(adapter(validator, field, dict(data)))
    if not callable(validator):
        message = f"{validator!r} is neither a function nor a form or schema that is known"
        raise TypeError(message)
    return _function(validator, strong)


def is_filled(kind: Any) -> bool:
    """Tell whether something is a form or a schema, whose attributes are its fields."""
    return any(_comes_from(kind, root) for root, _ in _ADAPTERS)


def _comes_from(validator: Any, root: str) -> bool:
    kind = validator if isinstance(validator, type) else type(validator)
    return any(f"{one.__module__}.".startswith(f"{root}.") for one in kind.__mro__)


def _guarded(accepts: Accepts) -> Accepts:
    def inner(text: str) -> bool:
        with _in_time(text):
            return accepts(text)

    return inner


@contextmanager
def _in_time(text: str) -> Iterator[None]:
    """Let a validator work for some seconds; raise ``Crashed`` when it takes longer, or breaks."""
    limited = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, _stop) if limited else None
    if limited:
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        yield
    except _Hangs:
        message = f"takes longer than {_PATIENCE:g} seconds for {text!r}"
        raise Crashed(message) from None
    except _CRASHES as error:
        message = f"breaks at {text!r}: {type(error).__name__}: {error}"
        raise Crashed(message) from error
    finally:
        if limited:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _stop(*_: object) -> None:
    raise _Hangs


def _function(validator: Callable[[str], Any], strong: Iterator[str]) -> Accepts:
    """Understand a function by what it makes of strong passwords and not of weak ones."""

    def outcome(text: str) -> Any:
        with _in_time(text):
            try:
                return _sign(validator(text), text)
            except (*_CRASHES, _Hangs):
                raise
            except Exception:  # noqa: BLE001  # however a validator refuses
                return "refuses"

    weak = {outcome(text) for text in _WEAK}
    good: set[Any] = set()
    for text in strong:
        good = {outcome(text)} - weak - {"refuses"}
        if good:
            break
    taken = good or (weak - {"refuses"})
    return lambda text: outcome(text) in taken


def _sign(value: Any, text: str) -> Any:
    """Return what of a result does not depend on the password's own characters."""
    if value == text and text:
        return "the password"
    if isinstance(value, str):
        return _NUMBER.sub("#", value.replace(text, "?") if text else value)
    if isinstance(value, (bool, int, float, type(None))):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, *(_sign(one, text) for one in value))
    return (type(value).__name__, bool(value))


def _django_form(form: Any, field: str, data: dict[str, Any]) -> Accepts:
    names = [name for name in form.base_fields if "password" in name.lower()]
    return lambda text: field not in form(data={**data, **dict.fromkeys(names, text), field: text}).errors


def _serializer(serializer: Any, field: str, data: dict[str, Any]) -> Accepts:
    def accepts(text: str) -> bool:
        filled = serializer(data={**data, field: text})
        filled.is_valid()
        return field not in filled.errors

    return accepts


class _Posted(dict[str, str]):
    """Form data as WTForms reads it."""

    def getlist(self, name: str) -> list[str]:
        """Return the values of a field."""
        return [self[name]] if name in self else []


def _wtform(form: Any, field: str, data: dict[str, Any]) -> Accepts:
    def accepts(text: str) -> bool:
        filled = form(_Posted({**data, field: text}))
        filled.validate()
        return field not in filled.errors

    return accepts


def _schema(schema: Any, field: str, data: dict[str, Any]) -> Accepts:
    made = schema() if isinstance(schema, type) else schema
    return lambda text: field not in made.validate({**data, field: text})


def _model(model: Any, field: str, data: dict[str, Any]) -> Accepts:
    def accepts(text: str) -> bool:
        try:
            model(**{**data, field: text})
        except ValueError as error:
            # Other fields may lack what they need: only what is said of this one counts.
            said: list[Any] = getattr(error, "errors", list)()
            return bool(said) and not any(field in one["loc"] or not one["loc"] for one in said)
        return True

    return accepts


_ADAPTERS: tuple[tuple[str, Callable[[Any, str, dict[str, Any]], Accepts]], ...] = (
    ("django.forms", _django_form),
    ("rest_framework.serializers", _serializer),
    ("wtforms", _wtform),
    ("marshmallow", _schema),
    ("pydantic", _model),
)

"""Codes that are to be used once, where they are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.extract.python.tree import argument, below, calls, number_of, spelled, text_of
from pytest_datahygiene.facts.secrets import CodeMade

if TYPE_CHECKING:
    from pytest_datahygiene.extract.python.scope import Scope

_DRAWS = frozenset(
    "random.randint random.randrange random.choice random.choices random.sample random.random random.getrandbits"
    " secrets.randbelow secrets.choice".split()
)
# What makes tokens that nobody guesses: of them only those count that are handed out.
_TOKENS = frozenset(
    "secrets.token_urlsafe secrets.token_hex uuid.uuid4 django.contrib.auth.tokens.default_token_generator.make_token"
    " django.contrib.auth.tokens.PasswordResetTokenGenerator.make_token".split()
)
_RESETS = frozenset({"reset", "forgot", "forgotten", "recover", "recovery"})
_CODES = frozenset({"one_time_code", "password_reset_token", "recovery_codes"})
# Words for a code that somebody is sent, and those that may stand beside them: another kind of code is no secret.
_TELLS = frozenset({"code", "pin", "token", "otp"})
_BESIDE = frozenset(
    "otp verification verify confirmation confirm activation activate reset mfa auth login email sms phone number user"
    " new random generated generate generator gen make create get raw temp random digit digits one time".split()
)
# Codes that open a discount and nothing else.
_OTHER = frozenset(
    "coupon coupons promo promotion promotions voucher vouchers discount discounts campaign campaigns gift referral"
    " referrals invite invites invitation order orders product products barcode color colour error country game captcha"
    " ticket tickets booking bookings tracking short shortener url tests".split()
)


def made(node: cst.FunctionDef, scope: Scope) -> Iterator[CodeMade]:
    """Yield the codes that a function makes of drawn numbers, one for each variable."""
    if not scope.names.imports("random", "secrets", "uuid", "django"):
        return
    around = {*words(scope.owner), *words(scope.names.module), *words(node.name.value)}
    if around & _OTHER:
        return
    names = _is_code(node.name.value)
    for statement in below(node.body):
        match statement:
            case cst.Assign(targets=[cst.AssignTarget(target=target), *_], value=value):
                name = spelled(target).rsplit(".", 1)[-1] or _key(target)
                if "token" in words(name) and not _RESETS.isdisjoint({*words(node.name.value), *words(name)}):
                    yield from _handed(name, value, statement, node, scope)
                if _is_code(name) or (names and _TELLS & {*words(name)}):
                    yield from _drawn(name, value, statement, node, scope)
            case cst.Return(value=cst.BaseExpression() as value) if names:
                yield from _drawn(node.name.value, value, statement, node, scope)


def _key(target: cst.BaseExpression) -> str:
    match target:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return text_of(key) or ""
    return ""


def _is_code(name: str) -> bool:
    own = {*words(name)}
    # Of other tokens weak-random-for-secret speaks.
    if "token" in own and own.isdisjoint(_TELLS - {"token"}):
        return False
    return label_of(name) in _CODES or bool(own & _TELLS and own <= _TELLS | _BESIDE)


def _handed(
    name: str, value: cst.BaseExpression, statement: cst.CSTNode, node: cst.FunctionDef, scope: Scope
) -> Iterator[CodeMade]:
    """Yield a token for a new password that whoever asked is answered with."""
    makers = [maker for call in calls(value) if (maker := scope.names.dotted(call.func)) in _TOKENS]
    if makers and any(_shows(part, name) for part in below(node.body)):
        yield CodeMade(scope.positions.place(statement), name, makers[0], None, shown=True, function=scope.function)


def _drawn(
    name: str, value: cst.BaseExpression, statement: cst.CSTNode, node: cst.FunctionDef, scope: Scope
) -> Iterator[CodeMade]:
    draws = [call for call in calls(value) if scope.names.dotted(call.func) in _DRAWS]
    if draws:
        defaults = {one.name.value: number_of(one.default) for one in node.params.params if one.default is not None}
        maker = scope.names.dotted(draws[0].func)
        shown = any(_shows(part, name) for part in below(node.body))
        yield CodeMade(
            scope.positions.place(statement), name, maker, _digits(draws[0], value, defaults), shown, scope.function
        )


def _digits(draw: cst.Call, value: cst.BaseExpression, defaults: dict[str, int | None]) -> int | None:
    """Return how many characters a code has: of a number that is drawn, or of signs that are drawn one by one."""

    def count(node: cst.BaseExpression) -> int | None:
        return number_of(node) if number_of(node) is not None else defaults.get(spelled(node))

    for part in below(value):
        if isinstance(part, cst.CompFor) and isinstance(part.iter, cst.Call) and spelled(part.iter.func) == "range":
            return count(part.iter.args[0].value) if part.iter.args else None
    last = spelled(draw.func).rsplit(".", 1)[-1]
    numbers = [number_of(arg.value) for arg in draw.args]
    if last in ("randint", "randrange") and len(numbers) > 1 and numbers[1] is not None:
        top = numbers[1] if last == "randint" else numbers[1] - 1
        return len(str(top))
    if last == "randbelow" and numbers and numbers[0]:
        return len(str(numbers[0] - 1))
    if last in ("choices", "sample"):
        many = argument(draw, "k", 1)
        return count(many) if many is not None else None
    return None


def _shows(part: cst.CSTNode, name: str) -> bool:
    """Tell whether a function answers a request with the code in it."""
    if not isinstance(part, cst.Return) or part.value is None:
        return False
    values = (inner.value for inner in below(part.value) if isinstance(inner, cst.DictElement))
    return any(spelled(value).rsplit(".", 1)[-1] == name for value in values)

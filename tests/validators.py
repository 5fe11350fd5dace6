"""Validators as people write them: each takes N characters at the least, and the classes that it says.

``N`` stands for the number; a validator is written once and becomes two, a weak one and a strong one.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A way to write a validator, and what it asks for beside the length: classes, and ``more`` than N characters."""

    code: str
    classes: frozenset[str] = frozenset()
    more: int = 0


_ALL = frozenset({"lower", "upper", "digit"})


FORMS = {
    "raises": Form(
        """
def v(password):
    if len(password) < N:
        raise ValueError('short')
""",
    ),
    "not less": Form(
        """
def v(password):
    return not len(password) < N
""",
    ),
    "at least": Form(
        """
def v(password):
    return len(password) >= N
""",
    ),
    "more than": Form(
        """
def v(password):
    return len(password) > N
""",
        more=1,
    ),
    "chained": Form(
        """
def v(password):
    return N <= len(password) <= 128
""",
    ),
    "early returns": Form(
        """
def v(password):
    if len(password) < N:
        return False
    if not any(c.isdigit() for c in password):
        return False
    return True
""",
        frozenset({"digit"}),
    ),
    "tuple": Form(
        """
def v(password):
    if len(password) < N:
        return False, 'short'
    return True, ''
""",
    ),
    "text or none": Form(
        """
def v(password):
    if len(password) < N:
        return 'short'
    return None
""",
    ),
    "text or empty": Form(
        """
def v(password):
    return 'short' if len(password) < N else ''
""",
    ),
    "error list": Form(
        """
def v(password):
    errors = []
    if len(password) < N:
        errors.append('short')
    if password.lower() == password:
        errors.append('no capital')
    return errors
""",
        frozenset({"upper"}),
    ),
    "any for each": Form(
        """
def v(password):
    return (len(password) >= N and any(c.islower() for c in password)
        and any(c.isupper() for c in password) and any(c.isdigit() for c in password))
""",
        _ALL,
    ),
    "map": Form(
        """
def v(password):
    return len(password) >= N and any(map(str.isdigit, password))
""",
        frozenset({"digit"}),
    ),
    "filter": Form(
        """
def v(password):
    return len(password) >= N and len(list(filter(str.isupper, password))) > 0
""",
        frozenset({"upper"}),
    ),
    "sum": Form(
        """
def v(password):
    return len(password) >= N and sum(c.isdigit() for c in password) >= 1
""",
        frozenset({"digit"}),
    ),
    "set of digits": Form(
        """
import string
def v(password):
    return len(password) >= N and bool(set(password) & set(string.digits))
""",
        frozenset({"digit"}),
    ),
    "in ascii": Form(
        """
import string
def v(password):
    found = [c for c in password if c in string.ascii_uppercase]
    return len(password) >= N and bool(found)
""",
        frozenset({"upper"}),
    ),
    "counters": Form(
        """
def v(password):
    up = low = num = 0
    for c in password:
        if c.isupper():
            up += 1
        elif c.islower():
            low += 1
        elif c.isdigit():
            num += 1
    if len(password) < N or not up or not low or num == 0:
        raise ValueError('weak')
""",
        _ALL,
    ),
    "flags": Form(
        """
def v(password):
    has_upper = False
    for i in range(len(password)):
        if password[i].isupper():
            has_upper = True
    return has_upper and len(password) >= N
""",
        frozenset({"upper"}),
    ),
    "while": Form(
        """
def v(password):
    i = 0
    digits = 0
    while i < len(password):
        if password[i].isdigit():
            digits += 1
        i += 1
    return digits > 0 and len(password) >= N
""",
        frozenset({"digit"}),
    ),
    "search": Form(
        """
import re
def v(password):
    if len(password) < N:
        return False
    if not re.search(r'[A-Z]', password):
        return False
    return True
""",
        frozenset({"upper"}),
    ),
    "fullmatch": Form(
        r"""
import re
def v(password):
    return bool(re.fullmatch(r'(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{N,}', password))
""",
        _ALL,
    ),
    "match with an end": Form(
        """
import re
def v(password):
    return re.match(r'^.{N,}$', password) is not None
""",
    ),
    "compiled": Form(
        r"""
import re
PATTERN = re.compile(r'^(?=.*\d).{N,}$')
def v(password):
    return bool(PATTERN.match(password))
""",
        frozenset({"digit"}),
    ),
    "all of a list": Form(
        """
import re
def v(password):
    rules = [r'.{N,}', r'[a-z]', r'[0-9]']
    return all(re.search(rule, password) for rule in rules)
""",
        frozenset({"digit", "lower"}),
    ),
    "dict of rules": Form(
        """
def v(password):
    checks = {'length': len(password) >= N, 'digit': any(c.isdigit() for c in password)}
    return all(checks.values())
""",
        frozenset({"digit"}),
    ),
    "lambdas": Form(
        """
def v(password):
    rules = [lambda p: len(p) >= N, lambda p: p != p.lower()]
    return all(rule(password) for rule in rules)
""",
        frozenset({"upper"}),
    ),
    "constant": Form(
        """
LEAST = N
def v(password):
    if len(password) < LEAST:
        raise ValueError('short')
""",
    ),
    "default": Form(
        """
def v(password, least=N):
    return len(password) >= least
""",
    ),
    "helper": Form(
        """
def long_enough(text):
    return len(text) >= N
def v(password):
    return long_enough(password)
""",
    ),
    "nested helpers": Form(
        """
def has(text, test):
    return any(test(c) for c in text)
def v(password):
    return len(password) >= N and has(password, str.isupper) and has(password, str.isdigit)
""",
        frozenset({"digit", "upper"}),
    ),
    "assert": Form(
        """
def v(password):
    assert len(password) >= N, 'short'
    return password
""",
    ),
    "returns it": Form(
        """
def v(password):
    if len(password) < N:
        raise ValueError(f'{len(password)} is short')
    return password
""",
    ),
    "walrus": Form(
        """
def v(password):
    if (n := len(password)) < N:
        return f'{n} are few'
    return ''
""",
    ),
    "try": Form(
        """
def v(password):
    try:
        if len(password) < N:
            raise ValueError('short')
    except ValueError:
        return False
    return True
""",
    ),
    "stripped": Form(
        """
def v(password):
    clean = password.strip()
    return len(clean) >= N
""",
    ),
    "points": Form(
        """
def v(password):
    points = 0
    if len(password) >= N:
        points += 1
    if any(c.isdigit() for c in password):
        points += 1
    return points >= 2
""",
        frozenset({"digit"}),
    ),
    "class": Form(
        """
class Policy:
    LEAST = N
    def v(self, password):
        return len(password) >= self.LEAST
def v(password):
    return len(password) >= Policy.LEAST
""",
    ),
    "for else": Form(
        """
def v(password):
    for c in password:
        if c.isdigit():
            break
    else:
        return False
    return len(password) >= N
""",
        frozenset({"digit"}),
    ),
    "isalnum": Form(
        """
def v(password):
    return len(password) >= N and not password.isalnum()
""",
        frozenset({"symbol"}),
    ),
    "special signs": Form(
        """
SPECIAL = '!@#$%^&*'
def v(password):
    return len(password) >= N and any(c in SPECIAL for c in password)
""",
        frozenset({"symbol"}),
    ),
    "common ones": Form(
        """
COMMON = ['password', '12345678', 'qwertyui']
def v(password):
    if password.lower() in COMMON:
        return False
    return len(password) >= N
""",
    ),
}

"""What a hash is for, told by the names around the call that makes it."""

from __future__ import annotations

from pytest_datahygiene.catalog import algorithms
from pytest_datahygiene.catalog.words import words
from pytest_datahygiene.facts import AttributeSet, CallMade

# What extract/python/reaching.py calls what is signed.
SIGNED = "what is signed"
_KEYS = frozenset({"key", "keys", "kdf", "derive", "derived", "fernet", "secretbox"})
# What names of arguments say that are only how a value is turned.
_TURNS = frozenset(
    "encode str bytes format hexdigest digest upper lower strip join utf self cls b64encode to_bytes get".split()
)


def use_of(call: CallMade) -> tuple[algorithms.Use, bool]:
    """Tell what a hash is for, and whether that is sure: the value and what takes the hash say it surely, the
    function's name less so."""
    given = (*call.arguments, *(value for _, value in call.keywords))
    # Other signers have a key, so that nobody gains by two texts with one hash.
    if SIGNED in call.goes and call.name.startswith(("Crypto", "cryptography")):
        return "secret", True
    hashed, told = algorithms.use_of(given), algorithms.use_of((call.target,))
    gone = algorithms.use_of(call.goes)
    around = algorithms.use_of((call.function, call.owner))
    if "innocent" in (hashed, told, around, gone):
        return "innocent", True
    if call.sent and "password" in (hashed, told, gone):
        # What another service is signed in to with is hashed as that service wants it.
        return "innocent", True
    if _is_pseudonym(call, given):
        return "guessable", False
    # A secret that is hashed along with other values signs them, in the way that the other side dictates, unless the
    # project says itself that it signs.
    alone = hashed == "secret" and _is_alone(given)
    if told == "secret" and is_foreign(call):
        return "innocent", True
    for use in (hashed if hashed != "secret" or alone else "", told, gone if gone != "secret" else ""):
        if use:
            return use, True
    named = algorithms.use_of((call.function,))
    # A class holds too much for its name to tell of every hash in it, and a function that makes a token may hash
    # what is random already.
    return (named if named != "secret" else ""), False


def is_foreign(call: CallMade | AttributeSet) -> bool:
    """Tell whether a call is part of what talks to another house, which says how messages are signed."""
    around = f"{call.at.path} {call.owner} {call.function}".lower()
    return any(part in around for part in algorithms.algorithms().use.foreign)


def _is_alone(given: tuple[str, ...]) -> bool:
    """Tell whether nothing but one value is hashed."""
    parts = (part for text in given for part in text.replace(".", " ").split())
    named = {part for part in parts if part not in _TURNS and not (part.isupper() or algorithms.is_name(part))}
    # A token without a word beside it may be one of a text.
    return len(named) == 1 and all(algorithms.use_of((part,)) and part not in ("token", "sign") for part in named)


def _is_pseudonym(call: CallMade, given: tuple[str, ...]) -> bool:
    """Tell whether somebody is known by the hash of an address, which is found by trying addresses."""
    use = algorithms.algorithms().use
    hashed = {word for text in given for word in words(text)}
    around = {word for text in (call.function, call.target, *call.goes) for word in words(text)}
    return not hashed.isdisjoint(use.address) and not around.isdisjoint(use.pseudonym)


def makes_key(call: CallMade) -> bool:
    """Tell whether a password becomes a key, and is kept nowhere."""
    around = {*words(call.function), *words(call.owner), *words(call.target)}
    return not around.isdisjoint(algorithms.algorithms().use.keys)


def names_key(call: CallMade) -> bool:
    """Tell whether a hash is called a key: who encrypts a password may mean that he hashes it."""
    around = {word for name in (call.function, call.target, *call.goes) for word in words(name)}
    return not around.isdisjoint(_KEYS)


def scope_of(call: CallMade) -> tuple[str, str, str]:
    """Return the function around a call."""
    return call.at.path, call.owner, call.function


def where(call: CallMade) -> str:
    """Return what makes a call, in words."""
    return f"{call.function}()" if call.function else call.target or "the module"


def about(call: CallMade, *more: str) -> str:
    """Return what tells a finding about a call from others, whatever the lines."""
    return ".".join(filter(None, (call.owner, call.function, *more)))

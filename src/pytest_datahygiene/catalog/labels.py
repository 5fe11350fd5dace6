"""What kind of data does this name mean, here?

A name is taken apart into words, and the longest run of words that ends the name decides: the last words of a name
are what it is, those before say whose or which. So ``customer_ssn`` is a number and ``ssn_status``, ``cvv_result``
and ``passport_country`` are about one. A name that says too little (``number``) is read together with its class or
table (``CreditCard``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pytest_datahygiene.catalog.taxonomy import DataType, taxonomy, types
from pytest_datahygiene.catalog.words import words

# Data of these kinds stands together wherever a person is written down.
_PERSON = frozenset({"identity", "contact", "government-id"})
# Kinds of data that are numbered by whoever keeps them.
_NUMBERED = frozenset({"medical_record_number"})
# Shorter runs of joined words collide by chance: "no" + "te".
_SHORTEST_JOIN = 6


class Meaning(NamedTuple):
    """A name of the catalog: the kind of data, whether the name needs support, and its words."""

    type: DataType
    weak: bool
    words: tuple[str, ...]


class Match(NamedTuple):
    """A run of words in a name that the catalog knows, from the word at ``start`` to the one before ``end``."""

    meaning: Meaning
    start: int
    end: int


def label_of(name: str, owner: str = "", module: str = "", neighbours: Iterable[str] = ()) -> str:
    """Return the id of the kind of data that ``name`` means, or ``""``.

    ``owner`` is the class, table or function around it, ``module`` the path of its file, ``neighbours`` the names
    beside it in the same class or table.
    """
    return _label_of(name, owner, module, frozenset(neighbours))


@lru_cache(maxsize=65536)
def _label_of(name: str, owner: str, module: str, neighbours: frozenset[str]) -> str:
    own, around = words(name), _owner_words(owner)
    match = _ending(own)
    if match is None or match.meaning.weak:
        # The class may say more than the name: CreditCard.number.
        match = _spanning(around, own) or match
    if match is None or _harmless(own, match):
        return ""
    row, weak = match.meaning.type, match.meaning.weak
    supported = _is_supported(row, around, neighbours - {name})
    if weak and not (supported and _is_bare(own, match) and not _is_kept_in_part(row, neighbours)):
        return ""
    return "" if _vetoed(match, own, around, words(module) if weak and not supported else (), supported) else row.id


def _is_supported(row: DataType, around: tuple[str, ...], neighbours: Iterable[str]) -> bool:
    """Tell whether the class, or a name beside this one in it, says what the name alone may not."""
    families = _PERSON if row.family in _PERSON else {row.family}
    persons = taxonomy().context.raises_model_names
    if row.id == "clinical_notes" and _is_clinical(around, neighbours):
        return True
    if row.id == "access_token" and not taxonomy().context.raises_credentials.isdisjoint(around):
        return True
    if _family_of(around) in families or (row.family in _PERSON and not persons.isdisjoint(around[-1:])):
        return True
    return any(
        _family_of(words(other)) in families or _family_behind(around, words(other)) in families for other in neighbours
    )


def _is_clinical(around: tuple[str, ...], neighbours: Iterable[str]) -> bool:
    """Tell whether a class is about somebody who is treated: it says so, or somebody treated stands beside it."""
    named = {*around, *(word for other in neighbours for word in words(other))}
    return not taxonomy().context.raises_clinical.isdisjoint(named)


def _is_bare(own: tuple[str, ...], match: Match) -> bool:
    """Tell whether a weak name stands without words that make it another thing: the number of a room."""
    markers = taxonomy().safe_markers
    return all(word in markers.neutral or word in markers.owner_neutral for word in own[: match.start])


def _is_kept_in_part(row: DataType, neighbours: Iterable[str]) -> bool:
    """Tell whether a name beside a weak one of a card says that of the card only the end is kept."""
    return row.family == "card" and any(
        (match := _ending(words(other))) is not None and match.meaning.type.id == "card_last4" for other in neighbours
    )


@cache
def _meanings() -> dict[str, Meaning]:
    """Return joined words -> meaning; a strong name wins over a weak one, the earlier row over the later."""
    ambiguous = {"".join(words(word)) for word in taxonomy().ambiguous_lang_words.words}
    found: dict[str, Meaning] = {}
    for weak in (False, True):
        for row in taxonomy().type:
            for token in _names(row, ambiguous, weak=weak):
                parts = words(token)
                found.setdefault("".join(parts), Meaning(row, weak, parts))
    return found


def _names(row: DataType, ambiguous: set[str], *, weak: bool) -> Iterable[str]:
    """Yield the strong, or the weak, names of a kind of data; ambiguous foreign words are weak."""
    yield from row.weak if weak else row.tokens
    for tokens in row.lang.values():
        yield from (token for token in tokens if ("".join(words(token)) in ambiguous) == weak)


def _ending(parts: tuple[str, ...]) -> Match | None:
    """Return the longest known run that ends ``parts``, leaving out words that change nothing.

    Behind a strong name a word that only says that it is a number changes nothing either.
    """
    markers, numbered = taxonomy().safe_markers, ""
    end = len(parts)
    while end:
        for start in range(end):
            meaning = _lookup(parts[start:end])
            if meaning and not (numbered and (meaning.weak or not _is_numbered(meaning.type, numbered))):
                return Match(meaning, start, end)
        last = parts[end - 1]
        if last in markers.numbering or last == "code":
            numbered = last
        elif last not in markers.neutral and not last.isdigit():
            return None
        end -= 1
    return None


def _is_numbered(row: DataType, word: str) -> bool:
    """Tell whether a kind of data may be followed by a word for numbers, a security code by that for a code."""
    return row.category == "card-sad" or (word != "code" and row.category != "identity")


def _lookup(run: tuple[str, ...]) -> Meaning | None:
    joined = "".join(run)
    meaning = _meanings().get(joined) or (_meanings().get(joined[:-1]) if joined.endswith("s") else None)
    if meaning and meaning.weak and meaning.type.category == "credential" and joined not in _meanings():
        # The keys of a dict, the tokens of a text.
        return None
    if meaning and meaning.words != run and len(joined) < _SHORTEST_JOIN and len(run) > 1:
        return None
    return meaning


def _spanning(around: tuple[str, ...], own: tuple[str, ...]) -> Match | None:
    """Return what class and name mean together, if the run needs words of both; some languages put the class last."""
    match, before = _ending(around + own), len(around)
    if match is None or not match.start < before < match.end:
        match, before = _ending(own + around), len(own)
        if match is None or not match.start == 0 < before < match.end == before + len(around):
            return None
        return _shared(match, around, len(own))
    return _shared(match, around[match.start :], match.end - before)


def _shared(match: Match, taken: tuple[str, ...], end: int) -> Match:
    """Return a match that needs the words ``taken`` of a class, as one of the name's words up to ``end``."""
    alone = _lookup(taken)
    # "Card.number" says less than "CreditCard.number": a card may be one that is played.
    weak = match.meaning.weak or (len(taken) == end == 1 and (alone is None or alone.weak))
    return Match(match.meaning._replace(weak=weak), 0, end)


def _owner_words(owner: str) -> tuple[str, ...]:
    neutral = taxonomy().safe_markers.owner_neutral
    return tuple(word for word in words(owner) if word not in neutral)


@lru_cache(maxsize=4096)
def _family_behind(around: tuple[str, ...], parts: tuple[str, ...]) -> str:
    """Return the family of the strong name that a class and a name beside the one in question make together."""
    match = _spanning(around, parts)
    return match.meaning.type.family if match and not match.meaning.weak else ""


@lru_cache(maxsize=4096)
def _family_of(parts: tuple[str, ...]) -> str:
    """Return the family of the strong name that ends ``parts``, or ``""``."""
    match = _ending(parts)
    return match.meaning.type.family if match and not match.meaning.weak else ""


def _harmless(own: tuple[str, ...], match: Match) -> bool:
    """Tell whether a word before the run makes it a statement about the data: ``has_ssn``, ``message_on_mobile``."""
    markers = taxonomy().safe_markers
    related = match.start > 1 and own[match.start - 1] in markers.relating
    return related or not markers.prefixes.isdisjoint(own[: match.start])


def _vetoed(
    match: Match, own: tuple[str, ...], around: tuple[str, ...], path: tuple[str, ...], supported: bool
) -> bool:
    row, run = match.meaning.type, match.meaning.words
    beside, head = _singular((*own[: match.start], *own[match.end :])), _singular(around[-1:])
    # Beside the rest of a card a number is that of a payment card, whoever else gives out cards of that name.
    sure = not row.sure.isdisjoint(run) or (supported and row.family == "card")
    named = beside if sure else beside | (_singular(around) - set(run))
    # The word before the run says whose it is, else the last of the class: a shop's phone is not its customer's.
    said = [word for word in own[: match.start] if word not in taxonomy().safe_markers.whose_neutral][-1:]
    whose = _singular(said) or _singular([word for word in around if word not in run or len(around) == 1][-1:])
    if not (row.not_of.isdisjoint(named) and row.not_whose.isdisjoint(whose)):
        return True
    # Of a strong name only the noun of the class is context: an AppUser is no app.
    near = beside | (_singular(around) - set(run) if match.meaning.weak else head) | set(path)
    names = {"".join(run), *run} if match.meaning.weak else {"".join(run)}
    return any(_holds_against(veto, names, near) for veto in row.not_when)


def _holds_against(veto: str, names: set[str], near: set[str]) -> bool:
    """Tell whether ``word:context`` is about one of these names and the context is near."""
    word, _, against = veto.partition(":")
    return "".join(words(word)) in names and (not against or set(words(against)) <= near)


def _singular(parts: Iterable[str]) -> set[str]:
    """Return words with their singular: companies and company, branches and branch."""
    found = set(parts)
    for word in tuple(found):
        if word.endswith("ies"):
            found.add(word[:-3] + "y")
        elif word.endswith(("ches", "shes", "xes", "sses")):
            found.add(word[:-2])
        elif word.endswith("s"):
            found.add(word[:-1])
    return found


@cache
def _classes() -> dict[str, str]:
    return {name: row.id for row in taxonomy().type for name in row.classes}


def may_be_row(name: str, label: str) -> bool:
    """Tell whether a name may mean only the number of a row in whoever's table keeps the data: a patient's id."""
    return label in _NUMBERED and words(name)[-1:] == ("id",)


def label_of_class(types: Iterable[str]) -> str:
    """Return the id of the kind of data that fields of these classes (dotted names) hold, or ``""``."""
    found = (_classes().get(name.rpartition(".")[2], "") for name in types)
    return next(filter(None, found), "")


def is_card(name: str) -> bool:
    """Tell whether a name alone means data of a card that opens the account: its number, code, track or PIN."""
    label = label_of(name)
    return bool(label) and kind(label).family == "card" and kind(label).treatment == "never-store"


def kind(label: str) -> DataType:
    """Return the row of a label; raise ``KeyError`` for an unknown one."""
    return types()[label]

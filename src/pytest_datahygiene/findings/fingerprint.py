"""What makes a finding the same one after lines have moved."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from pytest_datahygiene.findings.judged import Judged


def numbered(found: Iterable[Judged]) -> list[Judged]:
    """Return findings sorted by place and rule, each with its fingerprint.

    It is made of the rule, the path, what the finding is about and a count among its equals: never of lines, and
    never of a literal.
    """
    seen: dict[tuple[str, str, str], int] = {}
    made = []
    for judged in sorted(found, key=lambda one: (one.finding.at, one.rule, one.finding.about)):
        identity = (judged.rule, judged.finding.at.path, judged.finding.about)
        seen[identity] = seen.get(identity, 0) + 1
        digest = blake2b("\0".join((*identity, str(seen[identity]))).encode("utf-8", "surrogateescape"), digest_size=8)
        made.append(judged._replace(fingerprint=digest.hexdigest()))
    return made

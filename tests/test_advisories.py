"""Advisories and statements that a user hands in: OSV, pip-audit, OpenVEX, CycloneDX; odd and hostile ones too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_datahygiene.catalog.versions import allows, version_of
from pytest_datahygiene.errors import Unreadable
from pytest_datahygiene.extract.advisories import extract
from pytest_datahygiene.facts import AdvisoryListed, Fact, VexSaid

REAL = Path(__file__).parent / "advisories"


def told(data: object) -> list[Fact]:
    return [*extract("told.json", json.dumps(data).encode())]


def kept(data: object) -> tuple[list[Fact], str]:
    """What was read, and the cause for which that is not all."""
    found: list[Fact] = []
    try:
        for fact in extract("told.json", json.dumps(data).encode()):
            found.append(fact)  # noqa: PERF402  # what came before the failure counts
    except Unreadable as error:
        return found, str(error)
    return found, ""


def osv(*affected: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"id": "PYSEC-2026-1", "published": "2026-01-02T03:04:05Z", "affected": [*affected], **more}


def bcrypt(*events: dict[str, Any], versions: object = None, kind: str = "ECOSYSTEM") -> dict[str, Any]:
    return {
        "package": {"ecosystem": "PyPI", "name": "bcrypt"},
        "ranges": [{"type": kind, "events": [*events]}] if events else [],
        "versions": versions,
    }


def affected(row: dict[str, Any]) -> tuple[str, ...]:
    (fact,) = told(osv(row))
    assert isinstance(fact, AdvisoryListed)
    return fact.affected


def test_osv() -> None:
    row = bcrypt({"introduced": "3.0"}, {"fixed": "3.2.1"})
    (fact,) = told(osv(row, aliases=["CVE-2026-1", "GHSA-1"]))
    assert isinstance(fact, AdvisoryListed)
    assert (fact.name, fact.called, fact.published, fact.source) == ("bcrypt", "PYSEC-2026-1", "2026-01-02", "osv")
    assert fact.aliases == ("PYSEC-2026-1", "CVE-2026-1", "GHSA-1")
    assert (fact.affected, fact.fixed) == ((">=3.0,<3.2.1",), ("3.2.1",))


@pytest.mark.parametrize(
    ("events", "want"),
    [
        ([{"introduced": "0"}], ("*",)),
        ([{"introduced": "0"}, {"fixed": "2"}], ("<2",)),
        ([{"introduced": "1"}, {"last_affected": "2"}], (">=1,<=2",)),
        ([{"introduced": "1"}, {"last_affected": "1"}], (">=1,<=1",)),
        ([{"introduced": "1"}], (">=1",)),
        ([{"fixed": "2"}], ("<2",)),
        ([{"introduced": "0"}, {"fixed": "1"}, {"introduced": "2"}, {"fixed": "3"}], ("<1", ">=2,<3")),
        ([{"fixed": "3"}, {"introduced": "2"}, {"fixed": "1"}, {"introduced": "0"}], ("<1", ">=2,<3")),
        ([{"introduced": "0"}, {"fixed": "10"}, {"introduced": "9"}, {"fixed": "2"}], ("<2", ">=9,<10")),
        ([{"introduced": "0"}, {"fixed": "2"}, {"introduced": "2"}], ("<2", ">=2")),
        ([{"introduced": "1"}, {"introduced": "2"}, {"fixed": "3"}], (">=1,<3",)),
        ([{"introduced": "1"}, {"limit": "2"}], (">=1",)),
    ],
)
def test_events_stand_in_any_order(events: list[dict[str, str]], want: tuple[str, ...]) -> None:
    assert affected(bcrypt(*events)) == want


def test_several_ranges() -> None:
    row = bcrypt({"introduced": "0"}, {"fixed": "1"})
    row["ranges"] += [{"type": "GIT", "events": [{"introduced": "0"}]}]
    row["ranges"] += [{"type": "ECOSYSTEM", "events": [{"introduced": "2"}, {"last_affected": "2.5"}]}]
    assert affected(row) == ("<1", ">=2,<=2.5")


def test_listed_versions_count_beside_ranges() -> None:
    assert affected(bcrypt(versions=["1.0", "1.1", "2004d", 3])) == ("==1.0", "==1.1")
    row = bcrypt({"introduced": "0"}, {"fixed": "2.0"}, versions=["1.0", "2.0rc1", "3.0"])
    assert affected(row) == ("<2.0", "==2.0rc1", "==3.0"), "to pip a pre-release of 2.0 is not below it, to OSV it is"
    assert affected(bcrypt({"introduced": "0"}, kind="GIT", versions=["1.0"])) == ("==1.0",)
    assert affected(bcrypt({"introduced": "0"}, {"fixed": "2004d"}, versions=["1.0"])) == ("==1.0",)


@given(
    st.lists(
        st.tuples(st.sampled_from(["introduced", "fixed", "last_affected"]), st.integers(0, 6).map(str)), max_size=6
    ),
    st.integers(0, 7),
)
def test_stretches_agree_with_the_algorithm_of_osv(events: list[tuple[str, str]], asked: int) -> None:
    """https://ossf.github.io/osv-schema/#evaluation; an end that nothing began is held to have begun at zero."""
    facts, _ = kept(osv(bcrypt(*({kind: text} for kind, text in events))))
    got = any(
        allows(text, version_of(str(asked)))
        for fact in facts
        if isinstance(fact, AdvisoryListed)
        for text in fact.affected
    )
    order = ["fixed", "introduced", "last_affected"]
    points = sorted((int(text), order.index(kind), kind) for kind, text in events)
    hit = bool(points) and points[0][2] != "introduced"
    for at, _, kind in points:
        if kind == "introduced":
            hit = hit or asked >= at
        elif asked > at or (kind == "fixed" and asked == at):
            hit = False
    assert got == hit


def test_what_was_withdrawn_says_nothing() -> None:
    assert told(osv(bcrypt({"introduced": "0"}), withdrawn="2026-02-01T00:00:00Z")) == []


def test_other_ecosystems_and_packages_that_nobody_judges() -> None:
    row = bcrypt({"introduced": "0"})
    npm = {**row, "package": {"ecosystem": "npm", "name": "bcrypt"}}
    other = {**row, "package": {"ecosystem": "PyPI", "name": "left-pad"}}
    assert told(osv(npm, other)) == []
    (fact,) = told(osv(npm, {**row, "package": {"ecosystem": "PyPI", "name": "Argon2_CFFI"}}))
    assert isinstance(fact, AdvisoryListed)
    assert fact.name == "argon2-cffi"


@pytest.mark.parametrize("row", [bcrypt(), bcrypt({"introduced": "0"}, kind="GIT"), bcrypt({"introduced": "old"})])
def test_what_cannot_be_compared_is_named(row: dict[str, Any]) -> None:
    facts, cause = kept(osv(row, bcrypt({"introduced": "0"})))
    assert len(facts) == 2
    assert cause == "PYSEC-2026-1 names no versions that can be compared"


def test_pip_audit() -> None:
    facts = [*extract("audit.json", (REAL / "pip-audit.json").read_bytes())]
    found = {(fact.name, fact.called, fact.affected, fact.fixed) for fact in facts if isinstance(fact, AdvisoryListed)}
    assert len(facts) == len(found) == 6
    assert ("cryptography", "PYSEC-2023-254", ("==41.0.0",), ("41.0.6",)) in found
    assert ("django", "PYSEC-2023-100", ("==4.2.0",), ("3.2.20", "4.1.10", "4.2.3")) in found
    (jwt,) = [fact for fact in facts if isinstance(fact, AdvisoryListed) and fact.name == "pyjwt"]
    assert {"PYSEC-2022-202", "CVE-2022-29217"} <= {*jwt.aliases}


def test_packages_that_pip_audit_passed_over() -> None:
    """It exits with 0 all the same; only those count that are judged here."""
    facts, cause = kept(json.loads((REAL / "pip-audit-skipped.json").read_text()))
    assert (facts, cause) == ([], "pip-audit passed over cryptography and 3 more packages")
    rows = [{"name": "shop", "skip_reason": "distribution marked as editable"}]
    assert kept({"dependencies": rows, "fixes": []}) == ([], "")


def test_a_bill_of_materials_is_no_audit() -> None:
    """It has dependencies too, and a vulnerability without an analysis says nothing about the product."""
    with pytest.raises(Unreadable, match="holds no analysis of a flaw"):
        list(extract("audit.cdx.json", (REAL / "pip-audit.cdx.json").read_bytes()))


def vex(**row: object) -> list[VexSaid]:
    plain = {
        "vulnerability": {"name": "CVE-2026-1"},
        "status": "not_affected",
        "justification": "component_not_present",
    }
    facts = told({"@context": "https://openvex.dev/ns/v0.2.0", "statements": [{**plain, **row}]})
    assert all(isinstance(fact, VexSaid) for fact in facts)
    return [fact for fact in facts if isinstance(fact, VexSaid)]


def test_openvex() -> None:
    flaw = {"@id": "https://example.com/CVE-2026-1", "name": "CVE-2026-1", "aliases": ["GHSA-1", 3]}
    (said,) = vex(vulnerability=flaw, products=[{"@id": "pkg:pypi/BCrypt@3.2.0"}])
    assert said.flaws == ("CVE-2026-1", "https://example.com/CVE-2026-1", "GHSA-1")
    assert (said.name, said.version, said.justification) == ("bcrypt", "3.2.0", "component_not_present")
    (old,) = vex(vulnerability="CVE-2026-1")
    assert (old.flaws, old.name, old.version) == (("CVE-2026-1",), "", "")


@pytest.mark.parametrize("status", ["affected", "fixed", "under_investigation", "", None, [], {}, 3])
def test_other_statements_clear_nothing(status: object) -> None:
    assert vex(status=status) == []


@pytest.mark.parametrize(
    ("product", "want"),
    [
        ({"@id": "pkg:pypi/bcrypt@3.2.0"}, [("bcrypt", "3.2.0")]),
        ({"@id": "pkg:pypi/bcrypt"}, [("bcrypt", "")]),
        ({"@id": "pkg:PyPI/bcrypt@1%2Bcpu?x=1#y"}, [("bcrypt", "1+cpu")]),
        ({"@id": "shop", "identifiers": {"purl": "pkg:pypi/bcrypt@3"}}, [("bcrypt", "3")]),
        ({"@id": "pkg:oci/shop@sha256:00"}, [("", "")]),
        ({"@id": "https://example.com/shop"}, [("", "")]),
        (
            {"@id": "pkg:oci/shop", "subcomponents": [{"@id": "pkg:pypi/bcrypt"}, {"@id": "pkg:pypi/a"}]},
            ["bcrypt", "a"],
        ),
        # Not our packages: OpenSSL of the system is another one than that in the wheel of cryptography.
        ({"@id": "pkg:oci/shop", "subcomponents": [{"@id": "pkg:deb/debian/openssl@3"}]}, []),
        ({"@id": "pkg:oci/shop", "subcomponents": [{"@id": "openssl"}]}, []),
        ({"@id": "pkg:npm/bcrypt@5"}, []),
        ({"@id": "pkg:pypi/%40scope/x"}, []),
        ({}, []),
        ({"@id": 3}, []),
    ],
)
def test_products_and_their_parts(product: dict[str, Any], want: list[Any]) -> None:
    got = vex(products=[product])
    assert [(said.name, said.version) for said in got] == [(one, "") if isinstance(one, str) else one for one in want]


def test_each_product_has_its_own_parts() -> None:
    products = [{"@id": "pkg:oci/a", "subcomponents": [{"@id": "pkg:pypi/bcrypt"}]}, {"@id": "pkg:pypi/argon2-cffi"}]
    assert [said.name for said in vex(products=products)] == ["bcrypt", "argon2-cffi"]


@pytest.mark.parametrize("why", ["", None, {"a": 1}, ["x"], 3])
def test_without_a_justification(why: object) -> None:
    (said,) = vex(justification=why)
    assert said.justification == ""
    (said,) = vex(justification=why, impact_statement="the function is never called")
    assert said.justification == "the function is never called"


def cyclonedx(ref: object, *components: dict[str, Any], **analysis: object) -> list[VexSaid]:
    flaw = {
        "id": "PYSEC-2026-1",
        "references": [{"id": "CVE-2026-1"}],
        "analysis": {"state": "not_affected", "justification": "code_not_reachable", **analysis},
        "affects": [{"ref": ref}],
    }
    data = {"bomFormat": "CycloneDX", "components": [*components], "dependencies": [], "vulnerabilities": [flaw]}
    return [fact for fact in told(data) if isinstance(fact, VexSaid)]


BCRYPT = {"bom-ref": "part-1", "name": "bcrypt", "version": "3.2.0", "purl": "pkg:pypi/bcrypt@3.2.0"}


@pytest.mark.parametrize(
    "ref", ["part-1", "urn:cdx:3e671687/1#part-1", "pkg:pypi/bcrypt@3.2.0", "urn:cdx:3e671687/1#pkg:pypi/bcrypt@3.2.0"]
)
def test_cyclonedx(ref: str) -> None:
    (said,) = cyclonedx(ref, {"name": "other", "bom-ref": "x"}, BCRYPT)
    assert said.flaws == ("PYSEC-2026-1", "CVE-2026-1")
    assert (said.name, said.version, said.justification) == ("bcrypt", "3.2.0", "code_not_reachable")


def test_components_inside_components_and_without_an_address() -> None:
    nested = {"bom-ref": "shop", "components": [{"bom-ref": "inner", "components": [BCRYPT]}]}
    assert [(said.name, said.version) for said in cyclonedx("part-1", nested)] == [("bcrypt", "3.2.0")]
    plain = {"bom-ref": "a", "name": "Argon2_CFFI", "version": "21"}
    assert [(said.name, said.version) for said in cyclonedx("a", plain)] == [("argon2-cffi", "21")]
    foreign = {"bom-ref": "a", "name": "bcrypt", "purl": "pkg:npm/bcrypt@5"}
    assert cyclonedx("a", foreign) == []


def test_a_reference_that_is_not_resolved_means_the_whole_product() -> None:
    assert [(said.name, said.version) for said in cyclonedx("urn:cdx:3e671687/1#shop")] == [("", "")]
    nowhere: list[object] = ["", None, 3, [], "pkg:deb/debian/openssl@3", "urn:cdx:1/1#pkg:npm/bcrypt"]
    for ref in nowhere:
        assert cyclonedx(ref, {"name": "bcrypt", "purl": "pkg:pypi/bcrypt"}) == []


@pytest.mark.parametrize("state", ["exploitable", "in_triage", "resolved", None, [], {}])
def test_other_states_clear_nothing(state: object) -> None:
    assert cyclonedx("part-1", BCRYPT, state=state) == []


def test_the_detail_is_a_justification_too() -> None:
    (said,) = cyclonedx("part-1", BCRYPT, justification=None, detail="we never call it")
    assert said.justification == "we never call it"
    (said,) = cyclonedx("part-1", BCRYPT, justification=None)
    assert said.justification == ""


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe{", "not valid JSON"),
        (b'{"id": "\xff"}', "not valid JSON"),
        (b"<html>", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"affected":' * 50_000, "not valid JSON"),
        (b"[]", "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
        (b"{}", "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
        (b'{"id": "x"}', "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
        (b'{"dependencies": {}}', "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
        (b'{"statements": 3}', "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
        (b'{"bomFormat": "SPDX"}', "neither OSV, pip-audit, OpenVEX nor CycloneDX"),
    ],
)
def test_what_is_none_of_them(data: bytes, cause: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(extract("told.json", data))
    assert str(caught.value) == cause


KEYS = st.sampled_from(
    "id aliases affected package ecosystem name ranges type events introduced fixed last_affected versions withdrawn"
    " published dependencies version vulns fix_versions skip_reason statements vulnerability status justification"
    " impact_statement products subcomponents @id identifiers purl bomFormat components bom-ref vulnerabilities"
    " analysis state detail affects ref references".split()
)
WORDS = st.sampled_from(
    "bcrypt PyPI ECOSYSTEM 0 1.0 9999999999 1.0+x not_affected CycloneDX pkg:pypi/bcrypt@1.0 pkg:oci/x urn:x#y"
    " CVE-2026-1 2026-01-01".split()
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS | st.text()
)
JSON: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8), max_leaves=40
)


@settings(deadline=None, max_examples=300)
@given(JSON)
def test_any_json_is_read_or_refused(data: object) -> None:
    kept(data)


@st.composite
def nearly(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """A file of which one part is anything else."""
    data = json.loads(json.dumps(whole))
    holder: Any = data
    while True:
        key = draw(st.sampled_from([*holder] if isinstance(holder, dict) else range(len(holder))))
        if not (isinstance(holder[key], (dict, list)) and holder[key]) or draw(st.booleans()):
            holder[key] = draw(JSON)
            return {**data}
        holder = holder[key]


WHOLE: list[dict[str, Any]] = [
    osv(bcrypt({"introduced": "0"}, {"fixed": "1"}, versions=["1"]), aliases=["CVE-2026-1"]),
    {"dependencies": [{"name": "bcrypt", "version": "1", "vulns": [{"id": "x", "fix_versions": [], "aliases": []}]}]},
    {
        "statements": [
            {
                "vulnerability": {"name": "x", "aliases": []},
                "status": "not_affected",
                "products": [{"@id": "pkg:oci/x", "subcomponents": [{"identifiers": {"purl": "pkg:pypi/bcrypt"}}]}],
            }
        ]
    },
    {
        "bomFormat": "CycloneDX",
        "components": [{**BCRYPT, "components": [BCRYPT]}],
        "vulnerabilities": [
            {
                "id": "x",
                "references": [{"id": "y"}],
                "analysis": {"state": "not_affected"},
                "affects": [{"ref": "part-1"}],
            }
        ],
    },
]


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(WHOLE).flatmap(nearly))
def test_wrong_types_in_any_place_are_read_or_refused(data: dict[str, Any]) -> None:
    kept(data)


@pytest.mark.parametrize(
    "make",
    [
        lambda: osv(*[bcrypt({"introduced": "0"})] * 20_000),
        lambda: osv(bcrypt(*[{"introduced": str(number)} for number in range(20_000)])),
        lambda: osv(bcrypt({"introduced": "0"}, versions=["9" * 5000, *map(str, range(20_000))])),
        lambda: {"statements": [{"status": "not_affected", "products": [{"@id": "pkg:pypi/" + "a" * 500_000}]}]},
    ],
    ids=["rows", "events", "versions", "purl"],
)
def test_large_files_are_read(make: Callable[[], dict[str, Any]]) -> None:
    kept(make())

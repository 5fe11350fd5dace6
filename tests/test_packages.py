"""What the catalog knows of packages: versions, advisories, days of release."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from pytest_datahygiene.catalog import packages as catalog
from pytest_datahygiene.catalog import releases, store
from pytest_datahygiene.catalog.place import FILE
from pytest_datahygiene.catalog.versions import allows, covers, floor, shuts_out, specifiers_of, version_of
from pytest_datahygiene.errors import CatalogError

TODAY = "2026-11-26"


def behind(
    name: str, version: str = "", specifier: str = "", uploaded: str = "", today: str = TODAY
) -> releases.Behind | None:
    known = releases.history(name)
    assert known
    return known.behind(version, specifier, uploaded, today)


def mended(name: str, held: str, found: list[catalog.Advisory]) -> str:
    known = releases.history(name)
    return catalog.mended(name, held, found, known.newest[0] if known and known.newest else "")


def test_every_row_reads() -> None:
    assert len(catalog.packages()) > 250
    assert set(releases.dates().packages) <= set(catalog.packages())
    for package in catalog.packages().values():
        for advisory in package.advisory:
            assert all(specifiers_of(text) is not None for text in advisory.affected), package.name
            assert not any(allows(text, version_of(fixed)) for text in advisory.affected for fixed in advisory.fixed), (
                advisory.id
            )
    for name, row in releases.dates().packages.items():
        known = releases.history(name)
        assert known
        assert row.yanked <= row.versions.keys()
        if known.newest:
            assert row.versions[known.newest[0]] == known.newest[1], name


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"status": "dead"}, "package[1].status"),
        ({"colour": "red"}, "colour"),
        ({"name": "Not_Normal"}, "package[1].name"),
        ({"latest": "1.0"}, "latest"),
        (
            {"advisory": [{"id": "X", "affected": ["~1"], "kind": "", "published": "2026-01", "source": ""}]},
            "affected[0]",
        ),
        (
            {
                "advisory": [
                    {"id": "X", "affected": ["<=1"], "fixed": ["1"], "kind": "", "published": "2026-01", "source": ""}
                ]
            },
            "X",
        ),
        ({"name": "cryptography"}, "cryptography stands twice"),
    ],
)
def test_a_wrong_row_is_refused_by_file_and_row(change: dict[str, object], named: str) -> None:
    table = msgspec.msgpack.decode(store.raw(catalog.FILE))
    table["package"][1].update(change)
    with pytest.raises(CatalogError) as caught:
        catalog.decode(msgspec.msgpack.encode(table))
    assert str(caught.value).startswith("crypto_packages.toml: ")
    assert named in str(caught.value)


@pytest.mark.parametrize(
    "change", [{"asked": "2026-1"}, {"versions": {"1.0": "long ago"}}, {"yanked": ["0.0.0"]}, {"to": "soon"}]
)
def test_a_wrong_date_is_refused(change: dict[str, object]) -> None:
    table = msgspec.msgpack.decode(store.raw(FILE))
    table["packages"]["bcrypt"].update(change)
    with pytest.raises(CatalogError, match=r"release_dates\.json: "):
        releases.decode(msgspec.msgpack.encode(table))


def test_advisories() -> None:
    names = [advisory.name for advisory in catalog.advisories_against("cryptography", "41.0.5", "")]
    assert "CVE-2023-49083" in names
    assert names == list(dict.fromkeys(names))
    assert catalog.advisories_against("cryptography", "50.0.2", "") == []
    assert catalog.advisories_against("no-such", "1.0", "") == []
    assert catalog.advisories_against("cryptography", "no version", "") == []
    assert "CVE-2025-45768" not in {advisory.name for advisory in catalog.advisories_against("pyjwt", "2.10.1", "")}


def test_the_mended_release_is_free_of_every_advisory() -> None:
    for name in ("cryptography", "django", "urllib3", "joserfc"):
        for version in releases.dates().packages[name].versions:
            found = catalog.advisories_against(name, version, "")
            if found:
                fixed = mended(name, version, found)
                assert Version(fixed) > Version(version)
                assert catalog.advisories_against(name, fixed, "") == []


def test_what_has_no_fix_has_no_mended_release() -> None:
    assert mended("ecdsa", "0.18.0", catalog.advisories_against("ecdsa", "0.18.0", "")) == ""
    assert mended("ecdsa", ">=0.18", catalog.advisories_against("ecdsa", "", ">=0.18")) == ""


CLAUSES = st.builds(
    "{}{}".format,
    st.sampled_from(["<", "<=", ">", ">=", "==", "!=", "~="]),
    st.from_regex(r"[0-3]\.[0-3](\.[0-3])?", fullmatch=True),
) | st.from_regex(r"[!=]=[0-3](\.[0-3])?\.\*", fullmatch=True)
RANGES = st.lists(CLAUSES, min_size=1, max_size=3).map(",".join)
EVERY = [Version(f"{a}.{b}.{c}.{d}") for a in range(5) for b in range(5) for c in range(5) for d in (0, 1)]


@settings(deadline=None)
@given(st.lists(RANGES, min_size=1, max_size=2), RANGES)
def test_covers_agrees_with_trying_every_version(outer: list[str], inner: str) -> None:
    inside = [version for version in EVERY if SpecifierSet(inner).contains(version)]
    missing = [version for version in inside if not any(SpecifierSet(text).contains(version) for text in outer)]
    if covers(outer, inner):
        assert not missing
    else:
        assert missing or not inside


@pytest.mark.parametrize(
    ("outer", "inner", "want"),
    [
        (["*"], "", True),
        (["*"], ">=0.1", True),
        (["<2"], "", False),
        (["<2"], "<2", True),
        (["<2"], "<=2", False),
        (["<2"], "==1.*", True),
        (["<2"], "~=1.4", True),
        (["<2"], "~=1", False),
        (["<1", ">=1,<2"], ">0.5,<1.5", True),
        (["<1", ">1,<2"], ">0.5,<1.5", False),
        (["<2"], "<2,>3", False),
        (["<2"], "===1.5", True),
        (["<2"], "words", False),
    ],
)
def test_covers(outer: list[str], inner: str, want: bool) -> None:
    assert covers(outer, inner) is want


def test_bounds() -> None:
    assert floor(">=1,<2") == Version("1")
    assert floor("<2") is None
    newest = Version("3.0")
    assert [text for text in ("<3", "<=2", "==2.*", "~=2.1", "===2") if not shuts_out(text, newest)] == []
    assert [
        text for text in ("", ">=1", "!=3.0", "<4", "==3.*", ">=9", "==9.*", "~=9.1", "*") if shuts_out(text, newest)
    ] == []
    assert specifiers_of(",".join(["!=1"] * 10_000)) is None
    assert version_of("9" * 10_000 + ".") is None
    assert version_of("1.0+local") == Version("1.0")


def test_a_pin() -> None:
    found = behind("bcrypt", "3.1.0")
    assert found
    assert (found.version, found.age, found.newest, found.of) == ("3.1.0", 10, "5.0.0", "2025-09-25")
    yanked = releases.dates().packages["bcrypt"].yanked
    later = [one for one in BCRYPT if Version(one) > Version("3.1.0") and one not in yanked]
    assert found.between == len([one for one in later if not Version(one).is_prerelease])
    assert (found.kept_out, found.since) == ("3.1.1", "2016-09-18")
    assert behind("bcrypt", "5.0.0") is None, "the newest"
    assert behind("bcrypt", "99.0") is None, "newer than we know"
    assert behind("bcrypt", "4.0.2") is None, "there is no such release"
    assert behind("bcrypt", "words") is None
    assert releases.history("no-such") is None


BCRYPT = releases.dates().packages["bcrypt"].versions


def test_a_year_is_a_year_to_the_day() -> None:
    known = releases.history("cryptography")
    assert known
    day = dt.date.fromisoformat(known.released("46.0.3"))
    assert behind("cryptography", "46.0.3", today=str(day + dt.timedelta(days=365))) is None
    assert behind("cryptography", "46.0.3", today=str(day + dt.timedelta(days=366)))


def test_the_lock_knows_its_day_better() -> None:
    assert behind("bcrypt", "3.1.0", uploaded="2026-06-01") is None
    assert behind("bcrypt", "3.1.0", uploaded="no day")


MADE_UP = {"1.0": "2020-01-01", "1.1": "2020-02-01", "2.0": "2024-01-01", "2.1": "2024-02-01", "3.0rc1": "2026-01-01"}


def test_what_was_taken_back_is_not_the_newest() -> None:
    known = releases.History(MADE_UP, ["2.1"], TODAY)
    assert known.newest == ("2.0", "2024-01-01"), "neither what was taken back nor what is not yet released"
    assert known.behind("2.0", "", "", TODAY) is None
    held = known.behind("1.0", "", "", TODAY)
    assert held
    assert (held.newest, held.between, held.kept_out) == ("2.0", 2, "1.1")
    assert releases.History({"1.0a1": "2020-01-01"}, [], TODAY).newest == ("1.0a1", "2020-01-01"), "there is no other"
    assert releases.History({}, [], TODAY).newest is None


def test_a_package_that_rests() -> None:
    known = releases.History(MADE_UP, [], TODAY)
    assert known.behind("2.0", "", "", TODAY) is None, "a month behind a release of long ago"
    assert known.behind("1.1", "", "", TODAY)


def test_an_upper_bound() -> None:
    held = behind("cryptography", specifier="<43")
    assert held
    assert (held.version, held.kept_out) == ("42.0.8", "43.0.0")
    ended = behind("urllib3", specifier=">=1.21,<2")
    assert ended
    assert (ended.version, ended.kept_out) == ("1.26.20", "2.0.2")
    for open_ in ("", ">=2", ">=2,<99", "!=50.0.2", ">60", "<0.0.1"):
        assert behind("cryptography", specifier=open_) is None, open_
    assert behind("django", specifier="<5.3") is None, "5.2 is still mended"


def test_a_bound_that_blocks_updates() -> None:
    days = {"1.0": "2026-01-01", "2.0": "2026-05-01"}

    def capped(specifier: str, today: str = TODAY, **more: str) -> str:
        found = releases.History({**days, **more}, [], TODAY).capped(specifier, today)
        return f"{found.version} {found.kept_out} {found.since}" if found else ""

    assert capped("<2") == "1.0 2.0 2026-05-01"
    assert capped("<2", today="2026-07-29") == "", "89 days"
    assert capped("<2", today="2026-07-31") == "1.0 2.0 2026-05-01", "91 days"
    assert capped("<2", **{"1.0.1": "2026-06-01"}) == "", "the old series is mended"
    assert capped("<2", today="2027-02-01") == "", "over a year old: that is said instead"
    assert capped("<3") == capped("") == ""


def test_given_up() -> None:
    assert releases.given_up("passlib", TODAY)
    assert not releases.given_up("asn1crypto", TODAY)
    assert not releases.given_up("flask-security-too", TODAY), "superseded, yet still released"
    assert releases.given_up("zxcvbn-python", TODAY)
    assert not releases.given_up("no-such", TODAY)


@pytest.mark.parametrize(
    ("marker", "want"),
    [
        ("", True),
        ('python_version < "3.6"', False),
        ("python_version == '2.7'", False),
        ('python_version >= "3.8"', True),
        ("python_full_version < '3.11.4'", True),
        ('python_version < "3.6" and sys_platform == "win32"', True),
        ("python_version in '2.7, 3.5'", False),
        ("words", True),
        ("(" * 5000, True),
        ("python_version <", True),
    ],
)
def test_markers(marker: str, want: bool) -> None:
    assert catalog.runs_today(marker, TODAY) is want


def test_lowest_on_purpose() -> None:
    assert catalog.lowest_on_purpose("requirements/lowest.txt", "")
    assert catalog.lowest_on_purpose("pyproject.toml", "low")
    assert not catalog.lowest_on_purpose("low/requirements.txt", "slow")

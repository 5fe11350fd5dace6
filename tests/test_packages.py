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
from pytest_datahygiene.catalog.versions import allows, covers, floor, shuts_out, specifiers_of, version_of
from pytest_datahygiene.errors import CatalogError

TODAY = "2026-11-23"


def behind(
    name: str, version: str = "", specifier: str = "", uploaded: str = "", today: str = TODAY
) -> releases.Behind | None:
    return releases.behind(name, version, specifier, uploaded, today)


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
        assert releases.newest(name) == (row.latest, row.last)
        assert max(map(Version, row.versions)) == Version(row.latest), name


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"status": "dead"}, "package[1].status"),
        ({"colour": "red"}, "colour"),
        ({"name": "Not_Normal"}, "package[1].name"),
        ({"last_release": "2026-13"}, "package[1].last_release"),
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
    "change", [{"last": "2026-1"}, {"versions": {"1.0": "long ago"}}, {"versions": {}}, {"to": "soon"}]
)
def test_a_wrong_date_is_refused(change: dict[str, object]) -> None:
    table = msgspec.msgpack.decode(store.raw(releases.FILE))
    table["packages"]["bcrypt"].update(change)
    with pytest.raises(CatalogError, match=r"release_dates\.json: "):
        releases.decode(msgspec.msgpack.encode(table))


def test_advisories() -> None:
    names = [advisory.name for advisory in catalog.advisories_for("cryptography", "41.0.5")]
    assert "CVE-2023-49083" in names
    assert names == list(dict.fromkeys(names))
    assert catalog.advisories_for("cryptography", "50.0.2") == []
    assert catalog.advisories_for("no-such", "1.0") == []
    assert catalog.advisories_for("cryptography", "no version") == []
    assert "CVE-2025-45768" not in {advisory.name for advisory in catalog.advisories_for("pyjwt", "2.10.1")}


def test_the_mended_release_is_free_of_every_advisory() -> None:
    for name in ("cryptography", "django", "urllib3", "joserfc"):
        for version in releases.dates().packages[name].versions:
            found = catalog.advisories_for(name, version)
            if found:
                fixed = catalog.mended(name, version, found)
                assert Version(fixed) > Version(version)
                assert catalog.advisories_for(name, fixed) == []


def test_what_has_no_fix_has_no_mended_release() -> None:
    assert catalog.mended("ecdsa", "0.18.0", catalog.advisories_for("ecdsa", "0.18.0")) == ""
    assert catalog.mended("ecdsa", ">=0.18", catalog.advisories_covering("ecdsa", ">=0.18")) == ""


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
    assert behind("bcrypt", "5.0.0") is None, "the newest"
    assert behind("bcrypt", "99.0") is None, "newer than we know"
    assert behind("bcrypt", "words") is None
    assert behind("no-such", "1.0") is None


def test_a_year_is_a_year_to_the_day() -> None:
    day = dt.date.fromisoformat(releases.released("cryptography", "46.0.3"))
    assert behind("cryptography", "46.0.3", today=str(day + dt.timedelta(days=365))) is None
    assert behind("cryptography", "46.0.3", today=str(day + dt.timedelta(days=366)))


def test_the_lock_knows_its_day_better() -> None:
    assert behind("bcrypt", "3.1.0", uploaded="2026-06-01") is None
    assert behind("m2crypto", "0.38.0") is None
    assert behind("m2crypto", "0.38.0", uploaded="2021-06-01")
    assert behind("m2crypto", "0.38.0", uploaded="no day") is None


def test_a_month_counts_to_its_last_day() -> None:
    assert releases.released("pyasn1", releases.newest("pyasn1")[0]) == "2026-10"  # type: ignore[index]
    table = releases.dates().packages
    name = next(
        name for name, row in table.items() if len(row.last) == 7 and len(row.versions) == 1 and row.last == "2025-10"
    )
    assert behind(name, "0.0.1") is None, "its successor may be of the month's last day and is no older than needed"


def test_an_unlisted_release_is_older_than_its_successors() -> None:
    assert behind("cryptography", "44.0.99"), "releases of cryptography came in order, and 46.0.3 is over a year old"
    assert behind("django", "4.2.99") is None, "Django's series go on side by side"
    assert behind("django", "3.0.0.1"), "within a series they come in order"


def test_an_upper_bound() -> None:
    capped = behind("cryptography", specifier="<43")
    assert capped
    assert (capped.version, capped.kept_out) == ("", "43.0.0"), "the list has gaps, so the release is not named"
    ended = behind("urllib3", specifier=">=1.21,<2")
    assert ended
    assert (ended.version, ended.kept_out) == ("1.26.20", "2.0.0")
    for open_ in ("", ">=2", ">=2,<99", "!=50.0.2", ">60"):
        assert behind("cryptography", specifier=open_) is None, open_
    assert behind("django", specifier="<5.3") is None, "5.2 is still mended"
    assert behind("m2crypto", specifier="<0.40") is None, "only the newest release is known"


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

"""``--advisories`` and ``--vex``, and the settings of the same names: what the user hands in is judged beside ours."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.doors.conftest import Run

REAL = Path(__file__).parent.parent / "advisories"
CHECK = ("check", "--only", "crypto-package-vulnerable", "--format", "concise", "--today", "2026-11-26")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAHYGIENE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose package has no flaw that we ship."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.datahygiene]\n")
    (folder / "requirements.txt").write_text("bcrypt==5.0.0\n")
    return folder


@pytest.fixture
def given(project: Path) -> Path:
    """A folder for advisories, beside the project."""
    folder = project.parent / "given"
    folder.mkdir()
    return folder


def write(path: Path, data: object) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))
    return str(path)


def osv(called: str = "PYSEC-2026-1", *events: dict[str, str], **more: object) -> dict[str, Any]:
    events = events or ({"introduced": "0"}, {"fixed": "5.1"})
    row = {
        "package": {"ecosystem": "PyPI", "name": "bcrypt"},
        "ranges": [{"type": "ECOSYSTEM", "events": [*events]}],
    }
    return {"id": called, "published": "2026-10-01T00:00:00Z", "affected": [row], **more}


def openvex(flaw: str, why: str = "component_not_present", product: str = "pkg:pypi/bcrypt@5.0.0") -> dict[str, Any]:
    row = {"vulnerability": {"name": flaw}, "status": "not_affected", "products": [{"@id": product}]}
    return {"@context": "https://openvex.dev/ns/v0.2.0", "statements": [{**row, "justification": why}]}


def cyclonedx(flaw: str) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"type": "library", "name": "bcrypt", "bom-ref": "b", "purl": "pkg:pypi/bcrypt@5.0.0"}],
        "dependencies": [{"ref": "b"}],
        "vulnerabilities": [
            {
                "id": flaw,
                "analysis": {"state": "not_affected", "justification": "code_not_reachable"},
                "affects": [{"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#b"}],
            }
        ],
    }


def test_a_folder_of_osv(run: Run, given: Path) -> None:
    assert run(*CHECK).returncode == 0
    write(given / "a.json", osv(aliases=["CVE-2026-1"]))
    write(given / "deep" / "er" / "b.json", osv("GHSA-1", {"introduced": "5.0.1"}))
    write(given / "c.json", osv("PYSEC-2026-3", withdrawn="2026-11-01T00:00:00Z"))
    (given / "README.txt").write_text("no advisory")
    done = run(*CHECK, "--advisories", str(given))
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.startswith(
        "requirements.txt:1:1 crypto-package-vulnerable bcrypt 5.0.0 has CVE-2026-1 (2026-10-01)"
    )
    assert "update to 5.1 or newer" in run(*CHECK[:-4], "--advisories", str(given)).stdout


def test_several_databases_tell_of_one_flaw(run: Run, given: Path) -> None:
    write(given / "a.json", osv("GHSA-1", {"introduced": "6"}, aliases=["CVE-2026-1"]))
    write(given / "b.json", osv("PYSEC-2026-1", aliases=["CVE-2026-1"]))
    write(given / "c.json", osv("OTHER-1", aliases=["OTHER-2"]))
    write(given / "d.json", osv("LAST-1", aliases=["OTHER-2", "GHSA-1"]))
    done = run(*CHECK, "--advisories", str(given))
    assert "bcrypt 5.0.0 has CVE-2026-1 (2026-10-01)\n" in done.stdout
    vex = write(given.parent / "v.json", openvex("OTHER-1"))
    assert run(*CHECK, "--advisories", str(given), "--vex", vex).returncode == 0


def test_it_may_be_given_again_and_adds_to_the_settings(run: Run, given: Path, project: Path) -> None:
    write(project / "own" / "a.json", osv("PYSEC-2026-1"))
    (project / "pyproject.toml").write_text('[tool.datahygiene]\nadvisories = ["own"]\n')
    assert "PYSEC-2026-1" in run(*CHECK).stdout
    assert "PYSEC-2026-1" in run(*CHECK, cwd=project / "own").stdout, "a setting starts at the root"
    both = ("--advisories", write(given / "b.json", osv("PYSEC-2026-2")))
    done = run(*CHECK, *both, "--advisories", write(given / "c.json", osv("PYSEC-2026-3")))
    assert "and 2 more published flaws" in done.stdout


def test_a_path_on_the_command_line_starts_where_one_stands(run: Run, project: Path) -> None:
    write(project / "sub" / "a.json", osv())
    assert run(*CHECK, "--advisories", "a.json", cwd=project / "sub").returncode == 1
    done = run(*CHECK, "--advisories", "a.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--advisories: no such file or folder: " in done.stderr


def test_a_path_that_leads_nowhere_where_no_rule_asks(run: Run) -> None:
    for option in ("--advisories", "--vex"):
        done = run("check", "--only", "cards", option, "gone.json")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{option}: no such file or folder: " in done.stderr


def test_a_setting_that_leads_nowhere(run: Run, project: Path) -> None:
    for name in ("advisories", "vex"):
        (project / "pyproject.toml").write_text(f'[tool.datahygiene]\n{name} = ["gone.json"]\n')
        done = run(*CHECK)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "datahygiene: pyproject.toml: no such file or folder: 'gone.json'\n"


def test_one_broken_file_among_good_ones(run: Run, project: Path) -> None:
    write(project / "osv" / "good.json", osv())
    (project / "osv" / "broken.json").write_text("{")
    (project / "osv" / "other.json").write_text("[]")
    done = run(*CHECK, "--advisories", "osv")
    assert done.returncode == 1
    assert "bcrypt 5.0.0 has PYSEC-2026-1" in done.stdout
    assert "osv/broken.json source-unreadable: not valid JSON" in done.stdout
    assert "osv/other.json source-unreadable: neither OSV, pip-audit, OpenVEX nor CycloneDX" in done.stdout
    (project / "osv" / "good.json").unlink()
    assert run(*CHECK, "--advisories", "osv").returncode == 3


def test_what_holds_nothing_is_not_clean(run: Run, given: Path) -> None:
    done = run(*CHECK, "--advisories", str(given))
    assert done.returncode == 3
    assert f"{given} source-unreadable: holds no .json file" in done.stdout
    (given / "all.zip").write_bytes(b"PK")
    assert run(*CHECK, "--advisories", str(given)).returncode == 3
    assert run(*CHECK, "--advisories", str(given / "all.zip")).returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and no modes")
def test_what_cannot_be_looked_into(run: Run, given: Path) -> None:
    write(given / "a.json", osv("PYSEC-2026-1", {"introduced": "9"}))
    os.mkfifo(given / "pipe.json")
    (given / "gone.json").symlink_to("nowhere")
    done = run(*CHECK, "--advisories", str(given))
    assert done.returncode == 3
    assert "pipe.json source-unreadable: not a file" in done.stdout
    assert "gone.json source-unreadable: no such file or directory" in done.stdout
    (given / "pipe.json").unlink()
    (given / "gone.json").unlink()
    (given / "round").symlink_to(given)
    assert run(*CHECK, "--advisories", str(given)).returncode == 0, "links to folders are not followed"
    if os.geteuid():
        (given / "shut").mkdir(mode=0)
        done = run(*CHECK, "--advisories", str(given))
        assert done.returncode == 3
        assert "shut source-unreadable: permission denied" in done.stdout


def test_pip_audit(run: Run, project: Path) -> None:
    (project / "requirements.txt").write_text("pyjwt==2.3.0\ncryptography==41.0.0\n")
    done = run(*CHECK, "--advisories", str(REAL / "pip-audit.json"))
    assert done.returncode == 1
    assert (done.stdout, done.stderr) == (run(*CHECK).stdout, ""), "they are known here as well, and told once"
    (project / "requirements.txt").write_text("bcrypt==5.0.0\n")
    flaw = {"id": "PYSEC-2026-9", "fix_versions": ["5.0.9"], "aliases": ["CVE-2026-9"], "description": ""}
    audit = {"dependencies": [{"name": "bcrypt", "version": "5.0.0", "vulns": [flaw]}], "fixes": []}
    done = run(*CHECK, "--advisories", write(project / "audit.json", audit))
    assert "bcrypt 5.0.0 has CVE-2026-9" in done.stdout
    (project / "requirements.txt").write_text("bcrypt==4.3.0\n")
    assert run(*CHECK, "--advisories", "audit.json").returncode == 0, "it speaks of one release"


def test_an_audit_that_passed_over_packages_is_incomplete(run: Run) -> None:
    done = run(*CHECK, "--advisories", str(REAL / "pip-audit-skipped.json"))
    assert done.returncode == 3
    assert "source-unreadable: pip-audit passed over cryptography and 3 more packages" in done.stdout


@pytest.mark.parametrize("make", [openvex, cyclonedx])
def test_a_statement_clears_one_flaw(make: Any, run: Run, given: Path, project: Path) -> None:
    advisories = ("--advisories", write(given / "a.json", osv(aliases=["CVE-2026-1"])))
    vex = write(project / "vex.json", make("CVE-2026-1"))
    done = run(*CHECK, *advisories, "--vex", vex)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (project / "pyproject.toml").write_text('[tool.datahygiene]\nvex = ["vex.json"]\n')
    assert run(*CHECK, *advisories).returncode == 0
    (project / "requirements.txt").write_text("bcrypt==4.3.0\n")
    assert run(*CHECK, *advisories).returncode == 1, "it speaks of another release"
    (project / "requirements.txt").write_text("bcrypt==5.0.0\n")
    write(project / "vex.json", make("CVE-2026-2"))
    assert run(*CHECK, *advisories).returncode == 1, "it speaks of another flaw"


@pytest.mark.parametrize(
    ("product", "code"),
    [
        ("pkg:pypi/bcrypt", 0),
        ("pkg:pypi/bcrypt@5.0", 0),
        ("pkg:oci/shop@sha256:00", 0),
        ("pkg:pypi/bcrypt@4.3.0", 1),
        ("pkg:pypi/argon2-cffi", 1),
        ("pkg:npm/bcrypt@5.0.0", 1),
        ("pkg:deb/debian/python3-bcrypt@5.0.0", 1),
    ],
)
def test_whom_a_statement_means(product: str, code: int, run: Run, given: Path) -> None:
    advisories = ("--advisories", write(given / "a.json", osv()))
    vex = write(given / "vex" / "v.json", openvex("PYSEC-2026-1", product=product))
    assert run(*CHECK, *advisories, "--vex", vex).returncode == code


def test_flaws_that_we_ship_are_cleared_by_any_name(run: Run, project: Path, given: Path) -> None:
    (project / "requirements.txt").write_text("pyjwt==2.3.0\n")
    before = others(run(*CHECK).stdout)
    for name in ("GHSA-ffqj-6fqr-9h24", "CVE-2022-29217"):
        vex = write(given / "v.json", openvex(name, product="pkg:pypi/pyjwt"))
        assert others(run(*CHECK, "--vex", vex).stdout) == before - 1


def others(text: str) -> int:
    """Return how many more flaws a finding counts."""
    found = re.search(r"and (\d+) more published flaws", text)
    assert found
    return int(found[1])


@pytest.mark.parametrize("why", ["", "   "])
def test_without_a_justification_it_counts_and_a_note_says_so(why: str, run: Run, given: Path) -> None:
    advisories = ("--advisories", write(given / "a.json", osv()))
    vex = write(given / "v" / "v.json", openvex("PYSEC-2026-1", why))
    done = run(*CHECK, *advisories, "--vex", vex)
    assert done.returncode == 1
    assert done.stderr == f"datahygiene: {vex}: PYSEC-2026-1 is said to be without effect, but not why; it counts\n"


def test_a_broken_statement_is_incomplete(run: Run, project: Path) -> None:
    (project / "vex.json").write_text("<vex>")
    done = run(*CHECK, "--vex", "vex.json")
    assert done.returncode == 3
    assert "vex.json source-unreadable: not valid JSON" in done.stdout


def test_an_advisory_that_came_since_is_told(run: Run, given: Path, project: Path) -> None:
    """The same files of the project say something else once the user hands in something else."""
    for path in project.iterdir():
        os.utime(path, (1.6e9, 1.6e9))
    write(given / "a.json", osv("PYSEC-2026-1", {"introduced": "9"}))
    for _ in range(2):
        assert run(*CHECK, "--advisories", str(given)).returncode == 0
    write(given / "b.json", osv())
    assert run(*CHECK, "--advisories", str(given)).returncode == 1
    assert run(*CHECK).returncode == 0

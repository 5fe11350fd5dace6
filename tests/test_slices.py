"""Cutting changes what is parsed and nothing of what is found: the specs' files, cut and whole, give the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.specs import TODAY, blocks

from pytest_datahygiene import rules
from pytest_datahygiene.catalog import seeds
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine import following
from pytest_datahygiene.engine.judging import judge
from pytest_datahygiene.extract.python import extract
from pytest_datahygiene.extract.python.parsing import parse
from pytest_datahygiene.extract.python.walk import walk
from pytest_datahygiene.extract.reading import Reading, Work
from pytest_datahygiene.findings.report import Report
from pytest_datahygiene.source import slices
from pytest_datahygiene.source.silencing import silences
from pytest_datahygiene.source.vocabulary import Present, Seeds

SPECS = sorted((Path(__file__).parent / "rules").glob("*/*.md"))
RULES = {name: rules.load(name) for name in rules.families()}
MIGRATION = """from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.AutoField(primary_key=True)),
                ('language', models.CharField(choices=[('a', 'arc'), ('b', 'din')], max_length=3)),
                (
                    'merchant_reference',
                    models.CharField(max_length=64),
                ),
                ('cvv', models.CharField(max_length=4)),
                ('number', models.CharField(max_length=19)),
                ('is_paid', models.BooleanField()),
            ],
            options={'verbose_name': 'payment'},
        ),
        migrations.CreateModel(name='Other', fields=[('merchant_reference', models.CharField(max_length=64))]),
    ]
"""


def present(text: str) -> Present:
    return Seeds(seeds.lines()).present(text.encode())


def cut(path: str, text: str, held: Present, asked: list[str]) -> Reading:
    facts = [*silences(path, text, "python"), *extract(path, text, Present(held.seeds, asked), Work())]
    return Reading(path, facts, "", Work())  # type: ignore[arg-type]


def found(readings: list[Reading]) -> list[tuple[str, int, str]]:
    report = Report("", tuple(RULES))
    judge(report, readings, RULES, Config(), today=TODAY)
    return [(one.rule, one.finding.at.line, one.finding.about) for one in report.findings]


def test_only_fields_that_may_mean_something_are_kept_of_a_new_model() -> None:
    part = slices.cut(MIGRATION, present(MIGRATION))
    assert "'cvv'" in part.text
    assert "'number'" in part.text
    assert "verbose_name" in part.text
    for gone in ("'language'", "merchant_reference", "is_paid", "'Other'"):
        assert gone not in part.text
    assert [MIGRATION.split("\n")[line - 1] for line in part.lines][:2] == MIGRATION.split("\n")[:2]


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_the_whole_file_says_no_more_than_its_cut(spec: Path) -> None:
    for text, path in ((block.body, block.title) for block in blocks(spec.read_text()) if block.title.endswith(".py")):
        held = present(text)
        if held.strongest:
            module, part = parse(slices.whole(text), text, Work())
            facts = [*silences(path, text, "python"), *walk(path, module, part, Work(), held)]
            every = Reading(path, facts, "", Work())  # type: ignore[arg-type]
            pieces = following.rounds(
                [cut(path, text, held, [])],
                [path],
                lambda asked, text=text, held=held: [cut(one, text, held, names) for one, names in asked.items()],  # type: ignore[misc]
                lambda: (),
            )
            assert found(pieces) == found([every]), f"{spec.stem}: {path}"

"""The inventory against the schema that a real framework makes of the same models."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from pytest_datahygiene.catalog.labels import label_of
from pytest_datahygiene.config import Config
from pytest_datahygiene.engine.inventory import inventory

MODELS = """
from django.db import models


class Contactable(models.Model):
    phone_number = models.CharField(max_length=20)
    notes = models.TextField()

    class Meta:
        abstract = True


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Patient(Contactable, Stamped):
    ssn = models.CharField(max_length=11)
    diagnosis = models.TextField()
    first_name = models.CharField(max_length=40)
    email = models.EmailField()
    account = models.CharField(max_length=40, db_column="iban")


class Nurse(Contactable):
    salary = models.DecimalField(max_digits=8, decimal_places=2)
    patients = models.ManyToManyField(Patient)
"""
SETTINGS = """
SECRET_KEY = "for this test alone"
INSTALLED_APPS = ["clinic"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "clinic.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""


def test_every_column_with_a_meaning_has_its_row(tmp_path: Path) -> None:
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "__init__.py").touch()
    (tmp_path / "clinic" / "models.py").write_text(MODELS)
    (tmp_path / "clinic_settings.py").write_text(SETTINGS)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "clinic_settings", "PYTHONPATH": str(tmp_path)}
    for command in (["makemigrations", "clinic"], ["migrate"]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "clinic.sqlite3")) as db:
        tables = {"clinic_patient": "Patient", "clinic_nurse": "Nurse"}
        columns = {
            (owner, name)
            for table, owner in tables.items()
            for _, name, *_ in db.execute(f"pragma table_info({table})")
        }
    beside = {owner: {name for held, name in columns if held == owner} for owner in tables.values()}
    meant = {(owner, name) for owner, name in columns if label_of(name, owner, "", beside[owner])}
    rows = inventory(str(tmp_path), (), Config(no_cache=True)).rows
    held = {(row.place.rpartition(".")[2], row.field) for row in rows if row.store == "table"}
    # What the abstract class declares is told of it too.
    assert {pair for pair in held if pair[0] != "Contactable"} == meant
    assert ("Nurse", "phone_number") in meant
    assert ("Patient", "iban") in meant

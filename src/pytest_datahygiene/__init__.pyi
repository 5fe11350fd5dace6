from pytest_datahygiene.config import Config as Config
from pytest_datahygiene.engine import check as check
from pytest_datahygiene.errors import UsageError as UsageError
from pytest_datahygiene.findings.report import Report as Report

__version__: str

"""What the extractors and the flow found out, in the form that rules read."""

from __future__ import annotations

from pytest_datahygiene.facts.calls import AttributeSet, CallMade
from pytest_datahygiene.facts.coded import FunctionCoded
from pytest_datahygiene.facts.declared import ClassDeclared, FieldDeclared, FieldDropped, KeyWritten
from pytest_datahygiene.facts.fact import Fact
from pytest_datahygiene.facts.factbase import FactBase
from pytest_datahygiene.facts.joined import (
    CodeLasting,
    DataReached,
    DigestWeak,
    FieldFilled,
    FieldKept,
    FieldNamed,
    KeyDerived,
    Misused,
    PackageFlawed,
    PackageHeld,
    PasswordGuarded,
    SecretDrawn,
)
from pytest_datahygiene.facts.lowered import FunctionLowered
from pytest_datahygiene.facts.packages import (
    AdvisoryListed,
    ListNamed,
    PackageRequired,
    ReleasesListed,
    RuntimeNamed,
    VexSaid,
)
from pytest_datahygiene.facts.passwords import SettingAssigned, TextChecked, ValidatorsSet, ValidatorUsed
from pytest_datahygiene.facts.records import RecordsSeen
from pytest_datahygiene.facts.run import (
    LevelChosen,
    OwnNamed,
    PolicyChosen,
    ProjectSeen,
    RulesKnown,
    RunDay,
    SilenceSpent,
)
from pytest_datahygiene.facts.secrets import (
    CodeMade,
    KeyUsed,
    PasswordCompared,
    PasswordCut,
    PasswordInput,
    SecondFactorSeen,
    SignInMade,
)
from pytest_datahygiene.facts.text import CardNumberSeen, SilenceWritten
from pytest_datahygiene.facts.urls import UrlHolds
from pytest_datahygiene.place import Place

# Facts that an extractor writes and the cache keeps.
Extracted = (
    AttributeSet
    | CallMade
    | CardNumberSeen
    | ClassDeclared
    | CodeMade
    | FieldDeclared
    | FieldDropped
    | FunctionCoded
    | FunctionLowered
    | KeyUsed
    | KeyWritten
    | ListNamed
    | PackageRequired
    | PasswordCompared
    | PasswordCut
    | PasswordInput
    | RecordsSeen
    | RuntimeNamed
    | SecondFactorSeen
    | SettingAssigned
    | SignInMade
    | SilenceWritten
    | TextChecked
    | UrlHolds
    | ValidatorsSet
)

__all__ = [
    "AdvisoryListed",
    "AttributeSet",
    "CallMade",
    "CardNumberSeen",
    "ClassDeclared",
    "CodeLasting",
    "CodeMade",
    "DataReached",
    "DigestWeak",
    "Extracted",
    "Fact",
    "FactBase",
    "FieldDeclared",
    "FieldDropped",
    "FieldFilled",
    "FieldKept",
    "FieldNamed",
    "FunctionCoded",
    "FunctionLowered",
    "KeyDerived",
    "KeyUsed",
    "KeyWritten",
    "LevelChosen",
    "ListNamed",
    "Misused",
    "OwnNamed",
    "PackageFlawed",
    "PackageHeld",
    "PackageRequired",
    "PasswordCompared",
    "PasswordCut",
    "PasswordGuarded",
    "PasswordInput",
    "Place",
    "PolicyChosen",
    "ProjectSeen",
    "RecordsSeen",
    "ReleasesListed",
    "RulesKnown",
    "RunDay",
    "RuntimeNamed",
    "SecondFactorSeen",
    "SecretDrawn",
    "SettingAssigned",
    "SignInMade",
    "SilenceSpent",
    "SilenceWritten",
    "TextChecked",
    "UrlHolds",
    "ValidatorUsed",
    "ValidatorsSet",
    "VexSaid",
]

"""The typed rows of ``password_standards.toml``."""

from __future__ import annotations

from typing import Literal

import msgspec

CharacterClass = Literal["upper", "lower", "digit", "symbol", "alpha"]
Composition = Literal["required", "forbidden", "not_required", "not_stated"]
Enforced = Literal[
    "length",
    "upper",
    "lower",
    "digit",
    "symbol",
    "alpha",
    "regex",
    "blocklist",
    "breached",
    "context_words",
    "custom",
    "configured",
    "history",
    "no_runs",
    "non_empty",
    "not_all_digits",
    "strength",
    "unique_characters",
]
ValidatorKind = Literal[
    "validator",
    "setting",
    "habit",
    "call",
    "override",
    "decorator",
    "schema",
    "lambda",
    "generator",
    "comparison",
    "yaml",
    "resource",
    "delegated",
]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What a standard says about passwords.

    ``min_length`` in characters, 0 when it states none; ``classes`` count when ``composition`` is ``required``.
    ``follows`` names the profile whose numbers hold. The texts say what a standard says, where it says it.
    """

    id: str
    title: str
    min_length: int = 0
    composition: Composition = "not_stated"
    composition_note: str = ""
    classes: tuple[CharacterClass, ...] = ()
    follows: str = ""
    min_length_with_mfa: int = 0
    min_length_recommended: int = 0
    min_length_if_system_cannot: int = 0
    alternatives: tuple[str, ...] = ()
    max_length: str = ""
    max_length_at_least: int = 0
    truncation: str = ""
    unicode: str = ""
    symbols: str = ""
    blocklist: str = ""
    idiom: str = ""
    rotation: str = ""
    rotation_days: int = 0
    rotation_exempt: str = ""
    rotation_note: str = ""
    history: int = 0
    hints: str = ""
    knowledge_questions: str = ""
    password_manager: str = ""
    paste_and_managers: str = ""
    mfa: str = ""
    rate_limit: str = ""
    throttle: str = ""
    lockout_attempts: int = 0
    lockout_minutes: int = 0
    salt_bits: int = 0
    account_activity_alerts: bool = False
    notify_on_suspicious_sign_in: bool = False
    notify_on_credential_change: bool = False
    sections: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    scope_note: str = ""
    note: str = ""
    unsure: str = ""
    checked: bool = False


class Conflicts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Where the standards disagree."""

    composition: str
    length: str
    rotation: str
    bcrypt: str


class Validator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A validator, call, setting or idiom that judges passwords; the comment in the file explains the keys.

    ``stated_by`` are the calls whose keywords, or the keys of files whose values, state such a policy.
    ``position`` counts from 0, -1 when the minimum is passed by keyword only. ``default`` is the minimum when absent.
    """

    name: str
    framework: str
    kind: ValidatorKind = "validator"
    aliases: tuple[str, ...] = ()
    enforces: tuple[Enforced, ...] = ()
    setting: str = ""
    option_path: str = ""
    option_path_length: str = ""
    min_param: str = ""
    max_param: str = ""
    equal_param: str = ""
    position: int = -1
    default: int | float | bool | str | tuple[str, ...] | None = None
    class_params: dict[CharacterClass, str] = {}
    class_default: int = 0
    open_params: tuple[str, ...] = ()
    other_params: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    only_without: str = ""
    strength_setting: str = ""
    strength_default: int = 0
    values: tuple[str, ...] = ()
    bad_values: tuple[str, ...] = ()
    range: tuple[int, int] | None = None
    schema_keys: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()
    mfa_param: str = ""
    mfa_values: dict[str, str] = {}
    syntax: str = ""
    note: str = ""
    checked: bool = False


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A number by which a hasher is made slow: its keyword, its position (from 0, -1 for none), and the least that is
    good by variant (``""`` where there are none)."""

    param: str
    least: dict[str, int]
    position: int = -1


class Hasher(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A way to hash passwords that can be set too weak, in calls or in settings; the comment in the file explains the
    keys."""

    name: str
    source: str
    calls: tuple[str, ...] = ()
    seeds: tuple[tuple[str, ...], ...] = ()
    setting: tuple[str, ...] = ()
    by: str = ""
    by_position: int = -1
    cost: tuple[Cost, ...] = ()
    weak: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


class TwoFactor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A package that brings a second factor, or that is told apart because it has none."""

    package: str
    imports: tuple[str, ...]
    apps: tuple[str, ...] = ()
    middleware: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    enforce: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    bad_settings: tuple[str, ...] = ()
    bad_use: tuple[str, ...] = ()
    defaults: dict[str, bool] = {}
    weak_methods: tuple[str, ...] = ()
    weak: str = ""
    status: Literal["", "maintained", "abandoned"] = ""
    note: str = ""
    checked: bool = False


class TwoFactorRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What standards ask of second factors; ``must_have_for`` names who needs one."""

    sms_and_email: str
    totp_window_seconds: int
    totp_single_use: str
    seed_length_bytes_min: int
    recovery_codes_hashed: str
    must_have_for: tuple[str, ...]


class Throttle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A package that limits attempts to sign in; ``default`` is the number of attempts, or its own notation."""

    package: str
    settings: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    default: int | str | None = None


class Passwords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The whole of ``password_standards.toml``."""

    schema_version: int
    snapshot: str
    default_profile: str
    profile: tuple[Profile, ...]
    conflicts: Conflicts
    validator: tuple[Validator, ...]
    hasher: tuple[Hasher, ...]
    two_factor: tuple[TwoFactor, ...]
    two_factor_rules: TwoFactorRules
    throttle: tuple[Throttle, ...]

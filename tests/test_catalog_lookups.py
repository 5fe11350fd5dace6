"""What the catalog's lookups answer."""

from __future__ import annotations

import pytest

from pytest_datahygiene import rules
from pytest_datahygiene.catalog import algorithms, encryption, passwords, providers, references


@pytest.mark.parametrize(
    ("types", "by"),
    [
        (("encrypted_model_fields.fields.EncryptedCharField",), "django-encrypted-model-fields"),
        (("django_cryptography.fields.encrypt", "django.db.models.CharField"), "django-cryptography"),
        (("sqlalchemy.Column", "sqlalchemy_utils.StringEncryptedType", "sqlalchemy.String"), "sqlalchemy-utils"),
        (("pgcrypto.fields.TextPGPSymmetricKeyField",), "django-pgcrypto-fields"),
        (("ormar.fields.sqlalchemy_encrypted.EncryptedString",), "ormar"),
        (("encrypted_fields.fields.EncryptedTimeField",), "django-fernet-encrypted-fields"),
        (("shop.fields.EncryptedCharField",), encryption.OWN_TYPE),
        (("shop.crypto.encrypt", "django.db.models.CharField"), encryption.OWN_TYPE),
        (("FernetField",), encryption.OWN_TYPE),
        (("shop.types.AESEncryptedField",), encryption.OWN_TYPE),
        (("sqlalchemy.func.pgp_sym_encrypt",), encryption.OWN_TYPE),
        (("django.db.models.CharField",), ""),
        (("sqlalchemy_utils.EmailType",), ""),
        (("pydantic.SecretStr",), ""),
        (("django.db.models.JSONField",), ""),
        (("django.db.models.BinaryField",), ""),
        (("shop.fields.Base64Field",), ""),
        (("shop.fields.Base64EncryptedField",), ""),
        (("django.core.signing.Signer.sign",), ""),
        (("itsdangerous.URLSafeSerializer",), ""),
        (("django.forms.PasswordInput",), ""),
        (("pgcrypto.fields.TextDigestField",), ""),
        (("shop.fields.UnencryptedField",), ""),
        (("shop.keys.fernet_key",), ""),
        (("shop.models.CipherSuite",), ""),
        (("django.db.models.CharField", "shop.checks.is_encrypted"), ""),
        ((), ""),
    ],
)
def test_what_seals_a_field(types: tuple[str, ...], by: str) -> None:
    assert encryption.seals(types) == by


def test_nothing_listed_as_a_look_alike_seals() -> None:
    listed = [name for row in encryption.encryption().not_encryption for name in row.names]
    listed += [name for row in encryption.encryption().library for name in (*row.not_encryption, *row.hashes)]
    assert [name for name in listed if encryption.seals((name,))] == []


def test_everything_listed_as_encrypting_seals() -> None:
    listed = [name for row in encryption.encryption().library for name in (*row.encrypts, *row.wraps)]
    assert [name for name in listed if not encryption.seals((name,))] == []


def test_a_home_made_type_has_a_hook_through_which_values_are_written() -> None:
    bases, methods = ("sqlalchemy.types.TypeDecorator",), ("process_bind_param", "process_result_value")
    assert encryption.homemade(bases, methods)
    assert not encryption.homemade(bases, ("process_result_value",))
    assert not encryption.homemade(("shop.Base",), methods)
    assert encryption.homemade(("models.TextField",), ("get_prep_value",))


def test_keyword_arguments_that_switch_encryption_on() -> None:
    assert "encrypt_secret" in encryption.switches()


@pytest.mark.parametrize(
    ("name", "least", "classes"),
    [
        ("article", 16, ("upper", "lower", "digit")),
        ("nist", 15, ()),
        ("asvs", 8, ()),
        ("asvs_l2", 8, ()),
        ("asvs-l3", 8, ()),
        ("pci", 12, ("alpha", "digit")),
        ("cyber-essentials", 12, ()),
        ("cis", 14, ()),
        ("hipaa", 15, ()),
    ],
)
def test_policies(name: str, least: int, classes: tuple[str, ...]) -> None:
    title, *numbers = passwords.policy(name)
    assert title
    assert numbers == [least, classes]


@pytest.mark.parametrize("name", ["bsi", "unheard-of"])
def test_a_profile_without_numbers_is_no_policy(name: str) -> None:
    assert name not in passwords.policies()
    with pytest.raises(KeyError):
        passwords.policy(name)


DJANGO = "django.contrib.auth.password_validation."
CHARACTERS = "django_password_validators.password_character_requirements.password_validation.PasswordCharacterValidator"


@pytest.mark.parametrize(
    ("name", "options", "demand"),
    [
        (DJANGO + "MinimumLengthValidator", {}, (8, (), True)),
        (DJANGO + "MinimumLengthValidator", {"min_length": 12}, (12, (), True)),
        (DJANGO + "MinimumLengthValidator", {"min_length": None}, (0, (), False)),
        (DJANGO + "NumericPasswordValidator", {}, (0, (), True)),
        (DJANGO + "CommonPasswordValidator", {}, (0, (), True)),
        (CHARACTERS, {}, (0, ("upper", "lower", "alpha", "digit", "symbol"), True)),
        (CHARACTERS, {"min_length_special": 0, "min_length_upper": 2}, (0, ("upper", "lower", "alpha", "digit"), True)),
        (CHARACTERS, {"min_length_digit": None}, (0, ("upper", "lower", "alpha", "symbol"), False)),
        ("django_zxcvbn_password_validator.ZxcvbnPasswordValidator", {"min_length": 10}, (10, (), False)),
        ("django_pwned.validators.GitHubLikePasswordValidator", {}, (8, (), True)),
        ("django.core.validators.RegexValidator", {"regex": "x"}, (0, (), False)),
        ("wtforms.validators.Length", {"max": 20}, (0, (), True)),
        ("wtforms.validators.InputRequired", {}, (1, (), True)),
        ("marshmallow.validate.Length", {"equal": 5}, (5, (), True)),
        ("pydantic.Field", {"min_length": 8}, (8, (), True)),
        ("pydantic.Field", {"min_length": 8, "pattern": "x"}, (8, (), False)),
        ("password_strength.PasswordPolicy.from_names", {"length": 9, "numbers": 1}, (9, ("digit",), True)),
        ("password_strength.PasswordPolicy.from_names", {"length": 9, "strength": None}, (9, (), False)),
        ('boto3.client("iam").update_account_password_policy', {"RequireSymbols": True}, (6, ("symbol",), True)),
        ("shop.validators.UppercaseValidator", {}, (0, (), False)),
        ("fastapi_users.BaseUserManager.validate_password", {}, (0, (), False)),
    ],
)
def test_what_a_validator_enforces(name: str, options: dict[str, object], demand: tuple[object, ...]) -> None:
    assert tuple(passwords.enforced(name, options)) == demand


def test_settings_about_passwords() -> None:
    allauth, flask = passwords.setting("ACCOUNT_PASSWORD_MIN_LENGTH"), passwords.setting("SECURITY_PASSWORD_LENGTH_MIN")
    assert allauth
    assert (allauth.default, allauth.only_without) == (6, "AUTH_PASSWORD_VALIDATORS")
    assert flask
    assert flask.default == 8
    assert passwords.setting("MIN_PASSWORD_LENGTH")
    assert passwords.setting(DJANGO + "MinimumLengthValidator") is None
    assert passwords.validator("attr.validators.min_len") is passwords.validator("attrs.validators.min_len")
    assert passwords.validator("nobody.knows") is None


def test_an_upper_case_letter_is_a_letter() -> None:
    assert passwords.missing(("alpha", "digit"), ("upper",)) == ("digit",)
    assert passwords.missing(("upper", "digit"), ("alpha", "digit")) == ("upper",)


@pytest.mark.parametrize(
    ("call", "arguments", "keywords", "found"),
    [
        ("hashlib.md5", (), (), "md5"),
        ("hashlib.new", ("SHA-1",), (), "sha1"),
        ("hashlib.new", (), (("name", "md5"),), "md5"),
        ("hashlib.new", ("name",), (), ""),
        ("hashlib.new", (), (), ""),
        ("hashlib.blake2b", (), (), "fast-hash"),
        ("hashlib.blake2b", (), (("key", "key"),), ""),
        ("cryptography.hazmat.primitives.hashes.Hash", ("hashes MD5",), (), "md5"),
        ("Crypto.Cipher.AES.new", ("key", "Crypto.Cipher.AES.MODE_ECB"), (), "ecb"),
        ("Crypto.Cipher.AES.new", ("key", "Crypto.Cipher.AES.MODE_GCM"), (), ""),
        ("M2Crypto.EVP.Cipher", ("des_ede3_cbc",), (), "triple-des"),
        ("werkzeug.security.generate_password_hash", ("raw", "pbkdf2:sha1"), (), "outdated-pbkdf2-sha1"),
        ("werkzeug.security.generate_password_hash", ("raw", "md5"), (), "md5"),
        ("passlib.hash.md5_crypt.hash", ("raw",), (), "scheme-md5"),
        ("zlib.crc32", (), (), ""),
    ],
)
def test_which_algorithm_a_call_uses(
    call: str, arguments: tuple[str, ...], keywords: tuple[tuple[str, str], ...], found: str
) -> None:
    chosen = algorithms.chosen(call, arguments, keywords)
    assert (chosen.algorithm.id if chosen else "") == found


@pytest.mark.parametrize(
    ("names", "use"),
    [
        (["hash_password", "raw"], "password"),
        (["form password data encode"], "password"),
        (["cardNumber"], "guessable"),
        (["reset_token"], "secret"),
        (["reset_token", "cache_key"], "innocent"),
        (["checkPwned", "password"], "innocent"),
        (["ha1", "password"], "innocent"),
        (["tokenizer", "signal", "spinning"], ""),
        ([], ""),
    ],
)
def test_what_names_tell_of_a_hash(names: list[str], use: str) -> None:
    assert algorithms.use_of(names) == use


def test_a_function_that_only_reads() -> None:
    assert algorithms.only_reads("decrypt_old_row")
    assert not algorithms.only_reads("encrypt_or_decrypt")
    assert not algorithms.only_reads("")


def test_only_names_of_algorithms_are_names() -> None:
    assert algorithms.is_name("SHA-1")
    assert not algorithms.is_name("hunter2")
    assert not algorithms.is_name("")


def test_the_longest_import_names_the_provider() -> None:
    found = providers.provider_of("google.cloud.storage.Client")
    assert found
    assert found.name == "Google Cloud"
    assert providers.provider_of("collections.abc") is None


def test_references_of_a_family() -> None:
    refs = references.families()["card-store-sad"].refs
    assert {"cwe:312", "pci-dss:3.3.1", "gdpr:art.32", "asvs:14.2.4"} <= set(refs)
    assert references.title("gdpr:art.9") == "special categories"
    assert references.title("cwe:312") == ""


@pytest.mark.parametrize(
    ("rule", "families"),
    [("weak-hash", ("crypto-weak-hash", "pwd-hash-weak")), ("weak-cipher", ("crypto-weak-cipher",))],
)
def test_a_rule_cites_what_the_map_says(rule: str, families: tuple[str, ...]) -> None:
    known = {ref for family in families for ref in references.families()[family].refs}
    assert set(rules.load(rule).refs) - known == set()

"""What a password may not be made of."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import Company
from tests import make
from tests.cast import Cast

REFUSED = (
    ("short one 1", "shorter than twelve"),
    ("password1234", "common"),
    ("P@ssw0rd2026!", "a common one, dressed up"),
    ("passwordpassword", "a common one, twice"),
    ("123456789012", "digits only"),
    ("hayama-seiki-2026", "the company's name and a year"),
    ("Ｈａｙａｍａ－ｓｅｉｋｉ２０２６", "the same in wide letters"),
    ("H4y4m4Se1k1!!!", "the same with look-alikes"),
    ("葉山精機葉山精機葉山精機", "the same in Japanese"),
    ("design-design-1", "a department"),
    ("kura-kura-kura-1", "this program"),
    ("OgawaHana12345", "one's own name"),
    ("kinkokinko2026", "a place"),
    ("ogawa-hayama-01", "name and company together"),
)
ACCEPTED = (
    "correct horse battery",
    "walk through kura",
    "7h9-k2M-q8Rt-x",
    "金庫の鍵は川の向こうの石の下",
    "design of a rainy morning",
)


@pytest.fixture
def company(cast: Cast) -> Cast:
    Company.objects.update(name="葉山精機", name_en="Hayama Seiki")
    make.place("Z9", cast.site, name="Kinko")
    return cast


@pytest.mark.parametrize(("password", "why"), REFUSED)
def test_guessable_passwords_are_refused(company: Cast, password: str, why: str) -> None:
    user = make.user(make.person("小川 花", name_en="Ogawa Hana"), "hana", factor=False)
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize("password", ACCEPTED)
def test_long_ones_are_taken(company: Cast, password: str) -> None:
    validate_password(password, make.user(make.person("小川 花", name_en="Ogawa Hana"), "hana", factor=False))


def test_passwords_are_kept_with_argon2(settings: object) -> None:
    from config import settings as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    assert make_password("correct horse battery").startswith("argon2$argon2id$")

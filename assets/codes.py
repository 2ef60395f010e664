"""Asset codes: random, so that gaps tell nobody anything, with a character that catches slips of the pen."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, none that look alike
LENGTH = 5


def fresh_code() -> str:
    """A new code such as `K-7Q4M2-X`; 33 million of them."""
    return code_from("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_from(body: str) -> str:
    """The code with this body and its check character."""
    return f"K-{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Weighted sum modulo 31 (a prime, so that one wrong or two swapped characters always show)."""
    return ALPHABET[sum((i + 1) * ALPHABET.index(sign) for i, sign in enumerate(body)) % 31]


def is_code(text: str) -> bool:
    """Is this the shape of a code, with the right check character?"""
    head, _, rest = text.partition("-")
    body, _, check = rest.partition("-")
    if head != "K" or len(body) != LENGTH or any(sign not in ALPHABET for sign in body):
        return False
    return check == check_character(body)

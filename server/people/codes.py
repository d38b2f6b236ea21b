"""Invite codes: sixteen characters a person can read out, of which the last one catches a slip of the finger."""

import hashlib
import hmac
from uuid import UUID

from server.http import Problem

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 15  # 75 bits, then the check character
LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def code_for(invite_id: UUID, secret: bytes) -> str:
    """The code of an invite, `ABCD-EFGH-JKMN-PQRS`: the same each time it is asked for, and nowhere stored."""
    number = int.from_bytes(hmac.digest(secret, b"invite " + invite_id.bytes, "sha256"))
    characters = "".join(ALPHABET[(number >> (5 * place)) % 32] for place in range(LENGTH))
    whole = characters + check_character(characters)
    return "-".join(whole[start : start + 4] for start in range(0, 16, 4))


def check_character(characters: str) -> str:
    """Odd weights: any one wrong character, and nearly any two swapped neighbors, give another result."""
    return ALPHABET[sum((2 * place + 1) * ALPHABET.index(each) for place, each in enumerate(characters)) % 32]


def tidy(typed: str) -> str:
    """What somebody typed as the code it stands for. Raises Problem 422 when it can't be one."""
    plain = "".join(each for each in typed.upper() if each not in " -").translate(LOOK_ALIKES)
    if len(plain) != LENGTH + 1 or any(each not in ALPHABET for each in plain):
        raise Problem(
            422, "An invite code has 16 letters and digits; look at yours again and type it whole.", field="code"
        )
    if check_character(plain[:LENGTH]) != plain[LENGTH]:
        raise Problem(
            422, "There is a typing mistake in this code; compare it with your invite letter by letter.", field="code"
        )
    return plain


def hash_of(secret_text: str) -> str:
    """What the database keeps of a code or a token. Both are long and random, so a plain hash is enough."""
    return hashlib.sha256(secret_text.encode()).hexdigest()

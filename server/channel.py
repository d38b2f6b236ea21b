"""A way to reach somebody: what is said, what becomes of it, and what every way has in common."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say. It lies on lock screens: title and body name no person, no care and no reason.

    `navigate` is an absolute URL of our own origin, opened by a tap. `tag` is the topic it is sent with, so that a
    second copy replaces the first. `lang` is a BCP 47 tag. `data` is JSON for our worker.
    """

    title: str
    body: str
    navigate: str
    tag: str
    lang: str
    silent: bool = False
    data: Mapping[str, object] = field(default_factory=dict)


class Verdict(StrEnum):
    """What the caller has to do about a delivery."""

    ACCEPTED = "accepted"
    """The push service or mail server has it, which is not yet the phone."""
    GONE = "gone"
    """The address takes nothing: delete the subscription."""
    REFUSED = "refused"
    """Our mistake: do not send again, keep the address."""
    KEY_REFUSED = "key_refused"
    """Tell the operator and pause this origin; keep the address."""
    TRY_LATER = "try_later"
    """Send again, after `retry_after` if it is given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is one word for logs and metrics. `status` is None if no answer came. `retry_after` is in seconds."""

    verdict: Verdict
    reason: str
    status: int | None = None
    retry_after: float | None = None


Address = TypeVar("Address", contravariant=True)


class Channel(Protocol[Address]):
    """Push takes one subscription for an address, email one mailbox."""

    async def send(self, to: Address, message: Message, /, *, ttl: int, topic: str, now: float) -> Outcome:
        """`ttl` is for how many seconds the message stays useful, `now` is in seconds since 1970; of two with the same
        `topic` the second is the first again.

        What the network and the address do wrong is an Outcome.
        """
        ...


def topic_of(key: str) -> str:
    """Topic and tag of what `key` names: the 32 URL-safe characters that RFC 8030 allows, and nothing to read there."""
    return urlsafe_b64encode(sha256(key.encode()).digest()[:24]).decode()

"""What one push says: the declarative web push JSON that Safari shows by itself and our worker shows elsewhere."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

PAYLOAD_MAX_BYTES = 2048
# A push service sees how long a message is; in steps, a check-in looks like a session.
_STEP_BYTES = 512


class MessageTooLong(ValueError):
    """A message of more than 2 kB: some push services refuse it, and no lock screen shows it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One notification. It lies on lock screens: title and body name no person, no care and no reason.

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

    def payload(self) -> bytes:
        """UTF-8 JSON, filled with spaces to a multiple of 512 bytes. Raises MessageTooLong."""
        text = json.dumps(self._declared(), ensure_ascii=False, separators=(",", ":")).encode()
        if len(text) > PAYLOAD_MAX_BYTES:
            raise MessageTooLong(f"The message has {len(text)} bytes; the most is {PAYLOAD_MAX_BYTES}.")
        return text.ljust(-len(text) // _STEP_BYTES * -_STEP_BYTES)

    def _declared(self) -> dict[str, object]:
        notification = {
            "title": self.title,
            "navigate": self.navigate,
            "body": self.body,
            "tag": self.tag,
            "lang": self.lang,
            "silent": self.silent,
            "data": dict(self.data),
        }
        return {"web_push": 8030, "notification": notification, "mutable": True}


def topic_of(key: str) -> str:
    """Topic and tag of what `key` names: the 32 URL-safe characters that RFC 8030 allows, and nothing to read there."""
    return urlsafe_b64encode(sha256(key.encode()).digest()[:24]).decode()

"""What one push says: the declarative web push JSON that Safari shows by itself and our worker shows elsewhere."""

from pydantic_core import to_json

from server.channel import Message

PAYLOAD_MAX_BYTES = 2048
# A push service sees how long a message is; in steps, a check-in looks like a session.
_STEP_BYTES = 512


class MessageTooLong(ValueError):
    """A message of more than 2 kB: some push services refuse it, and no lock screen shows it."""


def payload_of(message: Message) -> bytes:
    """UTF-8 JSON, filled with spaces to a multiple of 512 bytes. Raises MessageTooLong."""
    text = to_json(_declared(message))
    if len(text) > PAYLOAD_MAX_BYTES:
        raise MessageTooLong(f"The message has {len(text)} bytes; the most is {PAYLOAD_MAX_BYTES}.")
    return text.ljust(-len(text) // _STEP_BYTES * -_STEP_BYTES)


def _declared(message: Message) -> dict[str, object]:
    notification = {
        "title": message.title,
        "navigate": message.navigate,
        "body": message.body,
        "tag": message.tag,
        "lang": message.lang,
        "silent": message.silent,
        "data": dict(message.data),
    }
    return {"web_push": 8030, "notification": notification, "mutable": True}

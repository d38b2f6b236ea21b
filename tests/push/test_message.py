import json
import re

import pytest

from server.channel import Message, topic_of
from server.push.message import PAYLOAD_MAX_BYTES, MessageTooLong, payload_of


def message(body: str = "Tap to see it.") -> Message:
    return Message(
        title="Algo te espera a las 18:00",
        body=body,
        navigate="https://daymark.example/today",
        tag=topic_of("maya, monday group"),
        lang="es",
        data={"delivery": "0198f0a2"},
    )


def test_safari_and_our_worker_read_the_same_object() -> None:
    assert json.loads(payload_of(message("Mañana también."))) == {
        "web_push": 8030,
        "notification": {
            "title": "Algo te espera a las 18:00",
            "navigate": "https://daymark.example/today",
            "body": "Mañana también.",
            "tag": topic_of("maya, monday group"),
            "lang": "es",
            "silent": False,
            "data": {"delivery": "0198f0a2"},
        },
        "mutable": True,
    }


def test_the_length_does_not_tell_a_session_from_a_check_in() -> None:
    assert len(payload_of(message("Your group starts soon."))) == len(payload_of(message("A question for you."))) == 512


def test_two_kilobytes_are_sent_and_one_more_byte_is_not() -> None:
    room = PAYLOAD_MAX_BYTES - len(payload_of(message("")).rstrip())
    assert len(payload_of(message("x" * room))) == PAYLOAD_MAX_BYTES
    with pytest.raises(MessageTooLong):
        payload_of(message("x" * (room + 1)))


def test_a_topic_is_what_rfc_8030_allows_and_the_same_each_time() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", topic_of("maya, monday group"))
    assert topic_of("maya, monday group") == topic_of("maya, monday group") != topic_of("maya, tuesday group")

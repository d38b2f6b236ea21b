"""Dana writes and proposes a plan; Alice agrees to it, and from then on nobody can change what she agreed to."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from server.aftercare.models import PlanDraft, PlanVersion
from server.aftercare.routes import draft_of, plan_of, versions_of
from server.database import rows
from server.people.models import Person
from tests.conftest import Browser, new_id

AGREED = {"agreed_at": "2026-11-12T16:00:00-05:00"}


def content(reason: str = "Saturday mornings with Mia.") -> dict[str, Any]:
    return {
        "safety": {
            "warning_signs": ["I stop answering messages."],
            "on_my_own": [
                {"text": "Walk to the river and back", "exercise": None},
                {"text": "Ride the urge", "exercise": "ride-the-urge"},
            ],
            "distractions": ["The library on Main, open until 9"],
            "people": [{"name": "Ana", "relation": "sister", "phone": "(555) 010-0142"}],
            "professionals": [{"name": "Crisis line", "note": "call or text", "phone": "988"}],
            "safer": [],
        },
        "staying_well": {
            "reasons": [reason],
            "triggers": ["Payday"],
            "early_signs": [],
            "coping": [],
            "routine": ["Up at seven"],
            "at_first_sign": ["Call Dana"],
            "after_lapse": [],
        },
        "afterwards": {
            "appointment": "Dec 4, 10:00, Dr. Hale",
            "support": ["Thursdays at St. Paul's"],
            "review_on": "2027-01-15",
        },
    }


async def write(browser: Browser, person: Person, reason: str, identifier: UUID | None = None) -> int:
    body = {"person": str(person.id), "content": content(reason)}
    return (await browser.put(f"/api/plan-drafts/{identifier or new_id()}", body)).status_code


async def propose(browser: Browser, person: Person, reason: str = "Mia.", identifier: UUID | None = None) -> UUID:
    """Proposes a plan with this one reason and gives the version's id."""
    identifier = identifier or new_id()
    body = {"person": str(person.id), "content": content(reason)}
    answer = await browser.put(f"/api/plan-versions/{identifier}", body)
    assert answer.status_code == 200, answer.text
    return identifier


async def agree(browser: Browser, version: UUID, **differently: str) -> int:
    return (await browser.put(f"/api/agreements/{version}", AGREED | differently)).status_code


async def reason_in_draft(person: Person) -> str | None:
    draft = await draft_of(person)
    return draft.staying_well.reasons[0] if draft else None


async def test_what_dana_writes_is_there_when_she_comes_back(danas: Browser, alice: Person) -> None:
    assert await reason_in_draft(alice) is None
    assert await write(danas, alice, "Mia.") == 200
    assert await write(danas, alice, "Mia, and my job.") == 200
    assert await reason_in_draft(alice) == "Mia, and my job."


async def test_an_older_draft_that_comes_late_changes_nothing(danas: Browser, alice: Person) -> None:
    older, newer = new_id(), new_id()
    await write(danas, alice, "Mia, and my job.", newer)
    assert await write(danas, alice, "Mia.", older) == 200
    assert await reason_in_draft(alice) == "Mia, and my job."


async def test_the_first_drafts_sent_at_the_same_moment_leave_the_newest(danas: Browser, alice: Person) -> None:
    ids = [new_id() for _ in range(4)]
    statuses = await asyncio.gather(*(write(danas, alice, f"Reason {n}", ids[n]) for n in (2, 3, 0, 1)))
    assert statuses == [200] * 4
    assert await PlanDraft.all().count() == 1
    assert await reason_in_draft(alice) == "Reason 3"


async def test_a_draft_is_not_readable_in_the_database(danas: Browser, alice: Person) -> None:
    await write(danas, alice, "Mia.")
    await write(danas, alice, "Saturday mornings with Mia.")
    await propose(danas, alice)
    stored = [*await rows("SELECT content FROM plan_draft"), *await rows("SELECT content FROM plan_version")]
    assert len(stored) == 2
    assert all(b"Mia" not in bytes(row["content"]) for row in stored)


async def test_a_proposed_plan_waits_for_alice(danas: Browser, alices: Browser, alice: Person) -> None:
    identifier = new_id()
    body = {"person": str(alice.id), "content": content()}
    answer = await danas.put(f"/api/plan-versions/{identifier}", body)
    assert (answer.status_code, answer.json()) == (200, {"id": str(identifier), "number": 1})
    agreed, proposed = await plan_of(alice)
    assert agreed is None
    assert proposed is not None
    assert proposed.content.model_dump(mode="json") == content()
    assert (proposed.proposed_by, proposed.agreed_at) == ("Dana", None)


async def test_alice_agrees_and_it_is_her_plan(danas: Browser, alices: Browser, alice: Person) -> None:
    version = await propose(danas, alice)
    assert await agree(alices, version) == 200
    agreed, proposed = await plan_of(alice)
    assert agreed is not None
    assert (agreed.id, agreed.agreed_at) == (version, datetime(2026, 11, 12, 21, tzinfo=UTC))
    assert proposed is None


async def test_agreeing_twice_keeps_the_first_time(danas: Browser, alices: Browser, alice: Person) -> None:
    version = await propose(danas, alice)
    await agree(alices, version)
    assert await agree(alices, version, agreed_at="2026-11-20T09:00:00Z") == 200
    assert (await PlanVersion.get()).agreed_at == datetime(2026, 11, 12, 21, tzinfo=UTC)


async def test_the_agreed_plan_stays_while_a_new_one_waits(danas: Browser, alices: Browser, alice: Person) -> None:
    first = await propose(danas, alice, "Mia.")
    await agree(alices, first)
    second = await propose(danas, alice, "Mia, and my job.")
    agreed, proposed = await plan_of(alice)
    assert agreed is not None
    assert proposed is not None
    assert (agreed.id, agreed.number, proposed.id, proposed.number) == (first, 1, second, 2)


async def test_alice_cannot_agree_to_a_plan_that_was_replaced(danas: Browser, alices: Browser, alice: Person) -> None:
    first = await propose(danas, alice, "Mia.")
    second = await propose(danas, alice, "Mia, and my job.")
    refused = await alices.put(f"/api/agreements/{first}", AGREED)
    assert refused.status_code == 409
    assert "newer version" in refused.json()["error"]
    assert await agree(alices, second) == 200
    agreed, proposed = await plan_of(alice)
    assert (agreed and agreed.number, proposed) == (2, None)


async def test_an_agreement_sent_again_after_a_newer_plan_came_is_still_kept(
    danas: Browser, alices: Browser, alice: Person
) -> None:
    first = await propose(danas, alice)
    await agree(alices, first)
    await propose(danas, alice, "Mia, and my job.")
    assert await agree(alices, first) == 200


async def test_nobody_agrees_for_alice(danas: Browser, charlies: Browser, stranger: Browser, alice: Person) -> None:
    version = await propose(danas, alice)
    assert await agree(danas, version) == 404
    assert await agree(charlies, version) == 404
    assert await agree(stranger, version) == 401
    assert (await PlanVersion.get()).agreed_at is None


async def test_a_version_sent_twice_is_one_and_as_it_was_first(danas: Browser, alice: Person) -> None:
    version = await propose(danas, alice, "Mia.")
    await propose(danas, alice, "Something else.", version)
    [only] = await versions_of(alice)
    assert (only.number, only.content.staying_well.reasons) == (1, ["Mia."])


async def test_sending_an_agreed_version_again_does_not_open_it(danas: Browser, alices: Browser, alice: Person) -> None:
    version = await propose(danas, alice, "Mia.")
    await agree(alices, version)
    await propose(danas, alice, "Something else.", version)
    agreed, proposed = await plan_of(alice)
    assert agreed is not None
    assert (agreed.content.staying_well.reasons, proposed) == (["Mia."], None)


async def test_versions_proposed_at_the_same_moment_are_numbered_one_by_one(danas: Browser, alice: Person) -> None:
    await asyncio.gather(*(propose(danas, alice, f"Reason {n}") for n in range(5)))
    assert [version.number for version in await versions_of(alice)] == [5, 4, 3, 2, 1]
    assert await PlanVersion.filter(superseded=False).count() == 1


async def test_one_version_sent_many_times_at_the_same_moment_is_one(danas: Browser, alice: Person) -> None:
    identifier = new_id()
    await asyncio.gather(*(propose(danas, alice, "Mia.", identifier) for _ in range(5)))
    assert [version.number for version in await versions_of(alice)] == [1]


async def test_ben_neither_writes_nor_proposes_for_alice(bens: Browser, alices: Browser, alice: Person) -> None:
    for browser in (bens, alices):
        assert await write(browser, alice, "Mia.") == 404
        body = {"person": str(alice.id), "content": content()}
        assert (await browser.put(f"/api/plan-versions/{new_id()}", body)).status_code == 404
    assert not await PlanDraft.exists()
    assert not await PlanVersion.exists()


async def test_ben_cannot_take_the_id_of_danas_version(
    danas: Browser, bens: Browser, alice: Person, charlie: Person
) -> None:
    version = await propose(danas, alice)
    body = {"person": str(charlie.id), "content": content()}
    assert (await bens.put(f"/api/plan-versions/{version}", body)).status_code == 404
    assert await plan_of(charlie) == (None, None)


@pytest.mark.parametrize("phone", ["988", "+1 (555) 010-0142 ext. 3", "555.010.0142 / after six", "١٢٣"])
async def test_a_phone_number_is_what_people_write(danas: Browser, alice: Person, phone: str) -> None:
    plan = content()
    plan["safety"]["people"][0]["phone"] = phone
    body = {"person": str(alice.id), "content": plan}
    assert (await danas.put(f"/api/plan-drafts/{new_id()}", body)).status_code == 200


@pytest.mark.parametrize("phone", ["", "ask Ana", "12", "1" * 41])
async def test_what_nobody_can_call_is_no_phone_number(danas: Browser, alice: Person, phone: str) -> None:
    plan = content()
    plan["safety"]["professionals"][0]["phone"] = phone
    body = {"person": str(alice.id), "content": plan}
    answer = await danas.put(f"/api/plan-drafts/{new_id()}", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "content.safety.professionals.0.phone")


@pytest.mark.parametrize(
    ("part", "name", "value", "field"),
    [
        ("safety", "warning_signs", ["x"] * 21, "content.safety.warning_signs"),
        ("staying_well", "triggers", ["x" * 501], "content.staying_well.triggers.0"),
        ("afterwards", "review_on", "soon", "content.afterwards.review_on"),
        ("safety", "on_my_own", [{"text": "Walk"}], "content.safety.on_my_own.0.exercise"),
    ],
)
async def test_a_plan_has_its_limits(
    danas: Browser, alice: Person, part: str, name: str, value: object, field: str
) -> None:
    plan = content()
    plan[part][name] = value
    answer = await danas.put(f"/api/plan-drafts/{new_id()}", {"person": str(alice.id), "content": plan})
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_dana_sees_the_draft_and_every_version_on_one_page(
    danas: Browser, bens: Browser, alices: Browser, alice: Person
) -> None:
    await write(danas, alice, "Mia, and my job.")
    first = await propose(danas, alice)
    await agree(alices, first)
    await propose(danas, alice)
    page = (await danas.get(f"/api/people/{alice.id}/plan")).json()
    assert page["person"]["name"] == "Alice"
    assert page["draft"]["staying_well"]["reasons"] == ["Mia, and my job."]
    assert [(version["number"], version["agreed_at"]) for version in page["versions"]] == [
        (2, None),
        (1, "2026-11-12T21:00:00Z"),
    ]
    assert {"key": "halt", "title": "HALT"} in page["exercises"]
    assert (await bens.get(f"/api/people/{alice.id}/plan")).status_code == 404
    assert (await alices.get(f"/api/people/{alice.id}/plan")).status_code == 404

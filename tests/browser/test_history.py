"""What somebody has answered: who has seen it, what they wrote back, and a correction that keeps the earlier one."""

import json
import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe
from tests.browser.clinic import answer, ask, begin, choose, person_on, phone_in_care, put
from tests.browser.server import Daymark

REPLY = "Thank you. Let's talk on Thursday."


async def test_robin_sees_who_has_read_it_and_the_reply(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin H.") as page:
        answer_id = await answer(page, clinic, "daily", {"mood": 4, "craving": 3})
        await page.goto(f"{clinic.origin}/history")
        await expect(page.get_by_text(re.compile("Dana reads it|Dana has not read it"))).to_be_visible()
        await dana.goto(f"{clinic.origin}/queue?answer={answer_id}")
        await dana.get_by_role("button", name="Add a note or a reply").click()
        await dana.get_by_label("Short reply").fill(REPLY)
        await dana.get_by_label("Note", exact=True).fill("Ask about the sister.")
        await dana.get_by_role("button", name="Mark as reviewed").click()
        await expect(dana.get_by_text(re.compile("^The answer of Robin H. is reviewed"))).to_be_visible()
        await page.reload()
        entry = page.get_by_role("group").filter(has_text="Daily check-in").first
        await expect(entry).to_contain_text("Seen by Dana, today.")
        await expect(entry.get_by_text("With a reply")).to_be_visible()
        await entry.locator("summary").first.click()
        await expect(page.get_by_text(REPLY)).to_be_visible()
        await expect(page.get_by_text("Ask about the sister.")).to_have_count(0)
        stored = "SELECT reviewed_at IS NOT NULL, reply, note FROM answer WHERE id = ?"
        [(is_reviewed, reply, note)] = clinic.rows(stored, str(answer_id))
        assert is_reviewed
        assert REPLY.encode() not in reply
        assert b"sister" not in note


async def test_what_two_counselors_wrote_stands_apart_under_their_names(
    chromium: Chromium, clinic: Daymark, dana: Page, ben: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin H.") as page:
        answer_id = await answer(page, clinic, "daily", {"mood": 4})
        for desk, reply in ((dana, "Thank you."), (ben, "See you tonight.")):
            said = {"answer": str(answer_id), "note": None, "reply": reply}
            await put(desk.request, f"{clinic.origin}/api/reviews", said)
        await page.goto(clinic.origin)
        await expect(page.get_by_text(re.compile("^Ben Ortiz wrote to you .*See you tonight"))).to_be_visible()
        await page.get_by_role("button", name="Got it").click()
        await expect(page.get_by_text(re.compile("^Dana wrote to you .*Thank you"))).to_be_visible()
        assert await axe(page) == []
        await page.get_by_role("link", name="See it there").click()
        replies = page.locator(".reply")
        await expect(replies).to_have_count(2)
        await expect(replies.first).to_have_text(re.compile(r"^Dana wrote \(\d+:\d\d\s[ap]m\):Thank you\.$"))
        await expect(replies.last).to_have_text(re.compile(r"^Ben Ortiz wrote \(\d+:\d\d\s[ap]m\):See you tonight\.$"))
        await expect(page.get_by_text("With 2 replies")).to_be_visible()
        assert await axe(page) == []


async def test_a_correction_counts_from_now_on_and_the_earlier_answer_is_kept(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin H.") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "gad-2"))
        await choose(page, ["Several days", "Not at all"])
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await page.goto(f"{clinic.origin}/history")
        await page.locator("details.entry summary").first.click()
        await page.get_by_role("link", name="Correct this").click()
        await expect(page.get_by_text(re.compile("^You are changing what you answered"))).to_be_visible()
        await expect(page.get_by_role("radio", name="Several days", exact=True)).to_be_checked()
        await choose(page, ["Not at all", "Not at all"])
        await expect(page.get_by_text("Your correction is kept beside the earlier answer.")).to_be_visible()
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await page.goto(f"{clinic.origin}/history")
        await expect(page.locator("details.entry")).to_have_count(1)
        await expect(page.get_by_text(re.compile("^Corrected "))).to_be_visible()
        await page.locator("details.entry summary").first.click()
        await page.get_by_text(re.compile("^What it said before you corrected it")).click()
        await expect(page.get_by_text("Several days", exact=True)).to_be_visible()
        kept = "SELECT id, scores, revises_id, superseded_at FROM answer WHERE person_id = ? ORDER BY received_at, id"
        [first, second] = clinic.rows(kept, robin)
        assert (json.loads(first[1])["total"], first[3] is not None) == (1, True)
        assert (json.loads(second[1])["total"], second[2], second[3]) == (0, first[0], None)
        await dana.goto(f"{clinic.origin}/queue?answer={second[0]}")
        await expect(dana.get_by_text("This is a correction. What counts is what stands here.")).to_be_visible()

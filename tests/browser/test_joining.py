"""An invite becomes a phone that stays signed in."""

from playwright.async_api import expect

from tests.browser.chromium import Chromium
from tests.browser.people import installed, join, phone_of, sign_in
from tests.browser.server import Daymark


async def test_a_participant_joins_and_is_still_there_when_the_app_was_killed(
    chromium: Chromium, daymark: Daymark
) -> None:
    context = await chromium.phone()
    page = await context.new_page()
    link = await daymark.invite("participant", "Robin")
    await join(page, link, "Robin")
    assert link.partition("#")[2] not in page.url
    await installed(page)
    await page.close()
    again = await context.new_page()
    await again.goto(daymark.origin)
    await expect(again.get_by_role("heading", level=1)).to_contain_text("Robin")
    await context.close()


async def test_joining_says_who_invites_and_names_no_clinic(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone()
    page = await context.new_page()
    await page.goto(await daymark.invite("participant", "Robin"))
    await expect(page.get_by_text("Dana invites you.")).to_be_visible()
    assert "Harbor" not in await page.inner_text("body")
    await context.close()


async def test_a_used_invite_says_so_and_what_to_do(chromium: Chromium, daymark: Daymark) -> None:
    link = await daymark.invite("participant", "Robin")
    first, second = await chromium.phone(), await chromium.phone()
    await join(await first.new_page(), link, "Robin")
    page = await second.new_page()
    await page.goto(link)
    await expect(page.get_by_text("This invite was used already. Ask your program for a new one.")).to_be_visible()
    await first.close()
    await second.close()


async def test_a_device_is_listed_and_can_be_signed_out_from_another(chromium: Chromium, daymark: Daymark) -> None:
    staff = await daymark.invite("counselor", "Kit")
    context = await chromium.laptop()
    page = await context.new_page()
    await sign_in(page, staff)
    await page.goto(f"{daymark.origin}/devices")
    await expect(page.get_by_text("Chrome on Linux", exact=True)).to_be_visible()
    await context.close()
    async with phone_of(chromium, daymark, "Robin") as phone:
        await phone.goto(f"{daymark.origin}/me")
        await phone.get_by_role("button", name="Sign out on this phone").click()
        await phone.get_by_role("dialog").get_by_role("button", name="Sign out", exact=True).click()
        await expect(phone.get_by_role("heading", name="Welcome")).to_be_visible()
        revoked = daymark.rows("SELECT count(*) FROM device WHERE revoked_at IS NOT NULL")
        assert revoked[0][0] >= 1

"""Forms on the phone: every kind of question, what a short form opens, offline, late, and in the language they have."""

import json
import re
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, until
from tests.browser.clinic import HOUR, NEXT, answer, ask, at_question, begin, choose, person_on, phone_in_care, put
from tests.browser.people import DRAFTS
from tests.browser.server import Daymark
from tests.processes import HOME

WALK = HOME / "tests" / "browser" / "walk.json"
OFTEN = "Nearly every day"
SENT = "Saved and sent."
AN_HOUR = 3_600_000  # milliseconds


def answers(clinic: Daymark, person: str) -> list[tuple[str, dict[str, Any], bool]]:
    """Instrument, scores and whether it came late, the first answer first."""
    found = clinic.rows(
        "SELECT instrument, scores, late FROM answer WHERE person_id = ? ORDER BY received_at, id", person
    )
    return [(instrument, json.loads(scores), bool(late)) for instrument, scores, late in found]


async def test_a_phq_2_of_three_or_more_goes_on_as_the_phq_9_right_there(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-2"))
        await choose(page, [OFTEN, "Several days"])
        await expect(page.get_by_text("Thank you. What you said is saved.")).to_be_visible()
        await at_question(page, 3)
        await page.get_by_role("button", name="Back").click()
        await expect(page.get_by_role("radio", name="Several days", exact=True)).to_be_checked()
        await page.get_by_role("button", name="Next").click()
        await choose(page, ["Not at all"] * 7, first=3)
        await at_question(page, 10)
        await page.get_by_role("button", name="Skip").click()
        await expect(page.get_by_text(SENT)).to_be_visible()
        await expect(page.get_by_text("Both forms are saved.")).to_be_visible()
        assert answers(clinic, robin) == [("phq-2", {"total": 4}, False), ("phq-9", {"total": 4}, False)]


async def test_a_phq_2_of_two_is_over_after_its_two_questions(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-2"))
        await choose(page, ["Several days", "Several days"])
        await expect(page.get_by_text(SENT)).to_be_visible()
        assert answers(clinic, robin) == [("phq-2", {"total": 2}, False)]


async def test_correcting_the_phq_2_takes_nothing_of_the_phq_9_that_was_begun_behind_it(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-2"))
        await choose(page, [OFTEN, OFTEN])
        await choose(page, ["Not at all"] * 6, first=3)
        await at_question(page, 9)
        await page.get_by_role("radio", name="Several days", exact=True).click()
        await page.get_by_role("button", name="Go on with the check-in").click()
        await at_question(page, 9)
        await correct_the_first(page, clinic)
        await choose(page, [OFTEN, "More than half the days"])
        await expect(page.get_by_text(re.compile("^You began"))).to_be_visible()
        await at_question(page, 9)
        await expect(page.get_by_role("radio", name="Several days", exact=True)).to_be_checked()
        await page.goto(clinic.origin)
        await expect(page.get_by_role("region", name="Nobody has seen it yet")).to_be_visible()
        await correct_the_first(page, clinic)
        await choose(page, ["Not at all", "Several days"])  # which opens nothing
        await expect(page.get_by_text("Your correction is kept beside the earlier answer.")).to_be_visible()
        await page.goto(clinic.origin)
        await expect(page.get_by_role("region", name="Nobody has seen it yet")).to_be_visible()
        await page.get_by_role("link", name="Go on", exact=True).click()
        await at_question(page, 9)
        await page.get_by_role("button", name="Next").click()
        await at_question(page, 10)
        await page.get_by_role("button", name="Skip").click()
        await expect(page.get_by_text(SENT)).to_be_visible()
        assert [scores for instrument, scores, _ in answers(clinic, robin) if instrument == "phq-9"] == [{"total": 2}]


async def correct_the_first(page: Page, clinic: Daymark) -> None:
    """To the first question of the answer that the history has on top."""
    await page.goto(f"{clinic.origin}/history")
    await page.locator("details.entry summary").first.click()
    await page.get_by_role("link", name="Correct this").first.click()
    await at_question(page, 1)


async def test_a_bam_is_answered_offline_from_its_first_to_its_last_question(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        bam = ask(clinic, robin, "bam-iop")
        await page.goto(clinic.origin)
        await expect(page.locator(f'a[href="/check-in/{bam}"]')).to_be_visible()
        await clinic.kill()
        await page.context.set_offline(True)
        await begin(page, clinic, bam)
        # Because of the one day with drugs, question 7 asks for each of them.
        days = ["Good", "0", "0", "0", "0", "One day", *["0"] * 7, "Slightly", "Considerably", "0", "0"]
        await choose(page, [*days, "Moderately", "Four or more days", "Yes", "Not at all", "0", "Considerably"])
        await expect(page.get_by_text("Saved on this phone. We’ll send it when you’re online.")).to_be_visible()
        assert answers(clinic, robin) == []
        await clinic.start()
        await page.context.set_offline(False)
        await expect(page.get_by_text(SENT)).to_be_visible()
        [(instrument, scores, _)] = answers(clinic, robin)
        assert instrument == "bam-iop"
        assert scores["use"] == 1


async def test_a_late_answer_is_welcome_and_both_sides_see_that_it_was_late(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Late") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "gad-2", opened=30 * HOUR, lasts=24 * HOUR))
        await expect(page.get_by_text(re.compile("Late is fine."))).to_be_visible()
        await choose(page, ["Several days", "Not at all"])
        await expect(page.get_by_text(SENT)).to_be_visible()
        await page.goto(f"{clinic.origin}/history")
        await expect(page.get_by_text(re.compile("^Answered .*, for "))).to_be_visible()
        await dana.goto(f"{clinic.origin}/queue")
        row = dana.get_by_role("listitem").filter(has_text="Robin Late")
        await expect(row.get_by_text("late", exact=True)).to_be_visible()
        await row.get_by_role("link").click()
        await expect(dana.get_by_text("Answered after its time was over.")).to_be_visible()
        assert answers(clinic, robin) == [("gad-2", {"total": 1}, True)]


async def test_a_form_that_is_in_english_only_says_so_to_somebody_who_reads_spanish(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        await page.goto(f"{clinic.origin}/me")
        await page.get_by_role("radio", name="Español").check()
        await expect(page.locator("html")).to_have_attribute("lang", "es")
        await begin(page, clinic, ask(clinic, robin, "barc-10"))
        await expect(page.get_by_text(re.compile("^Este cuestionario está en inglés"))).to_be_visible()
        english = page.locator("[lang=en]").filter(has_text="more important things to me in life")
        await expect(english).to_be_visible()
        await page.get_by_role("radio", name="6", exact=True).check()
        for number in range(2, 11):
            await page.get_by_role("button", name=re.compile("^Siguiente")).click()
            await at_question(page, number)
            await page.get_by_role("radio", name="5", exact=True).check()
        await page.get_by_role("button", name="Guardar", exact=True).click()
        await expect(page.get_by_text("Guardado y enviado.")).to_be_visible()
        assert answers(clinic, robin) == [("barc-10", {"total": 51}, False)]
        assert clinic.rows("SELECT language FROM answer WHERE person_id = ?", robin) == [("en",)]


async def test_of_a_form_of_the_clinics_own_only_its_language_is_said(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    await load(dana, clinic)
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        await page.goto(f"{clinic.origin}/me")
        await page.get_by_role("radio", name="Español").check()
        await expect(page.locator("html")).to_have_attribute("lang", "es")
        await begin(page, clinic, ask(clinic, robin, "walk"))
        await expect(page.get_by_text("Este cuestionario está solo en inglés.", exact=True)).to_be_visible()


async def test_every_kind_of_question_is_answered_and_read_as_it_was_said(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    await load(dana, clinic)
    async with phone_in_care(chromium, clinic, dana, "Robin Walks") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "walk"))
        await walk(page)
        await expect(page.get_by_text(SENT)).to_be_visible()
        [(answer_id,)] = clinic.rows("SELECT id FROM answer WHERE person_id = ? AND instrument = 'walk'", robin)
        await dana.goto(f"{clinic.origin}/queue?answer={answer_id}")
        await expect(dana.get_by_text("Loud geese")).to_be_visible()
        kept = await (await dana.request.get(f"{clinic.origin}/api/answers/{answer_id}")).json()
        assert {item["link_id"]: item["value"] for item in kept["items"]} == SAID


async def test_a_correction_whose_day_runs_out_is_told_so_and_what_was_written_can_be_read_for_a_week(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin F.") as page:
        robin = await person_on(page)
        said = await answer(page, clinic, "daily", {"mood": 3})
        await page.clock.install()
        await page.goto(f"{clinic.origin}/check-in/correct/{said}")
        await page.get_by_role("radio", name="8", exact=True).check()
        await page.clock.fast_forward(25 * AN_HOUR)
        over = page.get_by_role("heading", name="This answer can no longer be changed")
        await expect(over).to_be_focused()
        await expect(page.get_by_text("What you had written here")).to_be_visible()
        await page.reload()
        await expect(over).to_be_visible()
        await expect(page.get_by_role("definition").filter(has_text="8")).to_be_visible()
        assert await page.evaluate(DRAFTS) == [f"correct:{said}"]
        await page.clock.fast_forward(8 * 24 * AN_HOUR)
        await page.goto(f"{clinic.origin}/check-in")
        await at_question(page, 1)
        await until(page, f"{DRAFTS}.then((keys) => keys.length === 0)")
        assert len(answers(clinic, robin)) == 1


SAID = {
    "went": True,
    "pleasant": 8,
    "effort": 60,
    "miles": 2.5,
    "day": "2026-05-03",
    "place": "Along the river",
    "story": "Cold, and good.",
    "weather": "dry",
    "seen": ["trees", "birds"],
    "shoes": "Rubber ones",
    "sound": ["Wind", "Loud geese"],
    "name~0": "Sam",
    "dog~0": False,
    "name~1": "Rex",
    "dog~1": True,
    "again": True,
}


async def load(dana: Page, clinic: Daymark) -> None:
    """The form with every kind of question; loaded twice it is there once."""
    await put(dana.request, f"{clinic.origin}/api/instruments", {"questionnaire": json.loads(WALK.read_text())})


async def walk(page: Page) -> None:
    """Through every kind of question, each with its own way to be answered."""
    go_on = page.get_by_role("button", name=NEXT)
    await go_on.click()
    await expect(page.get_by_text("This one needs an answer before you go on.")).to_be_visible()
    await choose(page, ["Yes", "8"])
    await at_question(page, 3)
    await expect(page.get_by_text("Move the handle, or tap on the line.")).to_be_visible()
    await page.get_by_role("slider").fill("60")
    await expect(page.get_by_text("60 %", exact=True)).to_be_visible()
    await go_on.click()
    await at_question(page, 4)
    await page.get_by_role("textbox").fill("two")
    await expect(page.get_by_text("Write a number.")).to_be_visible()
    for number, said in enumerate(("2.5", "2026-05-03", "Along the river", "Cold, and good."), 4):
        await at_question(page, number)
        await page.get_by_label(re.compile(r"\?$")).last.fill(said)
        await go_on.click()
    await choose(page, ["Dry"], first=8)
    await page.get_by_role("checkbox", name="Trees").check()
    await page.get_by_role("checkbox", name="Birds").check()
    await go_on.click()
    await at_question(page, 10)
    await page.get_by_label("Something else").fill("Rubber ones")
    await go_on.click()
    await at_question(page, 11)
    await page.get_by_role("textbox").fill("Wind")
    await page.get_by_role("button", name="Add one more").click()
    await page.get_by_role("textbox").last.fill("Loud geese")
    await go_on.click()
    await companion(page, 12, "Sam", "No")
    await page.get_by_role("button", name=re.compile("^Add one more")).click()
    await companion(page, 14, "Rex", "Yes")
    await go_on.click()
    await choose(page, ["Yes"], first=16)


async def companion(page: Page, first: int, name: str, is_dog: str) -> None:
    await at_question(page, first)
    await page.get_by_role("textbox").fill(name)
    await page.get_by_role("button", name=NEXT).click()
    await at_question(page, first + 1)
    await page.get_by_role("radio", name=is_dog, exact=True).check()

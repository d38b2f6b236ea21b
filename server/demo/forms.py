"""The longer forms that some of the people filled in: once a week, once a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from server.checkins.form import Form
from server.checkins.instrument import shipped_newest
from server.checkins.models import CheckIn
from server.checkins.questionnaire import Scalar
from server.demo.chance import id_at
from server.people.models import Person
from server.recurrence import at_wall_time

OPENS = time(18)
WINDOW = timedelta(hours=48)
SAID_AFTER = timedelta(minutes=25)
SLOTS = {"phq-9": "phq", "gad-7": "gad", "bam-iop": "weekly"}


@dataclass(frozen=True)
class Filled:
    """A form on one evening. `counts` is what each of its questions counted, one digit for each, in order."""

    instrument: str
    days_ago: int
    counts: str

    def check_in(self, person: Person, now: datetime) -> CheckIn:
        day = person.today(now) - timedelta(days=self.days_ago)
        opens_at = at_wall_time(day, OPENS, person.tz)
        return CheckIn(
            id=id_at(opens_at),
            person_id=person.id,
            instrument=self.instrument,
            slot=SLOTS[self.instrument],
            local_date=day,
            opens_at=opens_at,
            closes_at=opens_at + WINDOW,
        )

    def items(self) -> dict[str, Scalar]:
        """The options that count so. Which substances they used nobody here says: the details of question 7."""
        form = Form.of(shipped_newest(self.instrument))
        asked = [each for each in form.items.values() if each.options and each.above != "bam-7"]
        return {
            item.link_id: next(each.value for each in item.options if each.number == int(digit))
            for item, digit in zip(asked, self.counts, strict=False)
        }


def _monthly(instrument: str, by_days_ago: Mapping[int, str]) -> list[Filled]:
    return [Filled(instrument, days_ago, counts) for days_ago, counts in by_days_ago.items()]


def _weekly(by_days_ago: Mapping[int, str]) -> list[Filled]:
    return [Filled("bam-iop", days_ago, counts.replace(" ", "")) for days_ago, counts in by_days_ago.items()]


# Of BAM-IOP the first six questions, of which 4 to 6 are use, then those from the eighth on.
FORMS = {
    "Maya T.": [
        *_monthly("phq-9", {40: "222221210", 12: "211121110"}),
        *_monthly("gad-7", {33: "2222121", 5: "2111121"}),
        *_weekly({23: "222000 3212024222", 16: "221000 3222024212", 9: "121000 2233034212", 1: "132000 4223024212"}),
    ],
    "Luis G.": [
        *_monthly("phq-9", {30: "111111110", 1: "222222210"}),
        *_weekly({13: "121000 2224224211", 6: "232110 3222124212"}),
    ],
    "Jordan P.": [*_monthly("phq-9", {30: "111111120"}), *_monthly("gad-7", {23: "1111111"})],
    "Theo B.": [*_monthly("phq-9", {1: "212121111"}), *_monthly("gad-7", {6: "2112111"})],
    "Casey W.": [
        *_monthly("phq-9", {40: "111110100", 12: "110100000"}),
        *_weekly({16: "111000 1333334311", 9: "101000 1333334311"}),
    ],
    "Nina F.": [
        *_monthly("phq-9", {41: "222221221", 13: "111110100"}),
        *_monthly("gad-7", {34: "2221221", 6: "1110111"}),
    ],
    "Priya K.": [*_monthly("phq-9", {9: "211111100"})],
}

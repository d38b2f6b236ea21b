"""What nobody said: sessions missed and check-ins left unanswered become alerts from what is stored.

Looked at again as often as one likes: the alert's day comes from what was missed, so the same is never raised twice.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from tortoise.transactions import in_transaction

from server.checkins.silence import SILENT, Silence, silences
from server.clock import to_ms
from server.database import id_of, rows
from server.people.models import Person
from server.review.fixed import FIXED, SESSIONS, UNANSWERED
from server.review.models import Alert
from server.review.raising import Key, put_alert
from server.sessions.attended import COUNTS

FAR_BACK = timedelta(days=30)  # how long the clock may have stood still
MARGIN = timedelta(
    minutes=10
)  # two machines' clocks may differ, and whoever is being worked on is left to the next look
MARKS_BACK = timedelta(weeks=12)
LOOKED_AT = 500  # people at a time: on SQLite everybody else waits for so many


class Watcher:
    """Looks at what has changed since it last looked, and at the first time far back."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    async def look(self, now: datetime) -> int:
        """Raises what has been missed; how many alerts. Raises the first error, when all others have been raised."""
        since = to_ms(self._looked_at - MARGIN if self._looked_at else now - FAR_BACK)
        raised, errors = 0, []
        for key in [*await _sessions(since, now), *await _unanswered(since)]:
            try:
                raised += await _raise(key, now)
            except Exception as error:
                errors.append(error)
        if errors:
            raise errors[0]  # and looks as far back the next time
        self._looked_at = now
        return raised


async def _raise(key: Key, now: datetime) -> bool:
    async with in_transaction():
        person = await Person.filter(id=key.person_id).select_for_update(skip_locked=True).first()
        if person is None or await Alert.exists(id=key.alert_id):
            return False
        tier, _ = FIXED[key.rule]
        await put_alert(key, person, tier, [None], now)
    return True


async def _sessions(since: int, now: datetime) -> list[Key]:
    missed = await rows(_SESSIONS, since, to_ms(now - MARKS_BACK))
    return [Key(id_of(row["person_id"]), SESSIONS, date.fromisoformat(row["day"][:10])) for row in missed]


async def _unanswered(since: int) -> list[Key]:
    """Of those who left a check-in since then. Two queries for so many people."""
    lately = [id_of(row["person_id"]) for row in await rows(_LATELY, since)]
    found: list[Key] = []
    for start in range(0, len(lately), LOOKED_AT):
        silent = await silences(lately[start : start + LOOKED_AT])
        raised = defaultdict(list)
        for alert in await Alert.filter(person_id__in=list(silent), rule=UNANSWERED):
            raised[alert.person_id].append(alert)
        for person_id, silence in silent.items():
            found += [Key(person_id, UNANSWERED, day) for day in days_to_tell(silence, raised[person_id])]
    return found


def days_to_tell(silence: Silence, raised: Collection[Alert]) -> set[date]:
    """Pure: the days of the alerts to raise, beside those that were raised of this person.

    1. Each is the day of the third in a row: the same one as long as the row grows.
    2. Of whoever answers nothing at all that is told, not each slot.
    3. Who then answers one thing and still leaves another is told of again, unless the alert is open, or was resolved
       when the other's third was left too: somebody knows.
    """
    if len(silence.days) >= SILENT:
        found = {silence.days[SILENT - 1]}
    else:
        left = [dates for dates in silence.slots.values() if len(dates) >= SILENT]
        found = {dates[SILENT - 1] for dates in left if not any(_knows_of(each, dates) for each in raised)}
    return found - {alert.day for alert in raised}


def _knows_of(alert: Alert, dates: Sequence[date]) -> bool:
    is_of_row = alert.day >= dates[0]
    return is_of_row and (alert.resolved_at is None or alert.resolved_at.date() > dates[SILENT - 1])


# The last two marks that count are both no-shows, and nothing was raised of the later one: an alert that is open, or
# was resolved since, knows of it. Looked at are those who were marked lately, and those of a session that was changed
# lately: that one is cancelled, or takes place after all, may bring two others together.
# CROSS JOIN, or SQLite reads every mark there is.
_SESSIONS = f"""
    WITH marked AS (
        SELECT person_id, mark, original_start, marked_at,
            ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY starts_at DESC, id DESC) AS back
        FROM attendance WHERE starts_at >= $2 AND mark <> 'excused' AND {COUNTS} AND person_id IN (
            SELECT lately.person_id FROM attendance AS lately
            WHERE lately.mark = 'no_show' AND lately.marked_at >= $1
            UNION
            SELECT other.person_id FROM change AS changed CROSS JOIN series CROSS JOIN person
            CROSS JOIN attendance AS other
            WHERE changed.changed_at >= $1 AND series.id = changed.series_id AND person.program_id = series.program_id
            AND other.person_id = person.id AND other.series_id = changed.series_id
            AND other.original_start = changed.original_start
        )
    ), latest AS (
        SELECT person_id, MAX(original_start) AS day, MAX(marked_at) AS marked_at FROM marked WHERE back <= 2
        GROUP BY person_id HAVING COUNT(*) = 2 AND MIN(mark) = 'no_show' AND MAX(mark) = 'no_show'
    )
    SELECT latest.person_id, latest.day FROM latest JOIN person ON person.id = latest.person_id
    WHERE person.phase <> 'ended' AND NOT EXISTS (
        SELECT 1 FROM alert WHERE alert.person_id = latest.person_id AND alert.rule = 'sessions'
        AND (alert.resolved_at IS NULL OR alert.resolved_at >= latest.marked_at)
    )"""  # noqa: S608  # our own words; what people gave is a parameter

_LATELY = """
    SELECT DISTINCT check_in.person_id FROM check_in JOIN person ON person.id = check_in.person_id
    WHERE check_in.missed_at >= $1 AND check_in.answered_at IS NULL AND person.phase <> 'ended'"""

"""What nobody said: sessions missed and check-ins left unanswered become alerts from what is stored.

Looked at again as often as one likes: the alert's day comes from what was missed, so the same is never raised twice.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction

from server.clock import to_ms
from server.database import rows
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


class Watcher:
    """Looks at what has changed since it last looked, and at the first time far back."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    async def look(self, now: datetime) -> int:
        """Raises what has been missed; how many alerts. Raises the first error, when all others have been raised."""
        since = to_ms(self._looked_at - MARGIN if self._looked_at else now - FAR_BACK)
        missed = [
            *((SESSIONS, row) for row in await rows(_SESSIONS, since, to_ms(now - MARKS_BACK))),
            *((UNANSWERED, row) for row in await rows(_UNANSWERED, since)),
        ]
        raised, errors = 0, []
        for rule, row in missed:
            try:
                raised += await _raise(Key(UUID(str(row["person_id"])), rule, _day(row["day"])), now)
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


def _day(stored: Any) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(str(stored)[:10])


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

# The day is that of the third check-in of its slot that was missed in a row, since the person last answered one, late
# or not: the same one as long as the row grows.
# MATERIALIZED, or SQLite reads every check-in there is.
_UNANSWERED = """
    WITH lately AS MATERIALIZED (
        SELECT person_id, slot FROM check_in WHERE missed_at >= $1 AND answered_at IS NULL
    ), silent AS MATERIALIZED (
        SELECT lately.person_id, (
            SELECT missed.local_date FROM check_in AS missed
            WHERE missed.person_id = lately.person_id AND missed.slot = lately.slot
            AND missed.missed_at IS NOT NULL AND missed.answered_at IS NULL AND missed.withdrawn_at IS NULL
            AND missed.closes_at > COALESCE((
                SELECT MAX(answered.answered_at) FROM check_in AS answered
                WHERE answered.person_id = lately.person_id AND answered.slot = lately.slot
            ), 0)
            ORDER BY missed.local_date LIMIT 1 OFFSET 2
        ) AS day FROM lately
    )
    SELECT DISTINCT silent.person_id, silent.day FROM silent JOIN person ON person.id = silent.person_id
    WHERE silent.day IS NOT NULL AND person.phase <> 'ended' AND NOT EXISTS (
        SELECT 1 FROM alert WHERE alert.person_id = silent.person_id AND alert.rule = 'unanswered'
        AND alert.day = silent.day
    )"""

import { useCalendar } from '../../program/calendar/useCalendar'
import { plusDays } from '../../sessions/days'
import { localDate, timeOf } from '../../shared/i18n'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { attendanceAt } from './address'
import './session.css'
import { todaysOf } from './today'
import { words } from './words'

/** Today's sessions of the people in the viewer's care, each with the way to mark it. Nothing on a day without. */
export function TodaySessions({ zone }: { zone: string }) {
  const { title, people, cancelled } = words.value.today
  const today = localDate(now.value, zone)
  const { body } = useCalendar(today, plusDays(today, 1))
  const sessions = body ? todaysOf(body.occurrences, today, zone) : []
  if (sessions.length === 0) return null
  return (
    <section class="today-sessions" aria-label={title}>
      <span class="quiet" aria-hidden="true">{title}</span>
      {sessions.map(({ id, starts_at, title: named, expected, state }) => (
        <a key={id} href={attendanceAt(id)}>
          {[timeOf(starts_at, here()), named, state === 'cancelled' ? cancelled : people(expected.length)].join(' · ')}
        </a>
      ))}
    </section>
  )
}

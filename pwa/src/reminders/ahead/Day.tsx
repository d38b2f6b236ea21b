import type { Place } from '../../shared/i18n'
import { capitalized, dateOf, dayInText, daysUntil, ended, list, momentInText, timeOf } from '../../shared/i18n'
import type { DayAhead, Home, ReminderAhead } from '../../shared/wire'
import { now } from '../../ui/now'
import { words } from './words'

interface DayProps extends DayAhead {
  body: Home
  place: Place
}

export function Day({ day, reminders, body, place }: DayProps) {
  return (
    <section class="card stack" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`}>{dayName(day, reminders[0]?.due_at ?? day, place)}</h2>
      <ul class="plain ahead">
        {reminders.map((one) => <Row key={`${one.subject} ${one.kind} ${one.due_at}`} one={one} body={body} place={place} />)}
      </ul>
    </section>
  )
}

/** "Today, Thursday, November 26"; the day is already that of the zone. */
function dayName(day: string, within: string, place: Place): string {
  const date = dateOf(`${day}T12:00:00Z`, { ...place, zone: 'UTC' })
  const isNear = Math.abs(daysUntil(within, now.value, place.zone)) <= 1
  return capitalized(isNear ? `${dayInText(within, now.value, place)}, ${date}` : date)
}

interface RowProps {
  one: ReminderAhead
  body: Home
  place: Place
}

function Row({ one, body, place }: RowProps) {
  const { says, again, moved, leftOut } = words.value
  const why = one.left_out ? leftOut[one.left_out] : one.was_due ? moved(timeOf(one.was_due, place)) : one.asked_again ? again : undefined
  return (
    <li class={one.left_out ? 'out' : undefined}>
      <span class="time">{one.left_out ? <s>{timeOf(one.due_at, place)}</s> : timeOf(one.due_at, place)}</span>
      <div>
        <a href={hrefOf(one)}>{aboutOf(one, body, place)}</a>
        {!one.left_out && <p class="quiet">{says(one.title, ended(one.body))}</p>}
        {why && <p class="why">{ended(why)}</p>}
      </div>
    </li>
  )
}

function hrefOf({ kind, subject }: ReminderAhead): string {
  if (isOfMedication(kind)) return '/medication'
  return isOfSession(kind) ? `/sessions/${subject}` : `/check-in/${subject}`
}

const isOfMedication = (kind: ReminderAhead['kind']): boolean => kind === 'dose' || kind === 'refill'

const isOfSession = (kind: ReminderAhead['kind']): boolean => kind === 'session' || kind === 'change'

/** What it is about, as the phone knows it: only the person reads this page. */
function aboutOf({ kind, subject }: ReminderAhead, body: Home, place: Place): string {
  const { session, checkIn, nudge } = words.value
  if (isOfSession(kind)) {
    const one = body.occurrences.find(({ id }) => id === subject)
    return one ? `${one.title}, ${momentInText(one.starts_at, now.value, place)}` : session
  }
  if (isOfMedication(kind)) return ofMedication(subject, body, place)
  const slot = body.check_ins.find(({ id }) => id === subject)?.slot
  const title = body.rhythm.find((line) => line.slot === slot)?.title[place.language] ?? checkIn
  return kind === 'nudge' ? nudge(title) : title
}

/** The local start of doses, or the id of what is to be refilled. */
function ofMedication(subject: string, { medication }: Home, place: Place): string {
  const { dose, refill } = words.value
  const taken = medication.medications.filter(({ doses }) => doses.some(({ original_start }) => original_start === subject))
  const refilled = medication.medications.find(({ id }) => id === subject)
  if (refilled) return refill(refilled.name)
  return taken.length > 0 ? list(taken.map(({ name }) => name), place.language) : dose
}

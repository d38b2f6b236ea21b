/** What a reminder is about, as the phone knows it: only the person reads this. */
import { named } from '../sessions/next'
import type { Place } from '../shared/i18n'
import { capitalized, dateOf, dayInText, daysUntil, list } from '../shared/i18n'
import type { Home, ReminderKind } from '../shared/wire'
import { now } from '../ui/now'
import { catalog } from '../ui/words'
import { timeBeside } from './beside'

const words = catalog(
  {
    checkIn: 'Check-in',
    nudge: (title: string) => `Once more: ${title}`,
    session: 'Session',
    change: (title: string) => `A change: ${title}`,
    dose: 'A time that you set',
    refill: (name: string) => `Refill: ${name}`,
    test: 'A test',
  },
  {
    checkIn: 'Chequeo',
    nudge: (title) => `Otra vez: ${title}`,
    session: 'Sesión',
    change: (title) => `Un cambio: ${title}`,
    dose: 'Una hora que tú elegiste',
    refill: (name) => `Surtir: ${name}`,
    test: 'Una prueba',
  },
)

interface About {
  kind: ReminderKind
  /** The id of the session, the check-in or what is to be refilled; the local start of doses. */
  subject: string
}

const isOfMedication = (kind: ReminderKind): boolean => kind === 'dose' || kind === 'refill'

const isOfSession = (kind: ReminderKind): boolean => kind === 'session' || kind === 'change'

export function hrefOf({ kind, subject }: About): string {
  if (kind === 'test') return '/reminders'
  if (isOfMedication(kind)) return '/medication'
  return isOfSession(kind) ? `/sessions/${subject}` : `/check-in/${subject}`
}

/** As it reads on the day on which it is due. */
export function aboutOf({ kind, subject, due_at }: About & { due_at: string }, body: Home, place: Place): string {
  const { session, change, checkIn, nudge, test } = words.value
  if (kind === 'test') return test
  if (isOfSession(kind)) {
    const one = named(subject, body.occurrences)
    const title = one ? `${one.title}, ${timeBeside(due_at, one.starts_at, place)}` : session
    return kind === 'change' ? change(title) : title
  }
  if (isOfMedication(kind)) return ofMedication(subject, body, place)
  const slot = body.check_ins.find(({ id }) => id === subject)?.slot
  const title = body.rhythm.find((line) => line.slot === slot)?.title[place.language] ?? checkIn
  return kind === 'nudge' ? nudge(title) : title
}

function ofMedication(subject: string, { medication }: Home, place: Place): string {
  const { dose, refill } = words.value
  const refilled = medication.medications.find(({ id }) => id === subject)
  if (refilled) return refill(refilled.name)
  const taken = medication.medications.filter(({ doses }) => doses.some(({ original_start }) => original_start === subject))
  return taken.length > 0 ? list(taken.map(({ name }) => name), place.language) : dose
}

/** "Today, Thursday, November 26"; `day` is already that of the zone, `within` is a moment of it. */
export function dayName(day: string, within: string, place: Place): string {
  const date = dateOf(`${day}T12:00:00Z`, { ...place, zone: 'UTC' })
  const isNear = Math.abs(daysUntil(within, now.value, place.zone)) <= 1
  return capitalized(isNear ? `${dayInText(within, now.value, place)}, ${date}` : date)
}

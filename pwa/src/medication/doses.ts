/** Pure: the doses of what a person takes, with what they said of each. */
import { momentAt } from '../shared/commitments'
import { localDate } from '../shared/i18n'
import { isOpen } from '../shared/medication'
import type { DoseIn, MedicationOut } from '../shared/wire'

export interface Dose {
  medication: MedicationOut
  original_start: string
  starts_at: string
  word: DoseIn['word']
  later_at: string | null
}

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
/** Of a dose that is open: a night that goes on after midnight is still today. */
const STILL_TODAY = 6 * HOUR
/** So long a reminder is of use, as on the server. */
const USEFUL = 2 * HOUR
const RECORD_DAYS = 14

const byTime = (one: Dose, other: Dose): number => one.starts_at.localeCompare(other.starts_at) || one.medication.name.localeCompare(other.medication.name)

/** In order; also those of which something was said and that are no more, because the times were changed. */
export function dosesOf(medications: readonly MedicationOut[], zone: string): Dose[] {
  return medications.flatMap((medication) => {
    const said = new Map(medication.replies.map((reply) => [reply.original_start, reply]))
    const known = new Set(medication.doses.map(({ original_start }) => original_start))
    const gone = medication.replies.filter(({ original_start, word }) => word && !known.has(original_start)).map(({ original_start }) => ({ original_start, starts_at: momentOf(original_start, zone) }))
    return [...medication.doses, ...gone].map(({ original_start, starts_at }) => {
      const { word = null, later_at = null } = said.get(original_start) ?? {}
      return { medication, original_start, starts_at, word, later_at }
    })
  }).sort(byTime)
}

const momentOf = (original_start: string, zone: string): string => new Date(momentAt(original_start.slice(0, 10), original_start.slice(11), zone)).toISOString()

/** When it is to be taken: at its time, or later where the person said so. */
export const dueAt = ({ starts_at, word, later_at }: Dose): string => (word === 'later' && later_at ? later_at : starts_at)

export function todays(doses: readonly Dose[], now: Date, zone: string): Dose[] {
  const today = localDate(now, zone)
  return doses.filter((dose) => dose.original_start.slice(0, 10) === today || isLeftOver(dose, now))
}

const isLeftOver = (dose: Dose, now: Date): boolean =>
  isOpen(dose.word) && Date.parse(dose.starts_at) <= now.getTime() && Date.parse(dueAt(dose)) > now.getTime() - STILL_TODAY

/** The first of today that is to be taken, and all of the same time with it. */
export function nextOf(doses: readonly Dose[], now: Date, zone: string): Dose[] {
  const open = todays(doses, now, zone).filter((dose) => isOpen(dose.word) && Date.parse(dueAt(dose)) > now.getTime() - USEFUL)
  const [first] = open.toSorted((one, other) => dueAt(one).localeCompare(dueAt(other)))
  return first ? open.filter((dose) => dueAt(dose) === dueAt(first)) : []
}

/** The minutes after which it can be said again; never as late as the next dose of the same. */
export function laterWays(dose: Dose, doses: readonly Dose[], now: Date): number[] {
  const next = doses.find((other) => other.medication.id === dose.medication.id && Date.parse(other.starts_at) > Math.max(now.getTime(), Date.parse(dose.starts_at)))
  return [30, 60, 120].filter((minutes) => !next || now.getTime() + minutes * MINUTE < Date.parse(next.starts_at))
}

/** Those of the last 14 days, today one of them, that were due or of which something was said. */
export function recorded(doses: readonly Dose[], now: Date, zone: string): Dose[] {
  const first = localDate(new Date(now.getTime() - (RECORD_DAYS - 1) * DAY), zone)
  return doses.filter(({ original_start, starts_at, word }) => original_start.slice(0, 10) >= first && (Date.parse(starts_at) <= now.getTime() || !isOpen(word)))
}

/** Their days, the newest first. */
export function byDay(doses: readonly Dose[]): { day: string; doses: Dose[] }[] {
  const days = [...new Set(doses.map(({ original_start }) => original_start.slice(0, 10)))].sort().reverse()
  return days.map((day) => ({ day, doses: doses.filter(({ original_start }) => original_start.startsWith(day)) }))
}

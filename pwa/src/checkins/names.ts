/** What a check-in is called, and who reads it when: on Today and in the form. */
import type { Moment, Place } from '../shared/i18n'
import { daysUntil, ended, hourOf } from '../shared/i18n'
import type { CheckInOut, Reading } from '../shared/wire'
import { catalog } from '../ui/words'
import { byWhen, isNight } from './reading'

const EVENING = 17

const words = catalog(
  {
    first: 'First check-in',
    evening: 'Evening check-in',
    daily: 'Daily check-in',
    unasked: 'Check-in',
    team: 'Your team',
    reads: (who: string, by: string) => `${who} reads it ${by}.`,
    readsSoon: (who: string) => `${who} reads it on the next working day.`,
    unread: (who: string) => `It arrived. ${who} has not read it yet.`,
    nobodyTonight: 'Nobody is watching tonight.',
    nobodyNow: 'Nobody is watching right now.',
  },
  {
    first: 'Primer chequeo',
    evening: 'Chequeo de la noche',
    daily: 'Chequeo del día',
    unasked: 'Chequeo',
    team: 'Tu equipo',
    reads: (who: string, by: string) => ended(`${who} lo lee ${by}`),
    readsSoon: (who: string) => `${who} lo lee el próximo día hábil.`,
    unread: (who: string) => `Llegó. ${who} aún no lo ha leído.`,
    nobodyTonight: 'Esta noche nadie está mirando.',
    nobodyNow: 'En este momento nadie está mirando.',
  },
)

export function nameOf(checkIn: CheckInOut | undefined, zone: string): string {
  if (!checkIn) return words.value.unasked
  if (checkIn.slot === 'first') return words.value.first
  return hourOf(checkIn.opens_at, zone) >= EVENING ? words.value.evening : words.value.daily
}

export const readerOf = ({ counselor }: Reading): string => counselor ?? words.value.team

/** "Dana reads it by noon tomorrow." What is kept from days ago promises no hour that has passed. */
export function readSentence(reading: Reading, now: Date, place: Place): string {
  const by = byWhen(reading.by, now, place)
  const who = readerOf(reading)
  return by ? words.value.reads(who, by) : words.value.readsSoon(who)
}

/** What the phone was told is for answers of today; one of an earlier day was promised an earlier hour. */
export const unreadSentence = (answeredAt: Moment, reading: Reading, now: Date, place: Place): string =>
  daysUntil(answeredAt, now, place.zone) === 0 ? readSentence(reading, now, place) : words.value.unread(readerOf(reading))

export const unwatched = (now: Date, zone: string): string =>
  isNight(now, zone) ? words.value.nobodyTonight : words.value.nobodyNow

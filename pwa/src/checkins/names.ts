/** What a check-in is called, and who reads it when: on Today and in the form. */
import type { Place } from '../shared/i18n'
import { dayInText, daysUntil, ended, hourOf } from '../shared/i18n'
import type { Questionnaire } from '../shared/form/questionnaire'
import { allItems, isQuestion, titleOf } from '../shared/form/questionnaire'
import type { AnswerSeen, CheckInOut, Home, Reading } from '../shared/wire'
import { catalog, language } from '../ui/words'
import type { Told } from './acting'
import { actByOf } from './acting'
import { byWhen, closedUntil } from './reading'

const EVENING = 17
export const DAILY = 'daily'

/** The form of an instrument, as the phone has it. */
export const formOf = ({ instruments }: Pick<Home, 'instruments'>, instrument: string): Questionnaire | undefined =>
  (instruments as unknown as readonly Questionnaire[]).find(({ id }) => id === instrument)

const words = catalog(
  {
    first: 'First check-in',
    evening: 'Evening check-in',
    daily: 'Daily check-in',
    unasked: 'Check-in',
    team: 'Your team',
    reads: (who: string, by: string) => `${who} reads it ${by}.`,
    readsSoon: (who: string) => `${who} reads it on the next working day.`,
    acts: (who: string, by: string) => `${who} has to act on it ${by}.`,
    seen: (who: string, when: string) => `Seen by ${who}, ${when}.`,
    seenBySomeone: (when: string) => `Seen by your team, ${when}.`,
    unread: (who: string) => `It arrived. ${who} has not read it yet.`,
    notAtOnce: 'Nobody reads this at once.',
    closed: (until: string) => `The clinic is closed until ${until}.`,
  },
  {
    first: 'Primer chequeo',
    evening: 'Chequeo de la noche',
    daily: 'Chequeo del día',
    unasked: 'Chequeo',
    team: 'Tu equipo',
    reads: (who: string, by: string) => ended(`${who} lo lee ${by}`),
    readsSoon: (who: string) => `${who} lo lee el próximo día hábil.`,
    acts: (who: string, by: string) => ended(`${who} debe ocuparse de esto ${by}`),
    seen: (who: string, when: string) => ended(`${who} lo vio: ${when}`),
    seenBySomeone: (when: string) => ended(`Tu equipo lo vio: ${when}`),
    unread: (who: string) => `Llegó. ${who} aún no lo ha leído.`,
    notAtOnce: 'Nadie lo lee al instante.',
    closed: (until: string) => ended(`La clínica está cerrada hasta: ${until}`),
  },
)

/** Our own check-in is called by its time of day, any other by its title. */
export function nameOf(checkIn: CheckInOut | undefined, zone: string, form?: Questionnaire): string {
  if (form && form.id !== DAILY) return titleOf(form, language.value)
  if (!checkIn) return words.value.unasked
  if (checkIn.slot === 'first') return words.value.first
  return hourOf(checkIn.opens_at, zone) >= EVENING ? words.value.evening : words.value.daily
}

export const readerOf = ({ counselor }: Reading): string => counselor ?? words.value.team

/** "Dana reads it by noon tomorrow." What is kept from days ago promises no hour that has passed. */
function readSentence(reading: Reading, now: Date, place: Place, acting?: Date): string {
  const who = readerOf(reading)
  const actsBy = acting && byWhen(acting, now, place)
  if (actsBy) return words.value.acts(who, actsBy)
  const by = byWhen(reading.by, now, place)
  return by ? words.value.reads(who, by) : words.value.readsSoon(who)
}

/** Somebody who says how it is should see that it was read. */
export function seenSentence(answer: Told & Pick<AnswerSeen, 'seen_at' | 'seen_by'>, body: Pick<Home, 'reading' | 'instruments'>, now: Date, place: Place): string {
  const { seen_at, seen_by } = answer
  if (!seen_at) return unreadSentence(answer, body, now, place)
  const when = dayInText(seen_at, now, place)
  return seen_by ? words.value.seen(seen_by, when) : words.value.seenBySomeone(when)
}

/** What the phone was told is for answers of today; one of an earlier day was promised an earlier hour. */
const unreadSentence = (answer: Told, body: Pick<Home, 'reading' | 'instruments'>, now: Date, place: Place): string =>
  daysUntil(answer.answered_at, now, place.zone) === 0 ? readSentence(body.reading, now, place, actByOf(answer, body)) : words.value.unread(readerOf(body.reading))

/** "Nobody reads this at once. Dana reads it by noon tomorrow. The clinic is closed until tomorrow, 9:00 am." `acting`: see `actBy`. */
export function readingSentences(reading: Reading, now: Date, place: Place, acting?: Date): string {
  const closed = closedUntil(reading.coverage ?? [], now, place)
  return [words.value.notAtOnce, readSentence(reading, now, place, acting), ...(closed ? [words.value.closed(closed)] : [])].join(' ')
}

const SECONDS_EACH = 7

/** How long a form takes most people. */
export const minutesOf = ({ item }: Questionnaire): number => Math.max(1, Math.round((allItems(item).filter(isQuestion).length * SECONDS_EACH) / 60))

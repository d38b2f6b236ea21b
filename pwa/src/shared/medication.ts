/** What a person takes and said of it, as far as this phone has to know it before the server tells. Pure. */
import { momentAt, weekdayOn } from './commitments'
import { localDate } from './i18n'
import type { DoseIn, DoseStart, MedicationIn, MedicationOut, MedicationsOut, SharingIn } from './wire'

/** `id` is the medication's own, `item` that of the change in the outbox. */
export type SaidMedication = MedicationIn & { readonly id: string; readonly item: string }
export type SaidDose = DoseIn & { readonly item: string }
export type SaidSharing = SharingIn & { readonly item: string }

interface SaidOfMedication {
  readonly medications?: readonly SaidMedication[]
  readonly doses?: readonly SaidDose[]
  readonly sharing?: readonly SaidSharing[]
}

/** Of a home that an older version of the app kept. */
const none: MedicationsOut = { shared: false, medications: [] }

/** What the server told, with what was said here on top. */
export function withTaken(told: MedicationsOut = none, { medications = [], doses = [], sharing = [] }: SaidOfMedication, person: { zone: string }): MedicationsOut {
  const known = new Set(told.medications.map(({ id }) => id))
  const changed = (before: MedicationOut) => medications.filter(({ id }) => id === before.id).reduce((one, said) => shown(said, one, person.zone), before)
  const added = medications.filter(({ id }) => !known.has(id)).map((said) => shown(said, undefined, person.zone))
  return {
    shared: sharing.at(-1)?.shared ?? told.shared,
    medications: [...told.medications.map(changed), ...added].map((one) => doses.reduce(spoken, one)),
  }
}

/** Its new times count from when it was said; what was before stays. */
function shown({ item: _, medication: __, said_at, ...fields }: SaidMedication, before: MedicationOut | undefined, zone: string): MedicationOut {
  const earlier = (before?.doses ?? []).filter(({ starts_at }) => Date.parse(starts_at) < Date.parse(said_at))
  return {
    ...fields,
    stopped_at: fields.times.length > 0 ? null : said_at,
    doses: [...earlier, ...dosesFrom(new Date(said_at), fields, zone)],
    replies: before?.replies ?? [],
  }
}

const [DAY, DAYS_AHEAD] = [86_400_000, 15]

type When = Pick<MedicationOut, 'times' | 'days' | 'first_day' | 'until'>

/** As far ahead as the server tells them, in order. */
function dosesFrom(from: Date, { times, days, first_day, until }: When, zone: string): DoseStart[] {
  const today = Date.parse(localDate(from, zone))
  return Array.from({ length: DAYS_AHEAD }, (_, n) => new Date(today + n * DAY).toISOString().slice(0, 10))
    .filter((day) => day >= first_day && (!until || day < until) && days.includes(weekdayOn(day)))
    .flatMap((day) => times.map((time) => ({ original_start: `${day}T${time}`, starts_at: new Date(momentAt(day, time, zone)).toISOString() })))
    .filter(({ starts_at }) => Date.parse(starts_at) >= from.getTime())
}

/** What is said of no medication by name is said of all of that time of which nothing else was. */
function spoken(one: MedicationOut, { medication, original_start, word, later_at, said_at }: SaidDose): MedicationOut {
  const before = one.replies.find((reply) => reply.original_start === original_start)?.word
  const isMeant = medication ? medication === one.id : isOpen(before) && one.doses.some((dose) => dose.original_start === original_start)
  if (!isMeant) return one
  return { ...one, replies: [...one.replies.filter((reply) => reply.original_start !== original_start), { original_start, word, later_at, said_at }] }
}

/** Whether a dose of which this was said is still to be taken. */
export const isOpen = (word: DoseIn['word'] | undefined): boolean => !word || word === 'later'

/** The latest word of each dose, also where it was said of all of a time. */
export const withDose = (before: readonly SaidDose[] = [], mine: SaidDose): SaidDose[] =>
  [...before.filter((one) => one.medication !== mine.medication || one.original_start !== mine.original_start), mine]

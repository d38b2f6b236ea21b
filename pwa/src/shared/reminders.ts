/** What the person chose about their reminders, as far as this phone has to know it before the server tells. Pure. */
import { localDate } from './i18n'
import { momentAt } from './commitments'
import type { HomeReminders, ReminderChoicesOut, SnoozeIn } from './wire'

/** Each is a choice of its own. */
export type Choices = Omit<ReminderChoicesOut, 'session_detail_since' | 'check_in_detail_since' | 'detailed' | 'detailed_since'>

/** One that was made on this phone; `item` is its id in the outbox. */
export type SaidChoice = {
  [Name in keyof Choices]: { readonly name: Name; readonly value: Choices[Name]; readonly item: string; readonly said_at: string }
}[keyof Choices]

export type SaidSnooze = SnoozeIn & { readonly item: string }

/** What counts for whoever chose nothing; a home that an older version of the app kept says nothing of it. */
export const usual: ReminderChoicesOut = {
  session: { is_on: true, before: null },
  check_in: true,
  nudge: true,
  nudge_before: null,
  dose: true,
  refill: true,
  quiet: { begins: '22:00', ends: '08:00' },
  days_off: [],
  session_detail: false,
  session_detail_since: null,
  check_in_detail: false,
  check_in_detail_since: null,
  detailed: false,
  detailed_since: null,
}

interface SaidOfReminders {
  readonly choices?: readonly SaidChoice[]
  readonly snoozed?: readonly SaidSnooze[]
}

/** What the server told, with what was said here on top. */
export const withChosen = (told: HomeReminders, { choices = [], snoozed = [] }: SaidOfReminders): HomeReminders => {
  const { choices: known = usual, snoozed: before = [] } = told as Partial<HomeReminders>
  const newer = new Set(snoozed.map(({ subject }) => subject))
  return {
    ...told,
    choices: choices.reduce(chosen, known),
    snoozed: [...before.filter(({ subject }) => !newer.has(subject)), ...snoozed.map(({ subject, due_at }) => ({ subject, due_at }))],
  }
}

function chosen(before: ReminderChoicesOut, { name, value, said_at }: SaidChoice): ReminderChoicesOut {
  const isDetail = name === 'session_detail' || name === 'check_in_detail'
  const since = isDetail && value !== before[name] ? { [`${name}_since`]: value ? said_at : null } : {}
  return { ...before, [name]: value, ...since }
}

const HOUR = 3_600_000
const TONIGHT = '20:00'

export type Way = 'hour' | 'tonight'

/** When something can be said once more: what would come when it is of no use any more is not offered. */
export function waysAgain(uselessAfter: string, now: Date, zone: string): { way: Way; due_at: string }[] {
  const tonight = momentAt(localDate(now, zone), TONIGHT, zone)
  const ways: [Way, number][] = [['hour', now.getTime() + HOUR], ['tonight', tonight]]
  return ways
    .filter(([, due]) => due > now.getTime() && due < Date.parse(uselessAfter))
    .map(([way, due]) => ({ way, due_at: new Date(due).toISOString() }))
}

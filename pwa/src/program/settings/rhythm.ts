/** Pure: the rhythm of a schedule as staff choose it, and the RFC 5545 rule that the server keeps. */
import type { Rhythm, ScheduleOut } from '../../shared/wire'

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * `monthly` is the first to fourth such weekday, `monthday` a date. `before_individual` has a rule for weeks without an
 * individual session. `other` is a rule that was written elsewhere and that this form cannot say; it stays as it is.
 */
export type Beat =
  | { kind: 'daily' | 'taper' }
  | { kind: 'weekly'; days: readonly Weekday[] }
  | { kind: 'monthly'; nth: number; day: Weekday }
  | { kind: 'monthday'; date: number }
  | { kind: 'before_individual'; rule: string }
  | { kind: 'other'; rule: string }

export const kinds = ['daily', 'weekly', 'monthly', 'monthday', 'before_individual', 'taper'] as const
export type Kind = Beat['kind']

/** Every month has these. */
export const [LAST_DATE, LAST_NTH] = [28, 4]

/** When people without an individual session are asked. */
export const WITHOUT_SESSION = 'FREQ=WEEKLY;BYDAY=SU'

type Stored = Pick<ScheduleOut, 'rhythm' | 'rule'>

export function beatOf({ rhythm, rule }: Stored): Beat {
  if (rhythm === 'taper') return { kind: rhythm }
  if (rhythm === 'before_individual') return { kind: rhythm, rule: rule || WITHOUT_SESSION }
  const parts = new Map((rule ?? '').split(';').map((part) => part.split('=') as [string, string]))
  const says = (...names: string[]) => parts.size === names.length && names.every((name) => parts.has(name))
  if (says('FREQ') && parts.get('FREQ') === 'DAILY') return { kind: 'daily' }
  const days = parts.get('BYDAY')?.split(',') ?? []
  if (says('FREQ', 'BYDAY') && parts.get('FREQ') === 'WEEKLY' && days.every(isWeekday)) return weekly(days)
  const monthly = parts.get('FREQ') === 'MONTHLY'
  const [, nth, day = ''] = /^([1-4])([A-Z]{2})$/.exec(parts.get('BYDAY') ?? '') ?? []
  if (says('FREQ', 'BYDAY') && monthly && isWeekday(day)) return { kind: 'monthly', nth: Number(nth), day }
  const date = Number(parts.get('BYMONTHDAY'))
  if (says('FREQ', 'BYMONTHDAY') && monthly && date >= 1 && date <= LAST_DATE) return { kind: 'monthday', date }
  return { kind: 'other', rule: rule ?? '' }
}

const isWeekday = (day: string): day is Weekday => (weekdays as readonly string[]).includes(day)

/** In the order of the week, whatever was tapped first. */
export const weekly = (days: readonly Weekday[]): Beat => ({ kind: 'weekly', days: weekdays.filter((day) => days.includes(day)) })

export function storedOf(beat: Beat): { rhythm: Rhythm; rule: string | null } {
  switch (beat.kind) {
    case 'daily':
      return { rhythm: 'rule', rule: 'FREQ=DAILY' }
    case 'weekly':
      return { rhythm: 'rule', rule: `FREQ=WEEKLY;BYDAY=${beat.days.join(',')}` }
    case 'monthly':
      return { rhythm: 'rule', rule: `FREQ=MONTHLY;BYDAY=${beat.nth}${beat.day}` }
    case 'monthday':
      return { rhythm: 'rule', rule: `FREQ=MONTHLY;BYMONTHDAY=${beat.date}` }
    case 'before_individual':
      return { rhythm: beat.kind, rule: beat.rule }
    case 'other':
      return { rhythm: 'rule', rule: beat.rule }
    default:
      return { rhythm: beat.kind, rule: null }
  }
}

const SLOT = 16

/** A name for a new line among those of its phase: the instrument's, with a number where that is taken. */
export function slotOf(instrument: string, taken: readonly string[]): string {
  const letters = instrument.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '') || 'form'
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : `-${n}`
    const slot = `${letters.slice(0, SLOT - end.length)}${end}`
    if (!taken.includes(slot)) return slot
  }
}

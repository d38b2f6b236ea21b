import { expect, it } from 'vitest'
import type { CheckInOut, RhythmOut } from '../shared/wire'
import { clockOf, isOpen, nextOf, soonestFirst } from './asked'

const now = new Date('2026-11-27T01:30:00Z')
const checkIn = (id: string, slot: string, opens_at: string, answered_at: string | null = null): CheckInOut => ({
  id, slot, opens_at, answered_at, instrument: slot, local_date: opens_at.slice(0, 10),
  closes_at: new Date(Date.parse(opens_at) + 6 * 3_600_000).toISOString(),
})
const line = (slot: string) => ({ slot }) as RhythmOut

const all = [
  checkIn('later', 'daily', '2026-11-29T01:00:00Z'),
  checkIn('next', 'daily', '2026-11-28T01:00:00Z'),
  checkIn('open', 'daily', '2026-11-27T01:00:00Z'),
  checkIn('weekly', 'weekly', '2026-11-27T23:00:00Z'),
]

it('the next of a slot is the first that has not opened', () => {
  expect(nextOf('daily', all, now)?.id).toBe('next')
  expect(nextOf('phq', all, now)).toBeUndefined()
})

it('one is open until it is answered or over', () => {
  expect(isOpen('daily', all, now)).toBe(true)
  expect(isOpen('weekly', all, now)).toBe(false)
  expect(isOpen('daily', [checkIn('done', 'daily', '2026-11-27T01:00:00Z', '2026-11-27T01:10:00Z')], now)).toBe(false)
  expect(isOpen('daily', all, new Date('2026-11-27T07:00:00Z'))).toBe(false)
})

it('what is asked soonest comes first, and last what is weeks away', () =>
  expect(soonestFirst([line('phq'), line('daily'), line('weekly')], all, now).map(({ slot }) => slot)).toEqual(['weekly', 'daily', 'phq']))

it.each([
  ['20:00', 'en', '8:00 pm'],
  ['00:15', 'en', '12:15 am'],
  ['07:30', 'es', '7:30 a.m.'],
] as const)('%s in %s is %s', (time, language, said) => expect(clockOf(time, language).replace(/[\u202f\u00a0]/g, ' ').replace('a. m.', 'a.m.')).toBe(said))

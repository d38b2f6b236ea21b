import { expect, it } from 'vitest'
import { overlapsOf } from './overlaps'
import { session, work } from './session.fixture'

const noon = new Date('2026-11-26T17:00:00Z')
const met = (starts_at: string, ends_at: string, differs = {}, now = noon) =>
  overlapsOf([session(differs)], [{ ...work, times: [{ starts_at, ends_at }] }], now).size === 1

it.each([
  ['begins before and ends in it', '2026-11-26T22:00:00Z', '2026-11-27T00:00:00Z', true],
  ['lies in it', '2026-11-26T23:15:00Z', '2026-11-26T23:30:00Z', true],
  ['holds it', '2026-11-26T22:00:00Z', '2026-11-27T02:00:00Z', true],
  ['ends when it begins', '2026-11-26T19:00:00Z', '2026-11-26T23:00:00Z', false],
  ['begins when it ends', '2026-11-27T00:30:00Z', '2026-11-27T02:00:00Z', false],
])('Sam’s work that %s', (_how, from, to, does) => expect(met(from, to)).toBe(does))

it('nothing meets a session that is cancelled, or over', () => {
  const shift = ['2026-11-26T22:00:00Z', '2026-11-27T02:00:00Z'] as const
  expect(met(...shift, { state: 'cancelled' })).toBe(false)
  expect(met(...shift, {}, new Date('2026-11-27T00:30:00Z'))).toBe(false)
})

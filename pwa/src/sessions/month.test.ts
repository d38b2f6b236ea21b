import { describe, expect, it } from 'vitest'
import { dayByKey, plusMonths, weeksOf } from './month'

const known = { from: '2026-09-28', to: '2027-01-25' }

it.each([
  ['2026-11-26', 6, '2026-10-26', '2026-12-06'], // begins on a Sunday
  ['2027-02-14', 4, '2027-02-01', '2027-02-28'], // just fits
  ['2026-12-31', 5, '2026-11-30', '2027-01-03'],
])('the month of %s has %i weeks', (day, count, first, last) => {
  const weeks = weeksOf(day)
  expect([weeks.length, weeks[0]?.[0], weeks.at(-1)?.[6]]).toEqual([count, first, last])
})

it.each([
  ['2026-11-26', 1, '2026-12-26'],
  ['2026-12-31', 1, '2027-01-31'],
  ['2027-01-31', 1, '2027-02-28'],
  ['2027-01-15', -1, '2026-12-15'],
  ['2026-03-31', -1, '2026-02-28'],
])('from %s, %i month on: %s', (day, months, there) => expect(plusMonths(day, months)).toBe(there))

describe('the keys lead', () => {
  it.each([
    ['ArrowLeft', '2026-11-25'],
    ['ArrowRight', '2026-11-27'],
    ['ArrowUp', '2026-11-19'],
    ['ArrowDown', '2026-12-03'],
    ['Home', '2026-11-23'],
    ['End', '2026-11-29'],
    ['PageUp', '2026-10-26'],
    ['PageDown', '2026-12-26'],
    ['Tab', undefined],
  ])('%s from Thanksgiving to %s', (key, day) => expect(dayByKey(key, '2026-11-26', known)).toBe(day))

  it('not beyond what the phone knows', () => {
    expect(dayByKey('PageUp', '2026-10-05', known)).toBe('2026-09-28')
    expect(dayByKey('ArrowDown', '2027-01-24', known)).toBe('2027-01-24')
  })
})

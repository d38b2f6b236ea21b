import { describe, expect, it } from 'vitest'
import type { End, Pattern } from './rule'
import { daysOf, endOf, patternOf, ruleOf, untilOf } from './rule'

const MONDAY = '2026-11-23'
const never: End = { kind: 'never' }

describe('a rule goes into the form and comes out as it was', () => {
  it.each<[string, Pattern, End]>([
    ['FREQ=WEEKLY;BYDAY=MO,FR', { kind: 'weekly', every: 1, days: ['MO', 'FR'] }, never],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', { kind: 'weekly', every: 2, days: ['TU'] }, never],
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=12', { kind: 'weekly', every: 1, days: ['TU'] }, { kind: 'count', times: 12 }],
    ['FREQ=DAILY;COUNT=1', { kind: 'dates', dates: [MONDAY] }, never],
    ['FREQ=MONTHLY;BYDAY=2TU', { kind: 'other', rule: 'FREQ=MONTHLY;BYDAY=2TU' }, never],
    ['FREQ=MONTHLY;BYDAY=2TU;COUNT=4', { kind: 'other', rule: 'FREQ=MONTHLY;BYDAY=2TU' }, { kind: 'count', times: 4 }],
    ['FREQ=WEEKLY;BYDAY=SU;WKST=SU', { kind: 'other', rule: 'FREQ=WEEKLY;BYDAY=SU;WKST=SU' }, never],
  ])('%s', (rule, pattern, end) => {
    expect(patternOf(rule, MONDAY, [])).toEqual(pattern)
    expect(endOf(rule, null)).toEqual(end)
    expect(ruleOf(pattern, end)).toBe(rule)
  })

  it('a rule without days means that of its first day', () => {
    expect(patternOf('FREQ=WEEKLY', '2026-11-26', [])).toEqual({ kind: 'weekly', every: 1, days: ['TH'] })
  })

  it('the last day is the one before it is over', () => {
    expect(endOf('FREQ=WEEKLY;BYDAY=MO', '2026-12-19')).toEqual({ kind: 'day', last: '2026-12-18' })
    expect(untilOf({ kind: 'weekly', every: 1, days: ['MO'] }, { kind: 'day', last: '2026-12-18' })).toBe('2026-12-19')
  })
})

describe('its days', () => {
  const first = (pattern: Pattern, from: string, end: End = never) => {
    const found: string[] = []
    for (const day of daysOf(pattern, from, end)) if (found.push(day) === 4) break
    return found
  }

  it('go on week by week, none before the first day', () => {
    expect(first({ kind: 'weekly', every: 1, days: ['MO', 'FR'] }, '2026-11-24')).toEqual(['2026-11-27', '2026-11-30', '2026-12-04', '2026-12-07'])
  })

  it('every second week is counted from the week of the first day', () => {
    expect(first({ kind: 'weekly', every: 2, days: ['MO', 'TH'] }, '2026-11-26')).toEqual(['2026-11-26', '2026-12-07', '2026-12-10', '2026-12-21'])
  })

  it('end with the last day, or after so many', () => {
    const pattern: Pattern = { kind: 'weekly', every: 1, days: ['MO'] }
    expect(first(pattern, MONDAY, { kind: 'day', last: '2026-12-07' })).toEqual([MONDAY, '2026-11-30', '2026-12-07'])
    expect(first(pattern, MONDAY, { kind: 'count', times: 2 })).toEqual([MONDAY, '2026-11-30'])
  })

  it('are not known of a rule that the form cannot say', () => {
    expect(first({ kind: 'other', rule: 'FREQ=MONTHLY;BYDAY=2TU' }, MONDAY)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { allByDay, entriesByDay, isDay, isOwn, knownDays, plusDays, weekOf, within } from './days'
import { session, work } from './session.fixture'

const boston = 'America/New_York'

describe('a week', () => {
  it('begins on Monday, whichever of its days is asked', () => {
    expect(weekOf('2026-11-23')).toEqual(weekOf('2026-11-29'))
    expect(weekOf('2026-11-26')).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])
  })

  it.each([
    ['spring', '2026-03-08', ['2026-03-02', '2026-03-08']],
    ['autumn', '2026-11-01', ['2026-10-26', '2026-11-01']],
  ])('has seven days when the clocks change in %s', (_season, day, [monday, sunday]) => {
    const week = weekOf(day)
    expect([week[0], week[6], new Set(week).size]).toEqual([monday, sunday, 7])
    expect(plusDays(day, 7)).toBe(weekOf(plusDays(day, 7))[6])
  })

  it('goes over the end of a year', () => expect(weekOf('2027-01-01')[0]).toBe('2026-12-28'))
})

describe('a session lies on the day that Sam’s clocks show', () => {
  it('also late in the evening', () => {
    const days = entriesByDay([session({ starts_at: '2026-11-27T04:30:00Z', ends_at: '2026-11-27T05:30:00Z' })], boston)
    expect([...days.keys()]).toEqual(['2026-11-26'])
    expect([...entriesByDay([session({ starts_at: '2026-11-27T04:30:00Z' })], 'Europe/Madrid').keys()]).toEqual(['2026-11-27'])
  })

  it('before and after the clocks change', () => {
    const before = session({ id: 'a', starts_at: '2026-10-31T22:00:00Z' })
    const after = session({ id: 'b', starts_at: '2026-11-01T23:00:00Z' })
    expect([...entriesByDay([before, after], boston).keys()]).toEqual(['2026-10-31', '2026-11-01'])
  })

  it('those of one day are in their order', () => {
    const late = session({ id: 'late', starts_at: '2026-11-26T23:00:00Z' })
    const early = session({ id: 'early', starts_at: '2026-11-26T15:00:00Z' })
    const shift = { ...work, times: [{ starts_at: '2026-11-26T17:00:00Z', ends_at: '2026-11-26T21:00:00Z' }] }
    const names = allByDay([late, early], [shift], boston).get('2026-11-26')?.map((entry) => (isOwn(entry) ? entry.commitment.id : entry.occurrence.id))
    expect(names).toEqual(['early', 'work', 'late'])
  })

  it('one that was moved to another day leaves word where it was', () => {
    const moved = session({ state: 'moved', was_at: '2026-11-25T23:00:00Z', starts_at: '2026-11-26T23:30:00Z' })
    const days = entriesByDay([moved], boston)
    expect(days.get('2026-11-25')).toEqual([{ occurrence: moved, gone: true }])
    expect(days.get('2026-11-26')).toEqual([{ occurrence: moved, gone: false }])
    const cancelled = { ...moved, state: 'cancelled' as const }
    expect(entriesByDay([cancelled], boston).get('2026-11-25')).toEqual([{ occurrence: cancelled, gone: true }])
  })

  it('one that was moved within its day is there once', () => {
    const moved = session({ state: 'moved', was_at: '2026-11-26T23:00:00Z', starts_at: '2026-11-26T23:30:00Z' })
    expect(entriesByDay([moved], boston).get('2026-11-26')).toHaveLength(1)
  })
})

it('the phone knows sixty days from when it last heard, and only whole ones', () => {
  const known = knownDays('2026-11-26T23:00:00Z', boston)
  expect(known).toEqual({ from: '2026-09-28', to: '2027-01-25' })
  expect(['2026-09-27', '2026-09-28', '2027-01-24', '2027-01-25'].map((day) => within(day, known))).toEqual([false, true, true, false])
})

it.each([['2026-11-26', true], ['2026-13-26', false], ['26.11.', false], [undefined, false]])('%s as a day: %s', (text, is) =>
  expect(isDay(text)).toBe(is))

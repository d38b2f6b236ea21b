import { describe, expect, it } from 'vitest'
import type { Day } from '../shared/wire'
import { alone, chartOf, dayNumber, sixWeeksTo, sparkOf } from './chart'

const day = (date: string, state: Day['state'], craving: number | null = null, mood = craving): Day => ({ day: date, state, mood, craving, sleep: null })

describe('the six weeks of Maya', () => {
  it('has one point a day, also over the clock change of November 1', () => {
    const { x } = chartOf([day('2026-10-31', 'answered', 3), day('2026-11-01', 'answered', 3), day('2026-11-02', 'answered', 4)])
    expect(x.map((each) => each - (x[0] ?? 0))).toEqual([0, 1, 2])
  })

  it('breaks on a day she did not answer, and names it', () => {
    const chart = chartOf([day('2026-11-16', 'answered', 3), day('2026-11-17', 'missed'), day('2026-11-18', 'late', 5)])
    expect(chart.craving).toEqual([3, null, 5])
    expect(chart.missed).toEqual([dayNumber('2026-11-17')])
  })

  it('passes over a day on which nothing was due', () => {
    const chart = chartOf([day('2026-11-20', 'answered', 3), day('2026-11-21', null), day('2026-11-23', 'open')])
    expect(chart.craving).toEqual([3, undefined, null])
    expect(chart.nothingDue).toEqual([dayNumber('2026-11-21')])
  })

  it('does not say of today that nothing was due: her check-in opens in the evening', () =>
    expect(chartOf([day('2026-11-22', null), day('2026-11-23', null)]).nothingDue).toEqual([dayNumber('2026-11-22')]))

  it('takes a skipped question for no number, not for 0', () => {
    const { mood, craving } = chartOf([day('2026-11-20', 'answered', null, 4)])
    expect([mood, craving]).toEqual([[4], [null]])
  })

  it('shows an answer on a day without a check-in', () => expect(chartOf([day('2026-11-20', null, 6)])).toMatchObject({ craving: [6], nothingDue: [] }))
})

describe('the small line in the caseload', () => {
  it('joins weekly answers', () =>
    expect(sparkOf([{ day: '2026-11-08', value: 2 }, { day: '2026-11-15', value: 3 }]).y).toEqual([2, 3]))

  it('breaks where Jordan was silent for more than a week', () =>
    expect(sparkOf([{ day: '2026-11-01', value: 2 }, { day: '2026-11-12', value: 3 }]).y).toEqual([2, null, 3]))

  it('ends before today when the answers do', () => {
    const [from, to] = sixWeeksTo('2026-11-23')
    expect([from, to]).toEqual([dayNumber('2026-10-13'), dayNumber('2026-11-23')])
  })
})

it('a value without a neighbor needs a dot', () => {
  expect(alone([3, null, 5, 6])).toEqual([0])
  expect(alone([3, undefined, 4, null])).toEqual([])
  expect(alone([undefined, 7])).toEqual([1])
})

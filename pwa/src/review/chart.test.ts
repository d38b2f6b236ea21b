import { describe, expect, it } from 'vitest'
import { alone, dayNumber, sixWeeksTo, sparkOf } from './chart'

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

import { describe, expect, it } from 'vitest'
import { shareOf, totalOf, waitSaid } from './week'
import { words } from './words'

const week = (due: number, answered: number, late = 0) => ({ due, answered, late, missed: due - answered - late })

describe('a week of the program', () => {
  it('in which nothing was due has no share', () => expect(shareOf(week(0, 0))).toBeUndefined())
  it('in which nobody answered has one of 0', () => expect(shareOf(week(12, 0))).toBe(0))
  it('counts what was answered late as answered', () => expect(shareOf(week(10, 6, 2))).toBe(0.8))
  it('without anything due does not pull the whole down', () => expect(shareOf(totalOf([week(10, 8), week(0, 0)]))).toBe(0.8))
})

it.each([[0.2, 'a minute'], [41, '41 minutes'], [119.5, '120 minutes'], [150, '3 hours'], [47 * 60, '47 hours'], [50 * 60, '3 days']])(
  'a wait of %s minutes is “%s”, never shorter than it was',
  (minutes, said) => expect(waitSaid(minutes, words.value)).toBe(said),
)

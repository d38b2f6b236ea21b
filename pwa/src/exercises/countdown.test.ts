import { expect, it } from 'vitest'
import { begun, elapsed, paused, resumed, secondsLeft } from './countdown'

const start = Date.parse('2026-11-26T23:00:00Z')
const after = (seconds: number) => start + seconds * 1000

it('counts down to the end and stays there', () => {
  const run = begun(start)
  expect([0, 0.4, 29.5, 30, 31].map((seconds) => secondsLeft(run, 30, after(seconds)))).toEqual([30, 30, 1, 0, 0])
})

it('is over when the phone wakes up later', () => expect(secondsLeft(begun(start), 60, after(3600))).toBe(0))

it('a pause takes no time, however long it is', () => {
  const rested = resumed(paused(begun(start), after(10)), after(500))
  expect(secondsLeft(rested, 30, after(505))).toBe(15)
})

it('pausing twice, or going on twice, changes nothing', () => {
  const once = paused(begun(start), after(10))
  expect(paused(once, after(20))).toEqual(once)
  expect(elapsed(resumed(resumed(once, after(20)), after(25)), after(30))).toBe(20_000)
})

it('a clock that is set back takes nothing away', () => expect(secondsLeft(begun(start), 30, after(-3600))).toBe(30))

import { expect, it } from 'vitest'
import type { AssignmentOut, PracticeOut } from '../shared/wire'
import { doneThisWeek } from './thisWeek'

const boston = 'America/New_York'
const ride: AssignmentOut = { id: 'a', exercise: 'ride-the-urge', note: null, times_per_week: 3, from_day: '2026-11-24', done_this_week: 0 }
const sunday = new Date('2026-11-30T04:00:00Z') // 11 pm in Boston

const practice = (started_at: string, exercise = 'ride-the-urge') => ({ exercise, started_at }) as PracticeOut

it.each([
  [['2026-11-24T04:30:00Z'], 0], // Monday: before it was given
  [['2026-11-24T05:30:00Z', '2026-11-30T03:00:00Z'], 2], // Tuesday, and an hour ago
  [['2026-11-30T05:30:00Z'], 0], // next Monday, by a clock that runs ahead
])('Sam rode the urge at %j: %i this week', (times, count) =>
  expect(doneThisWeek(ride, times.map((time) => practice(time)), sunday, boston)).toBe(count))

it('another exercise does not count', () => {
  expect(doneThisWeek(ride, [practice('2026-11-26T20:00:00Z', 'halt')], sunday, boston)).toBe(0)
})

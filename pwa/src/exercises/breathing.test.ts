import { expect, it } from 'vitest'
import { breathAt } from './breathing'

const rhythm = { breathe_in: 4, breathe_out: 6 }

it.each([
  [0, 'in', 4, 4],
  [3_999, 'in', 4, 1],
  [4_000, 'out', 6, 6],
  [9_999, 'out', 6, 1],
  [10_000, 'in', 4, 4], // the next breath
  [3_607_500, 'out', 6, 3], // an hour later, as after a long sleep
] as const)('after %i ms: breathe %s for %i seconds, %i left', (elapsed, phase, seconds, left) =>
  expect(breathAt(elapsed, rhythm)).toEqual({ phase, seconds, left }))

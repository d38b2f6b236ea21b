import { expect, it } from 'vitest'
import { changeOf, needsHelp } from './change'

it.each([
  [8, 5, 'down', false],
  [10, 8, 'down-strong', true],
  [8, 8, 'same', true],
  [4, 4, 'same', true],
  [5, 7, 'up', true],
  [0, 0, 'low', false],
  [1, 2, 'low', false], // so little that it would be wrong to make much of it
  [2, 6, 'up', true],
  [null, 9, 'strong', true],
  [null, 3, 'unrated', false],
  [9, null, 'unrated', false],
  [null, null, 'unrated', false],
] as const)('%s, then %s: %s', (before, after, change, help) => {
  expect(changeOf(before, after)).toBe(change)
  expect(needsHelp(change)).toBe(help)
})

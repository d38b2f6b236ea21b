import { describe, expect, it } from 'vitest'
import { gutterOf } from './draw'
import type { Line } from './trend'

const line = (max: number, ...steps: [number, string][]): Line => ({ key: 'phq-9/total', title: 'PHQ-9', min: 0, max, steps: steps.map(([at, label]) => ({ at, label })), points: [] })
/** Six pixels a letter. */
const widthOf = (text: string) => text.length * 6
const gutter = (...lines: Line[]) => gutterOf(lines, 112, widthOf, 11)

const gad = line(21, [0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'severe'])
const phq = line(27, [0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'moderately severe'], [20, 'severe'])

describe('the room for the names of steps', () => {
  it('is the least where they are short', () => expect(gutter(gad)).toBe(96))

  it('holds “moderately severe” whole, on one line', () => expect(gutter(gad, phq)).toBe(120))

  it('is no wider for a long name that has the height for several lines', () =>
    expect(gutter(line(80, [0, 'below the cut-off'], [31, 'at or above the cut-off (31 to 33)']))).toBe(96))

  it('leaves names out that a plot has no height for', () => expect(gutter(line(30, [0, 'no use at all'], [1, 'use, in the last thirty days']))).toBe(96))

  it('takes no more from the plots than half as much again, however long a name is', () =>
    expect(gutter(line(27, [0, 'minimal'], [20, 'as severe as can be, or even more so than that']))).toBe(144))
})

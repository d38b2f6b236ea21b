import { expect, it } from 'vitest'
import { read } from './Stepper'

it.each([
  ['7', 7],
  ['7.5', 7.5],
  [' 7,5 ', 7.5],
  ['7.', 7],
  ['', undefined],
  ['seven', NaN],
  ['-1.5', -1.5],
  ['1-', NaN],
  ['7.5.1', NaN],
])('%j is read as %s', (text, value) => expect(read(text)).toBe(value))

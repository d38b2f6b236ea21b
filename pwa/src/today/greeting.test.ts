import { expect, it } from 'vitest'
import { partOfDay } from './greeting'

it.each([
  [0, 'night'],
  [4, 'night'],
  [5, 'morning'],
  [11, 'morning'],
  [12, 'afternoon'],
  [16, 'afternoon'],
  [17, 'evening'],
  [23, 'evening'],
])('when Sam’s clock shows hour %i it is %s', (hour, part) => expect(partOfDay(hour)).toBe(part))

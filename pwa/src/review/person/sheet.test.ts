import { expect, it } from 'vitest'
import { onSheet } from './sheet'

it.each([
  [0, { alerts: 0, isDense: false, lines: 10 }],
  [4, { alerts: 4, isDense: false, lines: 10 }],
  [5, { alerts: 5, isDense: true, lines: 9 }],
  [12, { alerts: 12, isDense: true, lines: 6 }],
  [40, { alerts: 16, isDense: true, lines: 4 }],
])('with %i open alerts', (alerts, room) => expect(onSheet(alerts)).toEqual(room))

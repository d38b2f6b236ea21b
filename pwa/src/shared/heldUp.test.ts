import { expect, it } from 'vitest'
import { isHeldUp } from './heldUp'

const answered_at = '2026-11-27T14:07:00Z'

it.each([
  ['at once', '2026-11-27T14:07:00.250Z', false],
  ['59 minutes later', '2026-11-27T15:06:59Z', false],
  ['an hour later', '2026-11-27T15:07:00Z', true],
  ['three days later', '2026-11-30T13:02:00Z', true],
])('what was sent %s', (_when, received_at, held) => expect(isHeldUp({ answered_at, received_at })).toBe(held))

import { expect, it } from 'vitest'
import type { Home } from '../shared/wire'
import { openCount, showBadge } from './badge'

const evening = new Date('2026-11-26T23:00:00Z')
const checkIn = (opens_at: string, closes_at: string, answered_at: string | null = null) => ({ opens_at, closes_at, answered_at })
const homeWith = (...check_ins: object[]) => ({ check_ins }) as unknown as Home

it.each([
  ['nothing is known', undefined, 0],
  ['one is open', homeWith(checkIn('2026-11-26T22:00:00Z', '2026-11-27T02:00:00Z')), 1],
  ['it opens this very moment', homeWith(checkIn('2026-11-26T23:00:00Z', '2026-11-27T02:00:00Z')), 1],
  ['it closes this very moment', homeWith(checkIn('2026-11-26T18:00:00Z', '2026-11-26T23:00:00Z')), 0],
  ['it is answered', homeWith(checkIn('2026-11-26T22:00:00Z', '2026-11-27T02:00:00Z', '2026-11-26T22:30:00Z')), 0],
  ['one is open and one comes tomorrow', homeWith(checkIn('2026-11-26T22:00:00Z', '2026-11-27T02:00:00Z'), checkIn('2026-11-27T22:00:00Z', '2026-11-28T02:00:00Z')), 1],
])('when %s', (_name, home, count) => expect(openCount(home, evening)).toBe(count))

it('at zero the number goes away', () => {
  const shown: unknown[] = []
  const phone = { setAppBadge: async (count?: number) => void shown.push(count), clearAppBadge: async () => void shown.push('none') }
  showBadge(phone, 2)
  showBadge(phone, 0)
  expect(shown).toEqual([2, 'none'])
})

it('a phone without badges, or one that refuses, is none of Sam’s business', () => {
  showBadge({}, 1)
  showBadge({ setAppBadge: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }, 1)
})

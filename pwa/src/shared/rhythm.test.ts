import { describe, expect, it } from 'vitest'
import { firstMoved, moved } from './rhythm'

const at = new Date('2026-11-26T23:00:00Z') // 6:00 pm in New York
const tonight = {
  id: 'c1', instrument: 'daily', slot: 'daily', local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-27T07:00:00Z', answered_at: null, state: 'planned',
} as const
const tomorrow = { ...tonight, id: 'c2', local_date: '2026-11-27', opens_at: '2026-11-28T01:00:00Z', closes_at: '2026-11-28T07:00:00Z' }

describe('tonight’s check-in of 8:00 pm', () => {
  it.each([
    ['goes to 9:15 pm', '21:15', '2026-11-27T02:15:00.000Z'],
    ['opens at once when it goes to 5:00 pm, an hour ago', '17:00', '2026-11-26T22:00:00.000Z'],
  ])('%s', (_what, to, opens) => expect(moved(tonight, '20:00', to, at)?.opens_at).toBe(opens))

  it.each([
    ['when its new time would be over', tonight, '07:30'],
    ['when it is open', { ...tonight, opens_at: '2026-11-26T22:59:00Z' }, '21:15'],
    ['when it is answered', { ...tonight, answered_at: '2026-11-26T22:00:00Z' }, '21:15'],
  ])('stays %s', (_when, checkIn, to) => expect(moved(checkIn, '20:00', to, at)).toBeUndefined())
})

describe('a new time counts', () => {
  const line = { slot: 'daily', instrument: 'daily', title: { en: 'Daily', es: 'Diario' }, wall_time: '20:00', usual: '20:00', by_counselor: false, own: false }
  it.each([
    ['from tonight on', '21:15', 'c1'],
    ['from tomorrow on, for that of tonight would be over', '07:30', 'c2'],
  ])('%s', (_when, to, first) => expect(firstMoved([tomorrow, tonight], line, to, at)?.id).toBe(first))

  it('for its own check-ins only', () => expect(firstMoved([{ ...tonight, slot: 'weekly' }], line, '21:15', at)).toBeUndefined())
})

import { expect, it } from 'vitest'
import { nothingSaid, unconfirmed, withSaid } from './said'
import type { Home } from './wire'

const checkIn = {
  id: 'c1', instrument: 'daily', slot: 'daily', local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-27T07:00:00Z', answered_at: null, state: 'open',
} as const
const home = {
  person: { id: 'sam', called: 'Sam', zone: 'America/New_York', language: 'en' },
  check_ins: [checkIn], answers: [], practices: [], plan: null, proposed: { id: 'v1', agreed_at: null },
} as unknown as Home
const sammy = { called: 'Sammy', zone: 'America/Chicago', language: 'es', item: 'p1' } as const
const answer = { id: 'a1', check_in: 'c1', instrument: 'daily', answered_at: '2026-11-27T02:00:00Z' }

it('a check-in answered offline is answered on every page at once', () => {
  const seen = withSaid(home, { ...nothingSaid, answers: [answer] })
  expect(seen.check_ins[0]).toMatchObject({ state: 'answered', answered_at: answer.answered_at })
  expect(seen.answers[0]).toMatchObject({ id: 'a1', seen_by: null })
})

it.each([
  ['the last moment of the window', '2026-11-27T06:59:59Z', 'answered'],
  ['the moment it closes', '2026-11-27T07:00:00Z', 'late'],
])('an answer at %s', (_when, answered_at, state) => {
  expect(withSaid(home, { ...nothingSaid, answers: [{ ...answer, answered_at }] }).check_ins[0]?.state).toBe(state)
})

it('a plan agreed to offline is the plan', () => {
  const seen = withSaid(home, { ...nothingSaid, agreed: [{ version: 'v1', agreed_at: '2026-11-27T02:00:00Z' }] })
  expect(seen.plan?.id).toBe('v1')
  expect(seen.proposed).toBeNull()
})

it('what the server tells back is not shown twice, and then forgotten', () => {
  const told = { ...home, answers: [{ ...answer, seen_by: 'Dana', seen_at: '2026-11-27T15:00:00Z' }], proposed: null } as Home
  const said = { ...nothingSaid, answers: [answer], agreed: [{ version: 'v1', agreed_at: answer.answered_at }] }
  expect(withSaid(told, said).answers).toEqual(told.answers)
  expect(unconfirmed(told, said, new Set(), undefined)).toEqual(nothingSaid)
})

it('what is not told back stays', () => {
  const said = { ...nothingSaid, answers: [answer], profile: sammy }
  expect(unconfirmed(home, said, new Set(['a1']), undefined)).toEqual(said)
})

it('a name that has arrived gives way to what the server tells: another phone may have changed it later', () => {
  expect(withSaid(home, { ...nothingSaid, profile: sammy }).person).toMatchObject({ id: 'sam', called: 'Sammy', zone: 'America/Chicago' })
  expect(unconfirmed(home, { ...nothingSaid, profile: sammy }, new Set(), 'p1')).toEqual(nothingSaid)
})

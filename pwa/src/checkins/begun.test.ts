import { describe, expect, it } from 'vitest'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { keyOf, unfinished } from './begun'
import { phq2, phq9 } from './phq.fixture'

it('a draft lies where its check-in is, one of a form that was opened beside it', () =>
  expect([keyOf('c1'), keyOf(undefined), keyOf('c1', 'phq-9')]).toEqual(['check-in:c1', 'check-in:today', 'check-in:c1:phq-9']))

describe('the rest of what Ana’s short form has opened', () => {
  const week = { id: 'week', instrument: 'phq-2', answered_at: '2026-11-27T01:02:00Z' } as CheckInOut
  const body = { person: { zone: 'America/New_York' }, check_ins: [week], answers: [] as AnswerSeen[], instruments: [phq2, phq9] } as unknown as Home
  const found = (keys: string[], home: Partial<Home> = {}) => unfinished(new Set(keys), { ...body, ...home }).map(({ checkIn, form }) => `${checkIn.id} ${form.id}`)

  it('waits for her', () => expect(found(['check-in:week:phq-9'])).toEqual(['week phq-9']))

  it('waits for her, whatever she answered the day before', () => {
    const before = { id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-26T04:59:00Z' } as AnswerSeen
    expect(found(['check-in:week:phq-9'], { answers: [before] })).toEqual(['week phq-9'])
  })

  it('waits for her, though she sent the same form that evening with every question skipped', () => {
    const empty = { id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-27T04:59:00Z', items: [], scores: {} } as unknown as AnswerSeen
    expect(found(['check-in:week:phq-9'], { answers: [empty] })).toEqual(['week phq-9'])
  })

  it.each([
    ['once she has answered it', ['check-in:week:phq-9'], { answers: [{ id: 'a', check_in: 'week', instrument: 'phq-9', answered_at: '2026-11-28T15:00:00Z' } as AnswerSeen] }],
    ['once she has answered it that evening, asked for it by itself', ['check-in:week:phq-9'], { answers: [{ id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-27T04:59:00Z', scores: { total: 3 } } as unknown as AnswerSeen] }],
    ['when its check-in is gone', ['check-in:other:phq-9'], {}],
    ['when the phone has no such form', ['check-in:week:phq-9'], { instruments: [phq2] as unknown as Home['instruments'] }],
    ['for a draft of something else', ['check-in:week', 'correct:week:phq-9', 'practice:ride-the-urge'], {}],
  ])('does not, %s', (_when, keys, home) => expect(found(keys, home)).toEqual([]))
})

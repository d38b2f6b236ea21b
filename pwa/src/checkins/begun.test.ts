import { describe, expect, it } from 'vitest'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { begunOf, isSettled, keyOf, pageOf, unfinished } from './begun'
import { phq2, phq9 } from './phq.fixture'

it('a draft lies where its check-in is, one of a form that was opened beside it', () =>
  expect([keyOf('c1'), keyOf(undefined), keyOf('c1', 'phq-9')]).toEqual(['check-in:c1', 'check-in:today', 'check-in:c1:phq-9']))

it.each([
  ['check-in:c1', '/check-in/c1'],
  ['check-in:c1:phq-9', '/check-in/c1'],
  ['check-in:today', '/check-in/today'],
  ['correct:a1', '/check-in/correct/a1'],
])('%s is gone on with at %s', (key, page) => expect(pageOf(key)).toBe(page))

const saturday = new Date('2026-11-28T15:00:00Z')
const week = { id: 'week', instrument: 'phq-2', opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-27T07:00:00Z', answered_at: '2026-11-27T01:02:00Z' } as CheckInOut
const body = { person: { zone: 'America/New_York' }, check_ins: [week], answers: [] as AnswerSeen[], instruments: [phq2, phq9] } as unknown as Home
const draft = { instrument: 'phq-9', form: phq9, began_at: '2026-11-27T01:03:00Z', values: { 'phq-1': 'often-1' } }
const at = (...keys: string[]) => new Map(keys.map((key) => [key, draft]))
const found = (keys: string[], home: Partial<Home> = {}) => unfinished(at(...keys), { ...body, ...home }, saturday).map(({ key }) => key)

describe('the rest of what Ana’s short form has opened', () => {
  const full = 'check-in:week:phq-9'

  it('waits for her', () => expect(found([full])).toEqual([full]))

  it('waits for her, whatever she answered the day before', () => {
    const before = { id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-26T04:59:00Z' } as AnswerSeen
    expect(found([full], { answers: [before] })).toEqual([full])
  })

  it('waits for her, though she sent the same form that evening with every question skipped', () => {
    const empty = { id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-27T04:59:00Z', items: [], scores: {} } as unknown as AnswerSeen
    expect(found([full], { answers: [empty] })).toEqual([full])
  })

  it('waits on the form it was begun on, when the phone has no other', () => {
    expect(unfinished(at(full), { ...body, instruments: [] }, saturday)).toMatchObject([{ key: full, form: phq9, isBehind: true }])
  })

  it.each([
    ['once she has answered it', { answers: [{ id: 'a', check_in: 'week', instrument: 'phq-9', answered_at: '2026-11-28T15:00:00Z' } as AnswerSeen] }],
    ['once she has answered it that evening, asked for it by itself', { answers: [{ id: 'a', check_in: 'month', instrument: 'phq-9', answered_at: '2026-11-27T04:59:00Z', scores: { total: 3 } } as unknown as AnswerSeen] }],
    ['before the short form is answered', { check_ins: [{ ...week, answered_at: null }] }],
  ])('does not, %s', (_when, home) => expect(found([full], home)).toEqual([]))
})

describe('a check-in that Ana has begun', () => {
  const asked = { ...week, answered_at: null }

  it.each([
    ['the day after its time is over', { check_ins: [asked] }],
    ['a month after', { check_ins: [{ ...asked, opens_at: '2026-10-20T00:00:00Z', closes_at: '2026-10-20T06:00:00Z' }] }],
    ['when the server tells of it no more', { check_ins: [] }],
  ])('waits for the rest %s', (_when, home) => expect(found(['check-in:week'], home)).toEqual(['check-in:week']))

  it('nobody asked for: it waits too', () => expect(found(['check-in:today'])).toEqual(['check-in:today']))

  it.each([
    ['while it is open, where it stands anyhow', { check_ins: [{ ...asked, closes_at: '2026-11-29T01:00:00Z' }] }],
    ['once it is answered, here or elsewhere', { check_ins: [week] }],
    ['once its answer is all that the server tells of it', { check_ins: [], answers: [{ id: 'a', check_in: 'week', instrument: 'phq-2' } as AnswerSeen] }],
  ])('does not, %s', (_when, home) => expect(found(['check-in:week'], home)).toEqual([]))

  it('does not, with nothing said in it', () => {
    expect(unfinished(new Map([['check-in:week', { ...draft, values: {} }]]), { ...body, check_ins: [asked] }, saturday)).toEqual([])
  })

  it('is found by its check-in, or by what that has opened', () => {
    const home = { ...body, check_ins: [asked] }
    expect(begunOf('week', at('check-in:week2', 'check-in:week'), home)?.key).toBe('check-in:week')
    expect(begunOf('week', at('check-in:week:phq-9'), { ...body })?.key).toBe('check-in:week:phq-9')
    expect(begunOf('week', at('correct:week', 'practice:week'), home)).toBeUndefined()
  })
})

it('a correction is settled when what it corrects has gone', () => {
  expect(isSettled('correct:a', { ...body, answers: [{ id: 'a' } as AnswerSeen] })).toBe(false)
  expect(isSettled('correct:a', body)).toBe(true)
})

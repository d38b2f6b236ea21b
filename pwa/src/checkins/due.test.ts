import { describe, expect, it } from 'vitest'
import type { AnswerSeen, CheckInOut } from '../shared/wire'
import { answerTo, chosen, due, stateAt } from './due'

const evening = new Date('2026-11-27T01:30:00Z') // 8:30 pm on Thanksgiving, in Boston

const checkIn = (id: string, opens_at: string, closes_at: string, answered_at: string | null = null): CheckInOut => ({
  id,
  instrument: 'daily',
  slot: 'daily',
  local_date: opens_at.slice(0, 10),
  opens_at,
  closes_at,
  answered_at,
})

const tonight = checkIn('tonight', '2026-11-27T01:00:00Z', '2026-11-27T07:00:00Z')
const yesterday = checkIn('yesterday', '2026-11-26T01:00:00Z', '2026-11-26T07:00:00Z')
const onTuesday = checkIn('tuesday', '2026-11-25T01:00:00Z', '2026-11-25T07:00:00Z')
const onMonday = checkIn('monday', '2026-11-24T01:00:00Z', '2026-11-24T07:00:00Z')
const tomorrow = checkIn('tomorrow', '2026-11-28T01:00:00Z', '2026-11-28T07:00:00Z')
const first = checkIn('first', '2026-11-26T15:00:00Z', '2026-11-28T15:00:00Z')

describe('the state of a check-in moves on without the server', () => {
  it.each([
    ['2026-11-27T00:59:59Z', 'planned'],
    ['2026-11-27T01:00:00Z', 'open'],
    ['2026-11-27T06:59:59Z', 'open'],
    ['2026-11-27T07:00:00Z', 'missed'],
  ])('at %s it is %s', (now, state) => expect(stateAt(tonight, new Date(now))).toBe(state))

  it('an answer before the end of the window is in time, one at the end is late', () => {
    expect(stateAt({ ...tonight, answered_at: '2026-11-27T06:59:59Z' }, evening)).toBe('answered')
    expect(stateAt({ ...tonight, answered_at: '2026-11-27T07:00:00Z' }, evening)).toBe('late')
  })
})

describe('what Sam sees as due', () => {
  it('is what is open, the one that closes first at the front', () => {
    expect(due([first, tomorrow, tonight], evening).open.map(({ id }) => id)).toEqual(['tonight', 'first'])
  })

  it('then what closed in the last two days; older ones are let go', () => {
    expect(due([onMonday, onTuesday, yesterday, tonight], evening).late.map(({ id }) => id)).toEqual(['yesterday', 'tuesday'])
  })

  it('not what is answered, and the next to come is known', () => {
    const { open, late, next } = due([{ ...tonight, answered_at: '2026-11-27T01:10:00Z' }, tomorrow], evening)
    expect([open, late, next?.id]).toEqual([[], [], 'tomorrow'])
  })
})

describe('which check-in a page is about', () => {
  const all = [yesterday, tonight]

  it.each([
    ['yesterday', 'yesterday'],
    ['withdrawn-long-ago', 'tonight'],
    [undefined, 'tonight'],
  ])('asked for %s it is %s', (id, found) => expect(chosen(id, all, evening)?.id).toBe(found))

  it('is none that was asked for while nothing is open', () => expect(chosen(undefined, [yesterday], evening)).toBeUndefined())
})

it('the latest of two answers to one check-in counts', () => {
  const answer = (id: string, answered_at: string): AnswerSeen => ({ id, check_in: 'tonight', instrument: 'daily', answered_at, version: '1', late: false, seen_by: null, seen_at: null, replies: [], revisable_until: null, items: null, scores: {} })
  const answers = [answer('a', '2026-11-27T01:10:00Z'), answer('b', '2026-11-27T01:20:00Z')]
  expect(answerTo('tonight', answers)?.id).toBe('b')
  expect(answerTo('yesterday', answers)).toBeUndefined()
})

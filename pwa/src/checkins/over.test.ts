import { describe, expect, it } from 'vitest'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { begun, withValue } from './draft'
import { isOver } from './over'
import { phq9 } from './phq.fixture'

const evening = new Date('2026-11-27T01:05:00Z')
const aWeekOn = new Date('2026-12-04T01:06:00Z')

const chosen = { ...withValue(begun(phq9, evening), 'phq-9', 'often-1'), worrying: true }
const answer = {
  id: 'a', check_in: 'week', instrument: 'phq-9', version: '1', answered_at: '2026-11-27T01:30:00Z', revisable_until: '2026-11-28T01:30:00Z', scores: {},
  items: [{ link_id: 'phq-1', value: 'often-0' }, { link_id: 'phq-9', value: 'often-1' }],
} as unknown as AnswerSeen
const week = { id: 'week', instrument: 'phq-9', answered_at: answer.answered_at } as CheckInOut
const home = { person: { zone: 'America/New_York' }, check_ins: [week], answers: [answer], instruments: [phq9] } as unknown as Home
const open = { ...home, check_ins: [{ ...week, answered_at: null }], answers: [] } as Home
const saying = (value: string): Home => ({ ...home, answers: [{ ...answer, items: [{ link_id: 'phq-9', value }] }] })

const isGone = (key: string, told: Home | undefined, now = evening, body: Home = told ?? home) => isOver(key, chosen, { body, told }, now)

describe('what Ana began and has answered on another device meanwhile', () => {
  it('goes at once when that answer says the same, and more', () => expect(isGone('check-in:week', home)).toBe(true))

  it('stays for a week where it says something else, to be read', () => {
    expect(isGone('check-in:week', saying('often-0'))).toBe(false)
    expect(isGone('check-in:week', saying('often-0'), aWeekOn)).toBe(true)
  })

  it('stays for a week where nobody can tell', () => {
    const untold = { ...home, answers: [{ ...answer, items: null }] }
    expect([evening, aWeekOn].map((now) => isGone('check-in:week', untold, now))).toEqual([false, true])
  })

  it('stays while its answer has not been sent', () => expect(isGone('check-in:week', open, aWeekOn, home)).toBe(false))

  it('and so does what nobody has answered, however old it is', () => {
    expect(isGone('check-in:week', open, new Date('2027-11-27T01:05:00Z'))).toBe(false)
    expect(isGone('check-in:today', home, aWeekOn)).toBe(false)
    expect(isGone('practice:ride-the-urge', home, aWeekOn)).toBe(false)
  })
})

describe('a correction that was begun and can’t be made any more', () => {
  it('stays when something in it worries, for nobody has seen that', () => expect(isGone('correct:a', home, aWeekOn)).toBe(false))
  it('goes after a week when the answer was corrected elsewhere', () => {
    expect([evening, aWeekOn].map((now) => isGone('correct:a', open, now))).toEqual([false, true])
  })
})

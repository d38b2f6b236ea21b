import { describe, expect, it } from 'vitest'
import type { CaseloadRow, LastAnswer } from '../shared/wire'
import { language } from '../ui/words'
import { needsSomeone, whyNow } from './why'
import { words } from './words'

const last = (said: Partial<LastAnswer> = {}): LastAnswer => ({
  id: 'an answer', answered_at: '2026-11-22T20:12:00Z', mood: 6, craving: 2, craving_before: 2, reviewed: false, ...said,
})

const row = (said: Partial<CaseloadRow> = {}): CaseloadRow => ({
  id: 'maya', name: 'Maya T.', called: 'Maya', phase: 'iop', week: 7, groups: [], invite: null, joined_at: '2026-10-12T13:30:00Z',
  needs: [], last_answer: last(), today: 'answered', unanswered_in_row: 0, unreviewed: 1, next_session: null, cravings: [], ...said,
})

const why = (said: Partial<CaseloadRow>) => whyNow(row(said), words.value, 'en').join(' ')

describe('why now', () => {
  it('Maya asked for a call, and her craving rose', () =>
    expect(why({ needs: ['call', 'craving'], last_answer: last({ craving: 8, craving_before: 4 }) })).toBe('Asked for a call. Craving 8, up 4.'))

  it('a craving that stays strong has nothing to be up by', () =>
    expect(why({ needs: ['craving'], last_answer: last({ craving: 9, craving_before: 9 }) })).toBe('Craving 9.'))

  it('a craving that rose in an older answer is not explained with the newest numbers', () =>
    expect(why({ needs: ['craving'], last_answer: last({ craving: 2, craving_before: 8 }) })).toBe('A strong craving in an answer nobody has read yet.'))

  it('Luis said he used', () => expect(why({ needs: ['used'] })).toBe('Said they used.'))

  it('Jordan has been silent', () => expect(why({ needs: ['unanswered'], unanswered_in_row: 4 })).toBe('No answers to the last 4 check-ins.'))

  it('Casey has a plan to agree to', () => expect(why({ needs: ['proposed'] })).toBe('Plan waits for their agreement.'))

  it('Nina said nothing that worries, so it is what she said last', () => expect(why({})).toBe('Mood 6, craving 2.'))

  it('what Nina skipped is not said to be 0', () => {
    expect(why({ last_answer: last({ mood: null }) })).toBe('Craving 2.')
    expect(why({ last_answer: last({ mood: null, craving: null }) })).toBe('Answered, without numbers.')
  })

  it('Sam has not joined', () => {
    expect(why({ last_answer: null, invite: 'waiting', joined_at: null })).toBe('Invited, not joined yet.')
    expect(why({ last_answer: null, invite: 'expired', joined_at: null })).toBe('Invite ran out, not joined.')
    expect(why({ last_answer: null })).toBe('No answers yet.')
  })

  it('is said in Spanish too', () => {
    language.value = 'es'
    expect(whyNow(row({ needs: ['call', 'craving'], last_answer: last({ craving: 8, craving_before: 4 }) }), words.value, 'es')).toEqual([
      'Pidió una llamada.',
      'Ganas de consumir: 8, subió 4.',
    ])
    language.value = 'en'
  })
})

it('a plan that waits for Casey needs nobody today', () => {
  expect(needsSomeone(row({ needs: ['proposed'] }))).toBe(false)
  expect(needsSomeone(row({ needs: ['unanswered', 'proposed'] }))).toBe(true)
})

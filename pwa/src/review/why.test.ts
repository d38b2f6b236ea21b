import { describe, expect, it } from 'vitest'
import type { CaseloadRow } from '../shared/wire'
import { language } from '../ui/words'
import { lastAnswer, need, row } from './row.fixture'
import { needsSomeone, tierOf, whyNow } from './why'
import { words } from './words'

const why = (said: Partial<CaseloadRow>) => whyNow(row('Maya T.', said), words.value, 'en').join(' ')
const phq = { text: { en: 'PHQ-9 score', es: 'Puntaje PHQ-9' }, instrument: 'phq-9', tier: 'digest' } as const

describe('why now', () => {
  it('Maya asked for a call, her craving rose, and she missed sessions', () =>
    expect(why({ needs: [need('call'), need('craving', { value: 8, change: 4 }), need('sessions', { count: 2 })] })).toBe(
      'Asked for a call. Craving 8, up 4. 2 sessions missed in a row.',
    ))

  it('Casey is near the program’s limit, and Theo has reached it', () => {
    expect(why({ needs: [need('absences_in_row', { count: 2, value: 3 })] })).toBe('One more missed session reaches the program’s limit: 2 of 3 in a row.')
    expect(why({ needs: [need('absences_in_twelve_weeks', { count: 6, value: 6 })] })).toBe('Missed sessions have reached the program’s limit: 6 of 6 in twelve weeks.')
  })

  it('a craving that stays strong has nothing to be up by', () => expect(why({ needs: [need('craving', { value: 9, change: 0 })] })).toBe('Craving 9.'))

  it('a craving in an older answer is not given a number it did not have', () =>
    expect(why({ needs: [need('craving')] })).toBe('A strong craving in an answer nobody has read yet.'))

  it('Luis said he used, and an answer about being safe needs somebody', () =>
    expect(why({ needs: [need('safety', { tier: 'urgent' }), need('used')] })).toBe('An answer about being safe needs somebody now. Said they used.'))

  it('what somebody is on, or has acted on, does not need somebody now', () => {
    const safety = (handled: 'on_it' | 'resolved') => need('safety', { tier: handled === 'on_it' ? 'urgent' : 'digest', handled })
    expect(why({ needs: [safety('on_it'), need('used', { handled: 'on_it' })] })).toBe('An answer about being safe. Somebody is on it. Said they used. Somebody is on it.')
    expect(why({ needs: [safety('resolved')] })).toBe('An answer about being safe. The alert is resolved, the answer is not read yet.')
    expect([safety('on_it'), safety('resolved')].some((each) => needsSomeone({ needs: [each] }))).toBe(false)
    expect(needsSomeone({ needs: [safety('on_it'), need('used')] })).toBe(true)
  })

  it('a score that got worse is said with its number', () => expect(why({ needs: [need('score', { ...phq, value: 14, change: 6 })] })).toBe('PHQ-9 score 14, up 6.'))

  it('a rule of a form that the clinic loaded speaks for itself, and without words has its name', () => {
    expect(why({ needs: [need('bam-use', { text: { en: 'Used in the last 7 days', es: 'Consumió en los últimos 7 días' } })] })).toBe('Used in the last 7 days.')
    expect(why({ needs: [need('low-mood')] })).toBe('Low mood.')
  })

  it('Nina’s phone shows nothing', () =>
    expect(why({ needs: [need('silent_phone', { count: 5, tier: 'digest' })] })).toBe('Their phone has shown no reminders for 5 days.'))

  it('what is over, and has an open alert, is not told as of now', () => {
    expect(why({ needs: [need('sessions', { count: null })] })).toBe('Had missed sessions in a row: the alert is open.')
    expect(why({ needs: [need('unanswered', { count: null })] })).toBe('Had left check-ins in a row without an answer: the alert is open.')
  })
  it('Jordan has been silent', () => expect(why({ needs: [need('unanswered', { count: 4, tier: 'digest' })] })).toBe('No answer on the last 4 days with check-ins.'))

  it('Luis leaves one form and answers others', () => {
    const left = (instrument: string) => need('unanswered', { count: 3, tier: 'digest', instrument })
    expect(why({ needs: [left('phq-9')] })).toBe('PHQ-9: no answer the last 3 times.')
    expect(why({ needs: [left('daily')] })).toBe('The daily check-in: no answer the last 3 times.')
  })

  it('Casey has a plan to agree to', () => expect(why({ needs: [need('proposed', { tier: null })] })).toBe('Plan waits for their agreement.'))

  it('Nina said nothing that worries, so it is what she said last', () => expect(why({ last_answer: lastAnswer() })).toBe('Mood 6, craving 2.'))

  it('what Nina skipped is not said to be 0', () => {
    expect(why({ last_answer: lastAnswer({ mood: null }) })).toBe('Craving 2.')
    expect(why({ last_answer: lastAnswer({ mood: null, craving: null }) })).toBe('Answered, without numbers.')
  })

  it('Nina’s last answer was to another form', () =>
    expect(why({ last_answer: lastAnswer({ instrument: 'gad-7', mood: null, craving: null }) })).toBe('Answered GAD-7.'))

  it('Sam has not joined', () => {
    expect(why({ invite: 'waiting', joined_at: null })).toBe('Invited, not joined yet.')
    expect(why({ invite: 'expired', joined_at: null })).toBe('Invite ran out, not joined.')
    expect(why({})).toBe('No answers yet.')
  })

  it('is said in Spanish too', () => {
    language.value = 'es'
    expect(whyNow(row('Maya T.', { needs: [need('call'), need('craving', { value: 8, change: 4 }), need('score', { ...phq, value: 14, change: -5 })] }), words.value, 'es')).toEqual([
      'Pidió una llamada.',
      'Ganas de consumir: 8, subió 4.',
      'Puntaje PHQ-9 14, bajó 5.',
    ])
    expect(whyNow(row('Jordan P.', { needs: [need('unanswered', { count: 3 }), need('unanswered', { count: 4, instrument: 'daily' })] }), words.value, 'es')).toEqual([
      'Sin respuesta los últimos 3 días con chequeos.',
      'El chequeo del día: sin respuesta las últimas 4 veces.',
    ])
    language.value = 'en'
  })
})

describe('how soon', () => {
  it('is the most pressing of what is known, an alert or not', () => {
    expect(tierOf(row('Maya T.', { needs: [need('unanswered', { tier: 'digest' }), need('used')] }))).toBe('today')
    expect(tierOf(row('Maya T.', { needs: [need('used')], alerts: { open: 1, worst: 'urgent', overdue: false } }))).toBe('urgent')
    expect(tierOf(row('Casey W.', { needs: [need('proposed', { tier: null })] }))).toBeUndefined()
  })

  it('what can wait, or waits for Casey, needs nobody today', () => {
    expect(needsSomeone(row('Casey W.', { needs: [need('proposed', { tier: null })] }))).toBe(false)
    expect(needsSomeone(row('Jordan P.', { needs: [need('unanswered', { tier: 'digest' })] }))).toBe(false)
    expect(needsSomeone(row('Luis R.', { needs: [need('used')] }))).toBe(true)
  })
})

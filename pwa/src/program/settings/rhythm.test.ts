import { describe, expect, it } from 'vitest'
import type { Beat } from './rhythm'
import { beatOf, slotOf, storedOf, weekly } from './rhythm'

const rule = (text: string) => beatOf({ rhythm: 'rule', rule: text })

describe('how often Dana lets people be asked', () => {
  const beats: Beat[] = [
    { kind: 'daily' },
    { kind: 'weekly', days: ['MO', 'TH'] },
    { kind: 'monthly', nth: 1, day: 'TU' },
    { kind: 'monthday', date: 28 },
    { kind: 'before_individual', rule: 'FREQ=WEEKLY;BYDAY=SU' },
    { kind: 'taper' },
    { kind: 'other', rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' },
  ]
  it.each(beats)('$kind comes back from the server as it was chosen', (beat) => expect(beatOf(storedOf(beat))).toEqual(beat))

  it('says the days in the order of the week', () => expect(storedOf(weekly(['TH', 'MO'])).rule).toBe('FREQ=WEEKLY;BYDAY=MO,TH'))

  it('leaves alone what the form has no choice for', () => {
    expect(rule('FREQ=MONTHLY;BYMONTHDAY=31')).toMatchObject({ kind: 'other' })
    expect(rule('FREQ=MONTHLY;BYDAY=-1MO')).toMatchObject({ kind: 'other' })
    expect(rule('FREQ=DAILY;COUNT=3')).toMatchObject({ kind: 'other' })
  })
})

describe('a new line of a phase', () => {
  it('is named for its form', () => expect(slotOf('phq-9', ['daily'])).toBe('phq-9'))
  it('takes a number when Ben adds the same form again', () => expect(slotOf('phq-9', ['phq-9', 'phq-9-2'])).toBe('phq-9-3'))
  it('fits what the server takes, whatever the form is called', () => {
    for (const key of ['5-item-Wellbeing_Index.v2', '42', 'a-very-long-name-of-a-form'])
      expect(slotOf(key, ['a-very-long-name'])).toMatch(/^[a-z][a-z0-9-]{0,15}$/)
  })
})

import { describe, expect, it } from 'vitest'
import type { Extension, Questionnaire } from '../shared/form/questionnaire'
import type { AnswerSeen, Home } from '../shared/wire'
import { newlyWorrying } from '../worry/when'
import { scoresBefore } from './before'
import { skillFor } from './offer'

const rise = (name: string, offer: string): Extension => ({
  url: 'urn:daymark:rule',
  extension: [
    { url: 'name', valueCode: name },
    { url: 'offer', valueCode: offer },
    { url: 'when', extension: [{ url: 'score', valueString: 'craving' }, { url: 'operator', valueCode: 'rise' }, { url: 'value', valueDecimal: 3 }] },
  ],
})

const craving: Extension = {
  url: 'urn:daymark:score',
  extension: [{ url: 'name', valueCode: 'craving' }, { url: 'method', valueCode: 'value' }, { url: 'item', valueString: 'craving' }],
}

const form: Questionnaire = {
  id: 'evening', version: '1', extension: [craving, rise('rising', 'exercise'), rise('steep', 'help')], item: [{ linkId: 'craving', type: 'integer', text: 'Craving?' }],
}

const answer = (id: string, answered_at: string, said: Partial<AnswerSeen>): AnswerSeen => ({
  id, check_in: null, instrument: 'evening', version: '1', answered_at, late: false, seen_by: null, seen_at: null, replies: [], revisable_until: null, items: null, scores: {}, ...said,
})

const monday = answer('monday', '2026-11-23T20:00:00Z', { scores: { craving: 2 } })
const tuesday = answer('tuesday', '2026-11-24T20:00:00Z', { items: [{ link_id: 'craving', value: 5 }] })

describe('what rose since Sam’s last answer', () => {
  it('is measured from what the server told', () => expect(scoresBefore(form, { answers: [monday] })).toEqual({ craving: 2 }))
  it('or from what this phone said since', () => expect(scoresBefore(form, { answers: [monday, tuesday] })).toEqual({ craving: 5 }))
  it('a correction is measured from the answer before the one it corrects', () =>
    expect(scoresBefore(form, { answers: [monday, tuesday] }, tuesday)).toEqual({ craving: 2 }))
  it('the first answer, or one to another form, has risen from nothing', () => {
    expect(scoresBefore(form, { answers: [] })).toEqual({})
    expect(scoresBefore(form, { answers: [{ ...monday, instrument: 'daily' }] })).toEqual({})
  })
  it('opens the page with help at the moment of the answer', () => {
    expect(newlyWorrying(form, {}, { craving: 5 }, { craving: 2 })).toBe('steep')
    expect(newlyWorrying(form, {}, { craving: 5 }, {})).toBeUndefined()
  })
})

describe('the exercise that is offered', () => {
  const [ride, breathe] = [{ key: 'ride-the-urge' }, { key: 'slow-breathing' }] as unknown as Home['exercises']
  const exercises = [breathe, ride] as unknown as Home['exercises']
  const given = (...keys: string[]) => keys.map((exercise) => ({ exercise })) as unknown as Home['assignments']
  const offered = (assignments: Home['assignments']) => skillFor(form, { craving: 6 }, { craving: 2 }, { exercises, assignments })?.key

  it.each([
    ['riding the urge, when nothing was given', given(), 'ride-the-urge'],
    ['the one that Dana gave', given('slow-breathing'), 'slow-breathing'],
    ['riding the urge, when Dana gave that too', given('slow-breathing', 'ride-the-urge'), 'ride-the-urge'],
    ['riding the urge, when the phone does not have what was given', given('newer'), 'ride-the-urge'],
  ])('is %s', (_which, assignments, key) => expect(offered(assignments)).toBe(key))

  it('is none when nothing asks for one', () => expect(skillFor(form, { craving: 4 }, { craving: 2 }, { exercises, assignments: [] })).toBeUndefined())
})

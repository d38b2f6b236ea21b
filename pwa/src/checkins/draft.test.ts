import { describe, expect, it } from 'vitest'
import type { Questionnaire } from '../shared/form/questionnaire'
import { daily } from './daily.fixture'
import { begun, carriedOver, itemsOf, opening, resumed, stepMissing, stepOf, toggled, withRound, withSkipped, withValue } from './draft'
import { phq2, phq9 } from './phq.fixture'
import { questionsOf } from '../shared/form/questions'

const questions = questionsOf(daily, 'en')
const fresh = begun(daily, new Date('2026-11-27T01:05:00Z'))

it('nothing is answered before Sam answers', () => expect(itemsOf(fresh, daily)).toEqual([]))

it('an answer holds what was said, in the order of the form; zero and no are answers, a skip and a blank are none', () => {
  let draft = withValue(fresh, 'note', '  I slept.  ')
  draft = withValue(draft, 'used', false)
  draft = withValue(draft, 'craving', 0)
  draft = withSkipped(withValue(draft, 'sleep', 6.5), 'sleep')
  expect(itemsOf(draft, daily)).toEqual([
    { link_id: 'craving', value: 0 },
    { link_id: 'used', value: false },
    { link_id: 'note', value: 'I slept.' },
  ])
  expect(itemsOf(withValue(draft, 'note', '   '), daily).map(({ link_id }) => link_id)).not.toContain('note')
})

it('what the server would refuse is not sent', () => {
  expect(itemsOf(withValue(fresh, 'sleep', NaN), daily)).toEqual([])
})

it('a skipped question that is answered after all is no longer skipped', () => {
  const skipped = withSkipped(fresh, 'craving')
  expect(skipped.skipped).toEqual(['craving'])
  expect(withValue(skipped, 'craving', 3)).toMatchObject({ skipped: [], values: { craving: 3 } })
})

describe('coming back to it days later', () => {
  const kept = { ...withValue(fresh, 'craving', 6), at: 'sleep' }

  it('Sam goes on where it was', () => {
    const draft = resumed(kept, daily)
    expect(draft).toEqual(kept)
    expect(draft && stepOf(draft, questions)).toBe(1)
  })

  it('she goes on with the form that she has begun, and not with a newer one', () => {
    const newer = { ...daily, version: '2', item: daily.item.filter(({ linkId }) => linkId !== 'sleep') }
    const draft = resumed({ ...kept, values: { craving: 6, sleep: 7 } }, newer)
    expect(draft?.values).toEqual({ craving: 6, sleep: 7 })
    expect(draft?.form).toBe(daily)
  })

  it('where an older app kept no form, that of today takes over what it still asks', () => {
    const newer = { ...daily, item: daily.item.filter(({ linkId }) => linkId !== 'sleep') }
    const draft = resumed({ ...kept, form: undefined, values: { craving: 6, sleep: 7 } }, newer)
    expect(draft?.values).toEqual({ craving: 6 })
    expect(draft && stepOf(draft, questionsOf(newer, 'en'))).toBe(0)
  })

  it.each([[undefined], [null], ['text'], [{}], [{ ...kept, instrument: 'weekly' }]])('%j is nothing to go on with', (stored) =>
    expect(resumed(stored, daily)).toBeUndefined())
})

const branching: Questionnaire = {
  id: 'branching',
  version: '1',
  item: [
    { linkId: 'felt', type: 'choice', repeats: true, answerOption: [{ valueCoding: { code: 'calm' } }, { valueCoding: { code: 'angry' } }] },
    { linkId: 'why', type: 'text', required: true, enableWhen: [{ question: 'felt', operator: '=', answerCoding: { code: 'angry' } }] },
    {
      linkId: 'meds',
      type: 'group',
      repeats: true,
      text: 'A medicine',
      item: [{ linkId: 'med', type: 'string' }, { linkId: 'dose', type: 'integer', initial: [{ valueInteger: 1 }] }],
    },
  ],
}

describe('a form that branches and repeats', () => {
  const ofBranching = begun(branching, new Date('2026-11-27T01:05:00Z'))
  const asks = (draft: typeof ofBranching) => questionsOf(branching, 'en', draft.values, draft.rounds)
  const keys = (draft: typeof ofBranching) => asks(draft).map(({ key }) => key)
  const angry = withValue(withValue(ofBranching, 'felt', ['angry']), 'why', 'My boss')

  it('a question comes and goes with the answer before it; what was said to it is kept, and not sent', () => {
    expect(keys(angry)).toContain('why')
    const calm = withValue(angry, 'felt', ['calm'])
    expect(keys(calm)).not.toContain('why')
    expect(itemsOf(calm, branching).map(({ link_id }) => link_id)).toEqual(['felt', 'dose~0'])
    expect(itemsOf(withValue(calm, 'felt', ['angry']), branching)).toContainEqual({ link_id: 'why', value: 'My boss' })
  })

  it('what is required and asked has to be answered before it is saved', () => {
    const unsaid = withValue(angry, 'why', undefined)
    expect(stepMissing(unsaid, branching, asks(unsaid))).toBe(1)
    expect(stepMissing(angry, branching, asks(angry))).toBeUndefined()
  })

  it('another round stands behind the first, with what the form fills in', () => {
    const [round] = asks(ofBranching).at(-1)?.ends ?? []
    const more = round && withRound(withValue(ofBranching, 'med~0', 'Naltrexone'), branching, round)
    expect(more && keys(more)).toEqual(['felt', 'med~0', 'dose~0', 'med~1', 'dose~1'])
    expect(more?.values['dose~1']).toBe(1)
    expect(more && asks(more)[3]?.begins).toEqual([{ group: 'meds', text: 'A medicine', n: 1, count: 2 }])
  })

  it('tapping an option again takes it back', () => {
    expect(toggled(['calm'], 'angry')).toEqual(['calm', 'angry'])
    expect(toggled(['calm'], 'calm')).toBeUndefined()
  })
})

it('a full form begins with what the short one heard, at the first question that is new', () => {
  const values = { 'phq-1': 'often-2', 'phq-2': 'often-1' }
  expect(opening(phq9, values, new Date('2026-11-27T01:05:00Z'))).toMatchObject({ instrument: 'phq-9', at: 'phq-3', values })
  expect(opening(phq2, { ...values, other: 1 }, new Date('2026-11-27T01:05:00Z')).values).toEqual(values)
})

it('one that was begun takes over what the corrected short one says now, also that it says nothing any more', () => {
  const before = opening(phq9, { 'phq-1': 'often-2', 'phq-2': 'often-1' }, new Date('2026-11-27T01:05:00Z'))
  const far = withSkipped(withValue(before, 'phq-9', 'often-1'), 'phq-3')
  const after = carriedOver(far, phq2, { 'phq-2': 'often-3' })
  expect(after).toEqual({ ...far, values: { 'phq-2': 'often-3', 'phq-9': 'often-1' } })
  expect(carriedOver(withSkipped(far, 'phq-2'), phq2, { 'phq-2': 'often-0' }).skipped).toEqual(['phq-3'])
})

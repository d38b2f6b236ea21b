import { describe, expect, it } from 'vitest'
import { daily } from './daily.fixture'
import { begun, itemsOf, keyOf, resumed, stepOf, withSkipped, withValue } from './draft'
import { questionsOf } from './questions'

const questions = questionsOf(daily, 'en')
const fresh = begun(daily, new Date('2026-11-27T01:05:00Z'))

it('nothing is answered before Sam answers', () => expect(itemsOf(fresh, questions)).toEqual([]))

it('an answer holds what was said, in the order of the form; zero and no are answers, a skip and a blank are none', () => {
  let draft = withValue(fresh, 'note', '  I slept.  ')
  draft = withValue(draft, 'used', false)
  draft = withValue(draft, 'craving', 0)
  draft = withSkipped(withValue(draft, 'sleep', 6.5), 'sleep')
  expect(itemsOf(draft, questions)).toEqual([
    { link_id: 'craving', value: 0 },
    { link_id: 'used', value: false },
    { link_id: 'note', value: 'I slept.' },
  ])
  expect(itemsOf(withValue(draft, 'note', '   '), questions).map(({ link_id }) => link_id)).not.toContain('note')
})

it('what the server would refuse is not sent', () => {
  expect(itemsOf(withValue(fresh, 'sleep', NaN), questions)).toEqual([])
})

it('a skipped question that is answered after all is no longer skipped', () => {
  const skipped = withSkipped(fresh, 'craving')
  expect(skipped.skipped).toEqual(['craving'])
  expect(withValue(skipped, 'craving', 3)).toMatchObject({ skipped: [], values: { craving: 3 } })
})

describe('coming back to it days later', () => {
  const kept = { ...withValue(fresh, 'craving', 6), at: 'sleep' }

  it('Sam goes on where it was', () => {
    const draft = resumed(kept, daily, questions)
    expect(draft).toEqual(kept)
    expect(draft && stepOf(draft, questions)).toBe(1)
  })

  it('a newer form takes over what it still asks', () => {
    const without = questions.filter(({ id }) => id !== 'sleep')
    const draft = resumed({ ...kept, values: { craving: 6, sleep: 7 } }, daily, without)
    expect(draft?.values).toEqual({ craving: 6 })
    expect(draft && stepOf(draft, without)).toBe(0)
  })

  it.each([[undefined], [null], ['text'], [{}], [{ ...kept, instrument: 'weekly' }]])('%j is nothing to go on with', (stored) =>
    expect(resumed(stored, daily, questions)).toBeUndefined())
})

it('each check-in has its own draft, and so has the one nobody asked for', () => {
  expect([keyOf('c1'), keyOf(undefined)]).toEqual(['check-in:c1', 'check-in:today'])
})

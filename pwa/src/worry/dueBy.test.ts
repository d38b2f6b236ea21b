/** The same cases that the server runs: the phone may promise no more than the server holds people to. */
import { describe, expect, it } from 'vitest'
import { phq9 } from '../checkins/phq.fixture'
import vectors from '../shared/vectors/due.json'
import { dueBy, tierOf } from './dueBy'

describe('by when somebody has to act', () => {
  it.each(vectors.map((one) => [one.name, one] as const))('%s', (_name, { coverage, now, urgent, today }) => {
    expect(dueBy(coverage, 'urgent', new Date(now))).toEqual(new Date(urgent))
    expect(dueBy(coverage, 'today', new Date(now))).toEqual(new Date(today))
  })

  it('is not known so far ahead on a phone that heard nothing for weeks', () => {
    const [{ coverage }] = vectors as [(typeof vectors)[0]]
    expect(dueBy(coverage, 'urgent', new Date('2026-07-01T14:00:00Z'))).toBeUndefined()
    expect(dueBy(coverage.slice(0, 1), 'today', new Date('2026-06-01T20:30:00Z'))).toBeUndefined()
  })
})

it('a request is as urgent as the rule that opened the page', () => {
  expect(tierOf('safety', [])).toBe('urgent')
  expect(tierOf('safety', [phq9])).toBe('urgent')
  expect(tierOf('craving', [phq9])).toBe('today')
})

import { describe, expect, it } from 'vitest'
import { calendar } from './calendar.fixture'
import { conflictsOf, overlap } from './conflicts'

const time = (starts_at: string, ends_at: string) => ({ starts_at: `2026-11-23T${starts_at}:00Z`, ends_at: `2026-11-23T${ends_at}:00Z` })
const wanted = time('18:00', '19:30')

describe('two times overlap', () => {
  it.each([
    ['from before into it', time('17:00', '18:01'), true],
    ['within it', time('18:30', '19:00'), true],
    ['around it', time('17:00', '20:00'), true],
    ['not when one ends as the other begins', time('17:00', '18:00'), false],
    ['nor the other way round', time('19:30', '20:00'), false],
  ])('%s', (_how, other, does) => {
    expect(overlap(wanted, other)).toBe(does)
    expect(overlap(other, wanted)).toBe(does)
  })
})

describe('who can’t come', () => {
  const busy = (person: string, sessions: ReturnType<typeof time>[], commitments: ReturnType<typeof time>[]) => ({ person, sessions, commitments })

  it('is said by name, with what is in the way', () => {
    const found = conflictsOf([wanted], { people: [busy('charlie', [time('19:00', '20:00')], []), busy('alice', [], [time('12:00', '18:30')])], facilitator: [] }, calendar)
    expect(found.map(({ person, why, times }) => [person.name, why, times])).toEqual([
      ['Alice R.', 'busy', [wanted.starts_at]],
      ['Charlie M.', 'session', [wanted.starts_at]],
    ])
  })

  it('nobody is busy with the session that is moved away', () => {
    const old = { starts_at: '2026-11-23T17:30:00.000Z', ends_at: '2026-11-23T19:00:00+00:00' }
    const busyThen = { people: [busy('alice', [time('17:30', '19:00')], [])], facilitator: [time('17:30', '19:00')] }
    expect(conflictsOf([wanted], busyThen, { people: calendar.people, facilitator: calendar.staff[0], replaced: [old] })).toEqual([])
  })

  it('who is to lead it comes first, if they lead another then', () => {
    const found = conflictsOf([wanted], { people: [busy('alice', [time('19:00', '20:00')], [])], facilitator: [time('18:30', '19:00')] }, { people: calendar.people, facilitator: calendar.staff[1] })
    expect(found.map(({ person, why }) => [person.name, why])).toEqual([['Ben', 'leads'], ['Alice R.', 'session']])
  })
})

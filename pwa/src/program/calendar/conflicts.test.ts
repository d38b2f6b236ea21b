import { describe, expect, it } from 'vitest'
import { calendar, series } from './calendar.fixture'
import { conflictsOf, isOfLine, overlap } from './conflicts'

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
  const session = (starts_at: string, ends_at: string, occurrence: string | null = null) => ({ ...time(starts_at, ends_at), occurrence })
  const busy = (person: string, sessions: ReturnType<typeof session>[], commitments: ReturnType<typeof time>[]) => ({ person, sessions, commitments })

  it('is said by name, with what is in the way', () => {
    const found = conflictsOf([wanted], { people: [busy('charlie', [session('19:00', '20:00')], []), busy('alice', [], [time('12:00', '18:30')])], facilitator: [] }, calendar)
    expect(found.map(({ person, why, times }) => [person.name, why, times])).toEqual([
      ['Alice R.', 'busy', [wanted.starts_at]],
      ['Charlie M.', 'session', [wanted.starts_at]],
    ])
  })

  it('nobody is busy with the session that is moved away', () => {
    const old = session('17:30', '19:00', 's1@2026-11-23T12:30')
    const asked = { people: calendar.people, facilitator: calendar.staff[0], isReplaced: (id: string) => id === old.occurrence }
    expect(conflictsOf([wanted], { people: [busy('alice', [old], [])], facilitator: [old] }, asked)).toEqual([])
  })

  it('but with another one at the very same time they are', () => {
    const [old, other, unnamed] = [session('17:30', '19:00', 's1@2026-11-23T12:30'), session('17:30', '19:00', 's2@2026-11-23T12:30'), session('17:30', '19:00')]
    const asked = { people: calendar.people, facilitator: calendar.staff[0], isReplaced: (id: string) => id === old.occurrence }
    const found = conflictsOf([wanted], { people: [busy('alice', [old, other], [])], facilitator: [old, unnamed] }, asked)
    expect(found.map(({ person, why }) => [person.name, why])).toEqual([['Dana', 'leads'], ['Alice R.', 'session']])
  })

  it('those of a series are moved away with those of what follows it', () => {
    const every = [series, { ...series, id: 's2', follows: 's1' }, { ...series, id: 's3', follows: 's2' }, { ...series, id: 's4' }]
    expect(['s1@x', 's2@x', 's3@x', 's4@x'].map(isOfLine('s2', every))).toEqual([false, true, true, false])
    expect(isOfLine(undefined, every)('s1@x')).toBe(false)
  })

  it('who is to lead it comes first, if they lead another then', () => {
    const found = conflictsOf([wanted], { people: [busy('alice', [session('19:00', '20:00')], [])], facilitator: [session('18:30', '19:00')] }, { people: calendar.people, facilitator: calendar.staff[1] })
    expect(found.map(({ person, why }) => [person.name, why])).toEqual([['Ben', 'leads'], ['Alice R.', 'session']])
  })
})

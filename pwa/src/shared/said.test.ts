import { describe, expect, it } from 'vitest'
import { nothingSaid, unconfirmed, withSaid } from './said'
import type { Home } from './wire'

const checkIn = {
  id: 'c1', instrument: 'daily', slot: 'daily', local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-27T07:00:00Z', answered_at: null,
} as const
const home = {
  person: { id: 'sam', called: 'Sam', zone: 'America/New_York', language: 'en' },
  check_ins: [checkIn], answers: [], practices: [], plan: null, proposed: { id: 'v1', agreed_at: null },
} as unknown as Home
const sammy = { called: 'Sammy', zone: 'America/Chicago', language: 'es', item: 'p1' } as const
const answer = { id: 'a1', check_in: 'c1', instrument: 'daily', answered_at: '2026-11-27T02:00:00Z' }

it('a check-in answered offline is answered on every page at once', () => {
  const seen = withSaid(home, { ...nothingSaid, answers: [answer] })
  expect(seen.check_ins[0]).toMatchObject({ answered_at: answer.answered_at })
  expect(seen.answers[0]).toMatchObject({ id: 'a1', seen_by: null })
})

it('a plan agreed to offline is the plan', () => {
  const seen = withSaid(home, { ...nothingSaid, agreed: [{ version: 'v1', agreed_at: '2026-11-27T02:00:00Z' }] })
  expect(seen.plan?.id).toBe('v1')
  expect(seen.proposed).toBeNull()
})

it('what the server tells back is not shown twice, and then forgotten', () => {
  const told = { ...home, answers: [{ ...answer, seen_by: 'Dana', seen_at: '2026-11-27T15:00:00Z' }], proposed: null } as unknown as Home
  const said = { ...nothingSaid, answers: [answer], agreed: [{ version: 'v1', agreed_at: answer.answered_at }] }
  expect(withSaid(told, said).answers).toEqual(told.answers)
  expect(unconfirmed(told, said, new Set(), new Set())).toEqual(nothingSaid)
})

describe('a correction made here', () => {
  const about = { version: '1', items: [{ link_id: 'mood', value: 4 }], revises: null }
  const first = { ...answer, about }
  const correction = { ...answer, id: 'a2', about: { ...about, items: [{ link_id: 'mood', value: 6 }], revises: 'a1' } }

  it('an answer that is not sent yet can be corrected all the same', () => {
    expect(withSaid(home, { ...nothingSaid, answers: [first] }).answers[0]).toMatchObject({ items: about.items, revisable_until: '2026-11-28T02:00:00.000Z' })
  })

  it('stands in for what it corrects, told or not', () => {
    const told = { ...home, answers: [answer] } as unknown as Home
    for (const said of [[correction], [first, correction]]) {
      expect(withSaid(told, { ...nothingSaid, answers: said }).answers.map(({ id }) => id)).toEqual(['a2'])
    }
  })

  it('once it is told back, both are forgotten', () => {
    const told = { ...home, answers: [{ ...answer, id: 'a2' }] } as unknown as Home
    expect(unconfirmed(told, { ...nothingSaid, answers: [first, correction] }, new Set(), new Set())).toEqual({ ...nothingSaid })
  })
})

it('what an older version of the app kept is still shown', () => {
  expect(withSaid(home, { ...nothingSaid, answers: [answer] }).answers[0]).toMatchObject({ items: null, revisable_until: null, late: false })
})

it('what is not told back stays', () => {
  const said = { ...nothingSaid, answers: [answer], profile: sammy }
  expect(unconfirmed(home, said, new Set(['a1']), new Set())).toEqual(said)
})

it('a name that has arrived gives way to what the server tells: another phone may have changed it later', () => {
  expect(withSaid(home, { ...nothingSaid, profile: sammy }).person).toMatchObject({ id: 'sam', called: 'Sammy', zone: 'America/Chicago' })
  expect(unconfirmed(home, { ...nothingSaid, profile: sammy }, new Set(), new Set(['p1']))).toEqual(nothingSaid)
})

it('a number is what was said here, and without a word about it what the server tells', () => {
  const known = { ...home, person: { ...home.person, phone: '555 0100' } }
  const number = (said: object) => withSaid(known, { ...nothingSaid, profile: { ...sammy, ...said } }).person.phone
  expect(number({})).toBe('555 0100')
  expect(number({ phone: '555 0134' })).toBe('555 0134')
  expect(number({ phone: null })).toBeNull()
})

const daily = { slot: 'daily', instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, wall_time: '20:00', usual: '20:00', by_counselor: false, own: false } as const
const tomorrow = { ...checkIn, id: 'c2', local_date: '2026-11-27', opens_at: '2026-11-28T01:00:00Z', closes_at: '2026-11-28T07:00:00Z' } as const

describe('a time of day that Sam has moved', () => {
  const atHalfPastSeven = { slot: 'daily', wall_time: '07:30', item: 't1', said_at: '2026-11-27T02:00:00Z' }
  const asked = { ...home, rhythm: [daily], check_ins: [checkIn, tomorrow] } as Home
  const times = [atHalfPastSeven]

  it('counts at once for what has not opened, and what is open stays', () => {
    const seen = withSaid(asked, { ...nothingSaid, times })
    expect(seen.rhythm).toMatchObject([{ wall_time: '07:30', usual: '20:00', own: true }])
    expect(seen.check_ins.map(({ opens_at, closes_at }) => [opens_at, closes_at])).toEqual([
      [checkIn.opens_at, checkIn.closes_at],
      ['2026-11-27T12:30:00.000Z', '2026-11-27T18:30:00.000Z'],
    ])
  })

  it('is the program’s again when he says so', () => {
    const own = { ...asked, rhythm: [{ ...daily, wall_time: '07:30', own: true }] }
    const back = { ...atHalfPastSeven, wall_time: null }
    expect(withSaid(own, { ...nothingSaid, times: [back] }).rhythm).toEqual([daily])
  })

  it('is not moved once more when the server has moved it', () => {
    const told = { ...asked, rhythm: [{ ...daily, wall_time: '07:30', own: true }] }
    const opens = ({ check_ins }: Home) => check_ins.map(({ opens_at }) => Date.parse(opens_at))
    expect(opens(withSaid(told, { ...nothingSaid, times }))).toEqual(opens(asked))
  })

  it('is forgotten when it has arrived, and not before', () => {
    expect(unconfirmed(asked, { ...nothingSaid, times }, new Set(['t1']), new Set())).toEqual({ ...nothingSaid, times })
    expect(unconfirmed(asked, { ...nothingSaid, times }, new Set(), new Set(['t1']))).toEqual(nothingSaid)
  })

  it('does not trouble a home that an older version of the app kept', () =>
    expect(withSaid(home, { ...nothingSaid, times }).rhythm).toEqual([]))
})

describe('what Sam says of a session', () => {
  const reply = { occurrence: 's1', kind: 'cant_come', hindrance: 'transport', help: true, note: null, said_at: '2026-11-26T20:00:00Z' } as const
  const replies = [{ ...reply, kind: 'coming', hindrance: null, help: false, item: 'r2' } as const]
  const told = { ...home, replies: [reply, { ...reply, occurrence: 's2' }] } as unknown as Home

  it('counts at once, and what he said of another stays', () =>
    expect(withSaid(told, { ...nothingSaid, replies }).replies.map(({ occurrence, kind }) => [occurrence, kind])).toEqual([['s2', 'cant_come'], ['s1', 'coming']]))

  it.each([
    ['cant_come', '2026-11-26T23:00:00Z', true],
    ['cant_come', '2026-11-26T23:45:00Z', false],
    ['here', '2026-11-26T23:45:00Z', true], // who is there for the one is there for the other
    ['here', '2026-11-27T23:00:00Z', false],
  ] as const)('%s, said of 11 pm UTC, of the session that is at %s: %s', (kind, starts_at, counts) => {
    const moved = { ...told, replies: [], occurrences: [{ id: 's1', starts_at }] } as unknown as Home
    const mine = { ...replies[0]!, kind, starts_at: '2026-11-26T23:00:00Z' }
    expect(withSaid(moved, { ...nothingSaid, replies: [mine] }).replies).toHaveLength(counts ? 1 : 0)
  })

  it('is forgotten when it has arrived, and not before', () => {
    expect(unconfirmed(told, { ...nothingSaid, replies }, new Set(['r2']), new Set())).toEqual({ ...nothingSaid, replies })
    expect(unconfirmed(told, { ...nothingSaid, replies }, new Set(), new Set(['r2']))).toEqual(nothingSaid)
  })

  it('does not trouble a home that an older version of the app kept', () =>
    expect(withSaid(home, nothingSaid)).toMatchObject({ replies: [], commitments: [] }))
})

import { describe, expect, it } from 'vitest'
import { coming, joinLink, named, pageOf } from './next'
import { session } from './session.fixture'

const thursday = session({ id: 'thursday' })
const friday = session({ id: 'friday', starts_at: '2026-11-27T23:00:00Z', ends_at: '2026-11-28T00:30:00Z' })
const nextWeek = session({ id: 'next-week', starts_at: '2026-12-03T23:00:00Z', ends_at: '2026-12-04T00:30:00Z' })
const noon = new Date('2026-11-26T17:00:00Z')

describe('what is next', () => {
  it.each([
    ['2026-11-26T22:59:00Z', 'thursday'],
    ['2026-11-27T00:29:59Z', 'thursday'], // it still runs
    ['2026-11-27T00:30:00Z', 'friday'],
    ['2026-11-28T00:30:00Z', undefined],
  ])('at %s it is %s', (now, id) => expect(coming([thursday, friday], new Date(now)).next?.id).toBe(id))

  it('the day after the last one, that one is known', () => {
    const { next, last } = coming([thursday, friday], new Date('2026-11-28T17:00:00Z'))
    expect([next, last?.id]).toEqual([undefined, 'friday'])
  })

  it('one that is cancelled is not next, and Sam is told', () => {
    const { next, changed } = coming([{ ...thursday, state: 'cancelled' }, friday], noon)
    expect([next?.id, changed.map(({ id }) => id)]).toEqual(['friday', ['thursday']])
  })

  it('one that was moved out of today is told, so that nobody comes in vain', () => {
    const moved = session({ ...nextWeek, state: 'moved', was_at: thursday.starts_at })
    expect(coming([friday, moved], noon).changed.map(({ id }) => id)).toEqual(['next-week'])
  })

  it('the next one says itself that it was moved', () => {
    const moved = session({ ...friday, state: 'moved', was_at: thursday.starts_at })
    expect(coming([moved], noon)).toMatchObject({ next: { id: 'friday' }, changed: [] })
  })

  it('one that was moved and then cancelled is told on the day that people last believed in', () => {
    const off = session({ ...friday, state: 'cancelled', was_at: '2026-11-23T23:00:00Z' })
    expect(coming([off], new Date('2026-11-27T17:00:00Z')).changed.map(({ id }) => id)).toEqual(['friday'])
    const late = session({ ...nextWeek, state: 'cancelled', was_at: thursday.starts_at })
    expect(coming([friday, late], noon).changed).toEqual([])
  })

  it('what is cancelled next week can wait for the calendar', () => {
    expect(coming([thursday, { ...nextWeek, state: 'cancelled' }], noon).changed).toEqual([])
  })

  it('where the next one is far away, what is cancelled in weeks can wait too', () => {
    const far = session({ id: 'far', starts_at: '2027-01-28T23:00:00Z', ends_at: '2027-01-29T00:30:00Z' })
    const later = session({ id: 'later', starts_at: '2026-12-10T23:00:00Z', ends_at: '2026-12-11T00:30:00Z', state: 'cancelled' })
    expect(coming([{ ...thursday, state: 'cancelled' }, later, far], noon).changed.map(({ id }) => id)).toEqual(['thursday'])
  })
})

it('a session is found by its address, however often that was encoded', () => {
  const one = session()
  const address = pageOf(one).replace('/sessions/', '')
  expect(address).not.toContain('@')
  expect(named(decodeURIComponent(address), [one])).toBe(one)
  expect(named(address, [one])).toBe(one)
  expect(named('another', [one])).toBeUndefined()
})

it('a session is found by the address it had before its series was another', () => {
  const [other, one] = [session({ id: 'other' }), session({ id: 'now@18', former_ids: ['before@18', 'first@18'] })]
  expect(named('before@18', [other, one])).toBe(one)
  expect(named('first@18', [other, one])).toBe(one)
  expect(named(encodeURIComponent('before@18'), [other, one])).toBe(one)
})

it.each([
  ['https://telehealth.example/1', 'https://telehealth.example/1'],
  ['javascript:alert(1)', undefined],
  [null, undefined],
])('the way in of %s is %s', (link, way) => expect(joinLink(session({ link }))).toBe(way))

import { describe, expect, it } from 'vitest'
import { one, series } from './calendar.fixture'
import { changeIn, changingOf, isChanged, plannedOf, takenBack, wrongIn } from './change'

const planned = plannedOf(one, series)

describe('what Dana says of one session', () => {
  it('is nothing while she changed nothing', () => {
    expect(changeIn(one, planned, changingOf(one), undefined)).toEqual(takenBack(one.id))
  })

  it('is the moment it moves to, by the clinic’s clock', () => {
    expect(changeIn(one, planned, { ...changingOf(one), day: '2026-11-24', time: '17:30' }, undefined)).toMatchObject({ starts_at: '2026-11-24T22:30:00.000Z', minutes: null, topic: null })
  })

  it('holds what was changed before', () => {
    const moved = { ...one, starts_at: '2026-11-24T22:30:00Z', ends_at: '2026-11-24T23:30:00Z', was_at: one.starts_at, state: 'moved' as const, place: 'Room 5' }
    expect(changeIn(moved, plannedOf(moved, series), { ...changingOf(moved), topic: 'Saying no' }, undefined)).toMatchObject({
      starts_at: '2026-11-24T22:30:00.000Z', minutes: 60, place: 'Room 5', topic: 'Saying no', cancelled: false,
    })
  })

  it('is a reason when it is cancelled', () => {
    expect(changeIn(one, planned, changingOf(one), ' Snow ')).toMatchObject({ cancelled: true, reason: 'Snow', starts_at: null })
  })

  it('is as planned where a field is emptied', () => {
    expect(changeIn(one, planned, { ...changingOf(one), topic: '', place: ' ' }, undefined)).toMatchObject({ topic: null, place: null })
  })
})

it('whether there is anything to take back', () => {
  expect(isChanged(one, planned)).toBe(false)
  expect(isChanged({ ...one, place: 'Room 5' }, planned)).toBe(true)
  expect(isChanged({ ...one, state: 'cancelled' }, planned)).toBe(true)
})

it('the plan of its week is the series’', () => {
  expect(planned).toEqual({ day: '2026-11-23', time: '18:00', minutes: '90', topic: 'Staying busy', homework: '', place: 'Room 2', link: '' })
})

it.each([
  ['day', { day: '' }],
  ['time', { time: '' }],
  ['minutes', { minutes: '2000' }],
  ['link', { link: 'ftp://x' }],
])('says what is wrong: %s', (wrong, change) => {
  expect(wrongIn({ ...planned, ...change })).toBe(wrong)
})

import { describe, expect, it } from 'vitest'
import { series } from './calendar.fixture'
import { blank, fieldsOf, leftOf, startsFrom, whoseOf, wrongIn, writtenOf } from './series'

const { id: _id, zone: _zone, follows: _follows, newest: _newest, ...fields } = series

describe('a series goes into the form and comes out as it was', () => {
  it.each([
    ['weekly, with topics and a day left out', fields],
    ['until a day, with an added session', { ...fields, until: '2026-12-19', added: ['2026-11-25T17:00'], excluded: ['2026-12-21T12:00'] }],
    ['single dates', { ...fields, rule: 'FREQ=DAILY;COUNT=1', excluded: [], added: ['2026-11-02T18:00', '2026-11-11T18:00', '2026-11-12T09:00'] }],
    ['a rule of another calendar', { ...fields, rule: 'FREQ=MONTHLY;BYDAY=2TU', topics: null, homework: ['Read chapter 1'] }],
    ['of one person, by video', { ...fields, group: null, person: 'alice', kind: 'individual' as const, place: null, link: 'https://video.example/a' }],
  ])('%s', (_what, each) => {
    expect(fieldsOf(writtenOf(each))).toEqual(each)
  })
})

it('another time takes the days that are left out with it', () => {
  expect(fieldsOf({ ...writtenOf(fields), wall_time: '17:00' }).excluded).toEqual(['2026-12-21T17:00'])
})

it('a topic stays with its week when the first day moves', () => {
  expect(fieldsOf({ ...writtenOf(fields), first_day: '2026-11-09' }).topics).toEqual(['', '', 'Staying busy', 'Saying no'])
})

describe('of so many sessions', () => {
  const seven = { ...writtenOf(series), end: { kind: 'count', times: 7 } as const, without: ['2026-11-09'] }

  it('a day that is left out counts too', () => {
    expect(leftOf(seven)).toBe(6)
    expect(startsFrom(fieldsOf(seven), '2026-10-26', 50)).toHaveLength(6)
  })

  it.each([
    ['on which there is none anyway', { without: ['2026-11-10'] }],
    ['after the last', { without: ['2027-03-01'] }],
    ['of a series without an end', { end: { kind: 'never' } as const }],
    ['before its days are chosen', { pattern: { kind: 'weekly', every: 1, days: [] } as const }],
  ])('nothing is to be said of one %s', (_which, differs) => expect(leftOf({ ...seven, ...differs })).toBeUndefined())
})

describe('its next dates', () => {
  it('leave out what is left out and hold what is added', () => {
    expect(startsFrom({ ...fields, added: ['2026-12-16T10:00'] }, '2026-12-10', 3)).toEqual(['2026-12-14T18:00', '2026-12-16T10:00', '2026-12-28T18:00'])
  })

  it('count what is left out too', () => {
    expect(startsFrom({ ...fields, rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=9' }, '2026-12-10', 5)).toEqual(['2026-12-14T18:00'])
  })

  it('are the server’s to tell of a rule that the form cannot say', () => {
    expect(startsFrom({ ...fields, rule: 'FREQ=MONTHLY;BYDAY=2TU' }, '2026-12-10', 5)).toBeUndefined()
  })
})

it('a new one is for whom the address says', () => {
  expect(blank('person:alice', '2026-11-23')).toMatchObject({ whose: 'person:alice', kind: 'individual' })
  expect(whoseOf({ group: null, person: 'alice' })).toBe('person:alice')
})

it.each([
  ['whose', { whose: '' }],
  ['title', { title: ' ' }],
  ['days', { pattern: { kind: 'weekly' as const, every: 1, days: [] } }],
  ['dates', { pattern: { kind: 'dates' as const, dates: [] } }],
  ['wall_time', { wall_time: '' }],
  ['minutes', { minutes: '4' }],
  ['minutes', { minutes: '' }],
  ['until', { end: { kind: 'day' as const, last: '2026-10-25' } }],
  ['until', { end: { kind: 'day' as const, last: '' } }],
  ['count', { end: { kind: 'count' as const, times: 0 } }],
  ['link', { link: 'http://video.example' }],
])('says what is wrong: %s', (wrong, change) => {
  expect(wrongIn({ ...writtenOf(fields), ...change })).toBe(wrong)
  expect(wrongIn(writtenOf(fields))).toBeUndefined()
})

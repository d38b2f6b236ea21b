import { describe, expect, it } from 'vitest'
import { dateOf, dayInText, dayOf, daysUntil, duration, ended, hourOf, localDate, momentInText, plural, timeOf, timesOf, until } from './i18n'
import { en } from './words/en'
import { es } from './words/es'
import { languageFor } from './words/language'

const boston = { language: 'en', zone: 'America/New_York' } as const
const esBoston = { ...boston, language: 'es' } as const
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ')

describe('the time of a session', () => {
  it('is said in the zone that is given, not in that of the phone', () => {
    expect(plain(timeOf('2026-11-26T23:00:00Z', boston))).toBe('6:00 pm')
    expect(plain(timeOf('2026-11-26T23:00:00Z', { ...boston, zone: 'America/Los_Angeles' }))).toBe('3:00 pm')
    expect(plain(timesOf('2026-11-26T23:00:00Z', '2026-11-27T00:30:00Z', boston))).toBe('6:00 – 7:30 pm')
  })

  it.each([
    ['6:00 – 7:30 pm', boston, '2026-11-26T23:00:00Z', '2026-11-27T00:30:00Z'],
    ['11:00 am – 12:30 pm', boston, '2026-11-26T16:00:00Z', '2026-11-26T17:30:00Z'],
    ['11:30 pm – 1:00 am', boston, '2026-11-27T04:30:00Z', '2026-11-27T06:00:00Z'],
    ['6:00–7:30 p.m.', esBoston, '2026-11-26T23:00:00Z', '2026-11-27T00:30:00Z'],
    ['11:30 p.m. – 1:00 a.m.', esBoston, '2026-11-27T04:30:00Z', '2026-11-27T06:00:00Z'],
  ])('%s', (said, place, from, to) => expect(plain(timesOf(from, to, place))).toBe(said))

  it('names the day in the reader’s language', () => {
    expect(dateOf('2026-11-26T23:00:00Z', boston)).toBe('Thursday, November 26')
    expect(dateOf('2026-11-26T23:00:00Z', esBoston)).toBe('jueves, 26 de noviembre')
  })
})

it.each([
  ['2026-11-27T04:59:00Z', 23],
  ['2026-11-27T05:00:00Z', 0],
  ['2026-11-01T05:30:00Z', 1],
  ['2026-11-01T06:30:00Z', 1],
])('at %s the clocks in Boston show hour %i', (moment, hour) => expect(hourOf(moment, boston.zone)).toBe(hour))

describe('how far away it is', () => {
  const now = new Date('2026-11-26T20:50:00Z')

  it.each([
    ['2026-11-26T23:00:00Z', 'in 2 h 10 min'],
    ['2026-11-26T20:50:01Z', 'in 1 min'],
    ['2026-11-26T20:50:00Z', 'now'],
    ['2026-11-26T20:00:00Z', 'now'],
    ['2026-11-27T23:00:00Z', 'in 1 day'],
    ['2026-11-29T23:00:00Z', 'in 3 days'],
  ])('until %s: %s', (moment, said) => expect(until(moment, now, boston)).toBe(said))

  it('counts calendar days, also when the clock changes between', () => {
    const saturdayNight = new Date('2026-11-01T03:30:00Z')
    expect(localDate(saturdayNight, boston.zone)).toBe('2026-10-31')
    expect(daysUntil('2026-11-02T04:30:00Z', saturdayNight, boston.zone)).toBe(1)
  })

  it.each([
    ['2026-11-26T23:00:00Z', 'Today'],
    ['2026-11-27T05:00:00Z', 'Tomorrow'],
    ['2026-11-25T23:00:00Z', 'Yesterday'],
    ['2026-11-30T23:00:00Z', 'Monday'],
    ['2026-12-03T23:00:00Z', 'Dec 3'],
    ['2027-01-07T23:00:00Z', 'Jan 7, 2027'],
  ])('the day of %s: %s', (moment, said) => expect(dayOf(moment, now, boston)).toBe(said))
})

it.each([
  ['2026-11-27T01:12:00Z', 'today', '8:12 pm'],
  ['2026-11-26T01:12:00Z', 'yesterday', 'yesterday, 8:12 pm'],
  ['2026-11-25T01:12:00Z', 'Tuesday', 'Tuesday, 8:12 pm'],
  ['2026-11-15T01:12:00Z', 'Nov 14', 'Nov 14, 8:12 pm'],
])('on Thanksgiving night %s is said as %s, or %s', (moment, day, said) => {
  const now = new Date('2026-11-27T02:00:00Z')
  expect(dayInText(moment, now, boston)).toBe(day)
  expect(plain(momentInText(moment, now, boston))).toBe(said)
})

it('a sentence has one period, also after a Spanish time', () => {
  expect(ended('Open until 2:00 am')).toBe('Open until 2:00 am.')
  expect(ended('hasta: 2:00 a. m.')).toBe('hasta: 2:00 a. m.')
})

it.each([[0, '0 min'], [45, '45 min'], [60, '1 h'], [130, '2 h 10 min']])('%i minutes are %s', (minutes, said) =>
  expect(duration(minutes)).toBe(said))

it('counts one and many in both languages', () => {
  expect(plural(1200, { one: '# day', other: '# days' }, 'en')).toBe('1,200 days')
  expect(en.state.unsent(1)).toMatch(/^1 thing is /)
  expect(es.state.unsent(2)).toMatch(/^2 cosas están /)
})

it.each([
  [['es-MX', 'en'], 'es'],
  [['de', 'en-GB'], 'en'],
  [['de'], 'en'],
  [[], 'en'],
])('Sam’s phone wants %j and gets %s', (wanted, language) => expect(languageFor(wanted)).toBe(language))

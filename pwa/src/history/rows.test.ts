import { expect, it } from 'vitest'
import { daily } from '../checkins/daily.fixture'
import { phq9 } from '../checkins/phq.fixture'
import { rowsOf } from './rows'
import { words } from './words'

const said = (...items: [string, boolean | number | string][]) =>
  rowsOf(daily, items.map(([link_id, value]) => ({ link_id, value })), words.value.entries, 'en')

it('every question is there, and one without an answer was skipped', () => {
  const rows = said(['craving', 3])
  expect(rows.length).toBe(said().length)
  expect(rows.filter(({ answer }) => answer !== undefined).map(({ key, answer }) => [key, answer])).toEqual([['craving', '3']])
})

it('no is an answer, and 0 is one', () => {
  const rows = said(['used', false], ['craving', 0])
  expect(rows.find(({ key }) => key === 'used')?.answer).toBe('No')
  expect(rows.find(({ key }) => key === 'craving')?.answer).toBe('0')
})

it('own words are quoted', () => expect(said(['note', 'A long day.']).filter(({ isQuote }) => isQuote).map(({ key }) => key)).toContain('note'))

it('what stands above several questions is read once', () =>
  expect(rowsOf(phq9, [], words.value.entries, 'en').map(({ lead }) => lead.length)).toEqual([1, 0, 0, 0]))

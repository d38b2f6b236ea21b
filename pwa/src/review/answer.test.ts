import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnswerOut, Item } from '../shared/wire'
import { rowsOf } from './answer'
import { words } from './words'

// The form itself, as the server gives it out.
const file = new URL('../../../server/checkins/instruments/daily-1.json', import.meta.url)
const instrument = JSON.parse(readFileSync(file, 'utf8')) as AnswerOut['instrument']

const items = (said: Record<string, Item['value']>): Item[] => Object.entries(said).map(([link_id, value]) => ({ link_id, value }))

const rows = (now: Record<string, Item['value']>, before: Record<string, Item['value']> = {}, language: 'en' | 'es' = 'en') =>
  rowsOf({ instrument, items: items(now), before: items(before) }, words.value.answer, language)

const row = (id: string, ...given: Parameters<typeof rows>) => rows(...given).find((each) => each.id === id)

describe('Maya’s answer', () => {
  it('shows every question, in the order of the form', () =>
    expect(rows({ mood: 3 }).map(({ id }) => id)).toEqual(['mood', 'craving', 'sleep', 'used', 'medication', 'skill', 'call', 'note']))

  it('says what she skipped as skipped, and 0 and No as answered', () => {
    const said = { craving: 0, used: false }
    expect(row('mood', said)?.answer).toBeUndefined()
    expect(row('craving', said)?.answer).toBe('0')
    expect(row('used', said)?.answer).toBe('No')
  })

  it('says what it was in the answer before, where that is another', () => {
    expect(row('craving', { craving: 8 }, { craving: 4 })?.was).toBe('4')
    expect(row('craving', { craving: 8 }, { craving: 8 })?.was).toBeUndefined()
    expect(row('craving', { craving: 8 }, { mood: 4 })?.was).toBeNull()
    expect(row('craving', { craving: 8 })?.was).toBeUndefined()
  })

  it('has hours of sleep with their unit, and options in words', () => {
    expect(row('sleep', { sleep: 4.5 }, { sleep: 6 })).toMatchObject({ answer: '4.5 h', was: '6 h' })
    expect(row('medication', { medication: 'none' })?.answer).toBe('I don\'t take any')
  })

  it('quotes her own words and does not compare them', () =>
    expect(row('note', { note: 'Payday is tomorrow.' }, { note: 'All well.' })).toMatchObject({ answer: 'Payday is tomorrow.', was: undefined, quoted: true }))

  it('is asked in the reader’s language', () =>
    expect(row('sleep', { sleep: 4 }, {}, 'es')?.question).toBe('¿Cuántas horas dormiste anoche?'))
})

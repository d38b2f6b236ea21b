import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AnswerOut, Item } from '../shared/wire'
import { flagWords, rowsOf } from './answer'
import { words } from './words'

// The form itself, as the server gives it out.
const file = new URL('../../../server/checkins/instruments/daily-1.json', import.meta.url)
const instrument = JSON.parse(readFileSync(file, 'utf8')) as AnswerOut['instrument']

const items = (said: Record<string, Item['value']>): Item[] => Object.entries(said).map(([link_id, value]) => ({ link_id, value }))

const rows = (now: Record<string, Item['value']>, before: Record<string, Item['value']> = {}, language: 'en' | 'es' = 'en') =>
  rowsOf({ instrument, items: items(now), before: items(before) }, words.value, language)

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

const translated = (en: string, es: string) => ({
  text: en,
  _text: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/translation', extension: [{ url: 'lang', valueCode: 'es' }, { url: 'content', valueString: es }] }] },
})

// A form that a clinic loaded: a group that repeats, a list, a free choice, a date, and a question that hangs on another.
const loaded = {
  id: 'intake', version: '1',
  extension: [{ url: 'urn:daymark:rule', extension: [{ url: 'name', valueCode: 'alone' }, { url: 'text', valueString: 'Lives alone.' }] }],
  item: [
    { linkId: 'home', type: 'group', ...translated('At home', 'En casa'), item: [
      { linkId: 'alone', type: 'boolean', text: 'Do you live alone?' },
      { linkId: 'who', type: 'string', text: 'With whom?', enableWhen: [{ question: 'alone', operator: '=', answerBoolean: false }] },
    ] },
    { linkId: 'med', type: 'group', repeats: true, text: 'Medication', item: [{ linkId: 'name', type: 'string', text: 'Its name' }] },
    { linkId: 'helps', type: 'choice', repeats: true, text: 'What helps?', answerOption: [{ valueCoding: { code: 'walk', display: 'A walk' } }, { valueCoding: { code: 'call', display: 'A call' } }] },
    { linkId: 'work', type: 'open-choice', text: 'Your work?', answerOption: [{ valueCoding: { code: 'shift', display: 'Shifts' } }] },
    { linkId: 'since', type: 'date', text: 'Since when?' },
  ],
} as unknown as AnswerOut['instrument']

describe('an answer to a form that the clinic loaded', () => {
  const given = (said: Record<string, Item['value']>, before: Record<string, Item['value']> = {}) =>
    rowsOf({ instrument: loaded, items: items(said), before: items(before) }, words.value, 'en')

  it('asks only what was asked, so that nothing is called skipped that nobody saw', () => {
    expect(given({ alone: true }).map(({ id }) => id)).not.toContain('who')
    expect(given({ alone: false }).find(({ id }) => id === 'who')?.answer).toBeUndefined()
  })

  it('has each round of a group under its name', () => {
    const rounds = given({ 'name~0': 'One', 'name~1': 'Two' }).filter(({ id }) => id.startsWith('name'))
    expect(rounds).toMatchObject([
      { lead: ['Medication', 'Medication 1 of 2'], answer: 'One' },
      { lead: ['Medication 2 of 2'], answer: 'Two' },
    ])
  })

  it('joins a list, quotes what is no option, and names the day', () => {
    const rows = given({ helps: ['walk', 'call'], work: 'In a bakery', since: '2024-02-29' })
    expect(rows.find(({ id }) => id === 'helps')?.answer).toBe('A walk and A call')
    expect(rows.find(({ id }) => id === 'work')).toMatchObject({ answer: 'In a bakery', quoted: true })
    expect(rows.find(({ id }) => id === 'since')?.answer).toBe('Feb 29, 2024')
  })

  it('says what its rule saw in its own words', () => {
    expect(flagWords('alone', loaded, words.value.answer, 'en')).toBe('Lives alone.')
    expect(flagWords('used', loaded, words.value.answer, 'en')).toBe('Said they used')
    expect(flagWords('not-known', loaded, words.value.answer, 'en')).toBe('not known')
  })
})

it('a number that changed says by how much', () => expect(row('craving', { craving: 8 }, { craving: 4 })?.change).toBe('up 4'))

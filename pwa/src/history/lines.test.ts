import { describe, expect, it } from 'vitest'
import type { Extension, Questionnaire } from '../shared/form/questionnaire'
import { answer } from './answer.fixture'
import { dotsOf, inTwoLines } from './draw'
import type { Line } from './lines'
import { axisTo, bandAt, dayNumber, stepAt, topicsOf, topOf, valuesOf } from './lines'

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
const between = (min: number, max: number): Extension[] => [{ url: `${BASE}minValue`, valueInteger: min }, { url: `${BASE}maxValue`, valueInteger: max }]
const end = (code: string, text: string) => ({ linkId: code, type: 'display', text, extension: [{ url: `${BASE}questionnaire-itemControl`, valueCodeableConcept: { coding: [{ code }] } }] })

const score = (name: string, items: readonly string[], ...bands: [number, string][]): Extension => ({
  url: 'urn:daymark:score',
  extension: [
    { url: 'name', valueCode: name },
    { url: 'title', valueString: name },
    { url: 'method', valueCode: items.length > 1 ? 'sum' : 'value' },
    ...items.map((item) => ({ url: 'item', valueString: item })),
    ...bands.map(([from, label]) => ({ url: 'band', extension: [{ url: 'from', valueDecimal: from }, { url: 'label', valueString: label }] })),
  ],
})

const form: Questionnaire = {
  id: 'daily',
  version: '1',
  title: 'Daily',
  extension: [score('mood', ['mood']), score('sum', ['mood', 'stress'], [0, 'low'], [10, 'high'])],
  item: [
    { linkId: 'mood', type: 'integer', text: 'Mood?', extension: between(0, 10), item: [end('lower', '0 = low'), end('upper', '10 = good')] },
    { linkId: 'stress', type: 'integer', text: 'Stress?', extension: between(0, 10) },
    { linkId: 'walks', type: 'integer', text: 'Walks?' },
    { linkId: 'note', type: 'text', text: 'More?' },
    { linkId: 'used', type: 'boolean', text: 'Used?' },
    { linkId: 'slept', type: 'choice', text: 'Slept?', answerOption: ['Badly', 'So so', 'Well'].map((display, n) => ({ valueCoding: { code: `s${n}`, display, extension: [{ url: `${BASE}ordinalValue`, valueDecimal: n }] } })) },
    { linkId: 'where', type: 'choice', text: 'Where?', answerOption: [{ valueCoding: { code: 'home', display: 'Home' } }, { valueCoding: { code: 'away', display: 'Away' } }] },
  ],
}

const on = (day: string, mood: number, more: Parameters<typeof answer>[0] = {}) =>
  answer({ id: day, for_day: day, answered_at: `${day}T20:00:00Z`, items: [{ link_id: 'mood', value: mood }], scores: { mood }, ...more })

const topics = (...answers: ReturnType<typeof answer>[]) => topicsOf(answers, [form], 'America/New_York', 'en', { yes: 'Yes', no: 'No' })

describe('the lines of Alice', () => {
  it('are her scores and her numbers, each once, and nothing without a value', () => {
    const [topic] = topics(on('2026-11-20', 4), on('2026-11-21', 6, { items: [{ link_id: 'stress', value: 3 }] }))
    expect(topic?.scores.map(({ key }) => key)).toEqual(['mood'])
    expect(topic?.questions.map(({ key }) => key)).toEqual(['stress'])
  })

  it('say what their ends mean, and between what they lie', () => {
    const [topic] = topics(on('2026-11-20', 4, { scores: { mood: 4, sum: 11 } }))
    const [mood, sum] = topic?.scores ?? []
    expect(mood).toMatchObject({ min: 0, max: 10, ends: ['0 = low', '10 = good'] })
    expect(sum).toMatchObject({ min: 0, max: 20, ends: [] })
    expect(sum && [bandAt(sum, 9), bandAt(sum, 10), bandAt(sum, -1)]).toEqual(['low', 'high', undefined])
  })

  it('have room for a number without bounds', () =>
    expect(topics(on('2026-11-20', 4, { items: [{ link_id: 'walks', value: 25 }] }))[0]?.questions[0]).toMatchObject({ min: 0, max: 25 }))

  it('are there for a choice in order and for yes or no, in their words; not for a choice without an order', () => {
    const items = [{ link_id: 'used', value: false }, { link_id: 'slept', value: 's2' }, { link_id: 'where', value: 'home' }]
    const [topic] = topics(on('2026-11-20', 4, { items }))
    expect(topic?.questions.map(({ key, min, max, points }) => [key, min, max, points.map(({ value }) => value)])).toEqual([['used', 0, 1, [0]], ['slept', 0, 2, [2]]])
    const [used, slept] = topic?.questions ?? []
    expect(used?.steps).toEqual([{ at: 0, label: 'No' }, { at: 1, label: 'Yes' }])
    expect(slept && [0, 1, 2].map((at) => stepAt(slept, at))).toEqual(['Badly', 'So so', 'Well'])
  })

  it('stand on the day she was asked for, and without one on her own', () => {
    const late = on('2026-11-20', 4, { answered_at: '2026-11-22T15:00:00Z', late: true })
    const free = on('2026-11-22', 5, { for_day: null, answered_at: '2026-11-23T03:00:00Z' })
    expect(topics(free, late)[0]?.scores[0]?.points.map(({ x, value }) => [x, value])).toEqual([[dayNumber('2026-11-20'), 4], [dayNumber('2026-11-22'), 5]])
  })

  it('are not there for a form that the phone was not told', () => expect(topics(on('2026-11-20', 4, { version: '9' }))).toEqual([]))
})

it('nights are drawn up to 12 hours, and a longer one fits too', () => {
  const sleep = (value: number): Line => ({ key: 'sleep', title: 'Sleep', min: 0, max: 24, ends: [], isHours: true, steps: [], bands: [], points: [{ x: 1, at: '', value }] })
  expect(topOf(sleep(7))).toBe(12)
  expect(topOf(sleep(14))).toBe(14)
})

it.each([
  ['Several days', 'Several days'],
  ['More than half the days', 'More than half\nthe days'],
  ['Neither agree nor disagree with any of it', 'Neither agree\nnor disagree…'],
])('“%s” stands beside the dots in two lines at most', (label, lines) => expect(inTwoLines(label)).toBe(lines))

describe('the days of a chart', () => {
  const today = '2026-11-23'
  it.each([
    ['begin with a young first answer', '2026-10-20', 35],
    ['are two weeks at least', '2026-11-22', 14],
    ['are twelve weeks at most, also over the clock change', '2026-01-01', 84],
  ])('%s', (_what, first, days) => {
    const [from, to] = axisTo(today, dayNumber(first))
    expect([to, to - from + 1]).toEqual([dayNumber(today), days])
  })
})

describe('a line', () => {
  const at = (...days: number[]) => days.map((x) => ({ x, at: '', value: x }))

  it('of a daily answer passes a day that was missed, and breaks where she was silent', () =>
    expect(valuesOf(at(1, 2, 4, 5, 9, 10), [1, 10])).toEqual([1, 2, undefined, 4, 5, null, undefined, undefined, 9, 10]))

  it('of a monthly one goes on to the next month', () => expect(valuesOf(at(1, 29, 57), [1, 57]).includes(null)).toBe(false))

  it('shows the last answer of a day', () => expect(valuesOf([{ x: 1, at: '', value: 3 }, { x: 1, at: '', value: 8 }], [1, 1])).toEqual([8]))

  it('has a dot for each of a few, and of many for those that no line leads to and for the latest', () => {
    expect(dotsOf([3, undefined, 4])).toEqual([0, 2])
    const many = Array.from({ length: 40 }, (_, i) => i)
    expect(dotsOf([...many, null, 5, null, 6, 7])).toEqual([41, 44])
  })
})

import { describe, expect, it } from 'vitest'
import type { FormItem, Questionnaire, Values } from './questionnaire'
import { speaks } from './questionnaire'
import { questionsOf } from './questions'

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
const spanish = (content: string) => ({ extension: [{ url: `${BASE}translation`, extension: [{ url: 'lang', valueCode: 'es' }, { url: 'content', valueString: content }] }] })
const control = (code: string) => ({ url: `${BASE}questionnaire-itemControl`, valueCodeableConcept: { coding: [{ code }] } })
const between = (min: number, max: number) => [{ url: `${BASE}minValue`, valueInteger: min }, { url: `${BASE}maxValue`, valueInteger: max }]

const form = (...item: FormItem[]): Questionnaire => ({ id: 'f', version: '1', item })
const asked = (...item: FormItem[]) => questionsOf(form(...item), 'en')

it('what a group and a display say stands above their questions', () => {
  const [worry, sleep] = asked({
    linkId: 'g',
    type: 'group',
    text: 'Over the last 2 weeks',
    item: [{ linkId: 'd', type: 'display', text: 'Think of all days.' }, { linkId: 'worry', type: 'text' }, { linkId: 'sleep', type: 'text' }],
  })
  expect(worry?.lead).toEqual(['Over the last 2 weeks', 'Think of all days.'])
  expect(sleep?.lead).toEqual(['Over the last 2 weeks'])
})

it('in the order of the form', () => {
  const [first] = asked({ linkId: 'd', type: 'display', text: 'Below is a list.' }, { linkId: 'g', type: 'group', text: 'In the past month', item: [{ linkId: 'a', type: 'text' }] })
  expect(first?.lead).toEqual(['Below is a list.', 'In the past month'])
})

it('what is shown inside a question belongs to it, and what comes last is not lost', () => {
  const [pain] = asked(
    { linkId: 'pain', type: 'text', item: [{ linkId: 'hint', type: 'display', text: 'In the last hour.' }] },
    { linkId: 'end', type: 'display', text: 'That is all.' },
  )
  expect([pain?.lead, pain?.hints, pain?.foot]).toEqual([[], ['In the last hour.'], ['That is all.']])
})

it.each([
  [0, 100, 1],
  [0, 10, 1],
  [0, 5, 0.1],
  [0, 1, 0.1],
  [0.2, 0.3, 0.01],
  [0, 0.5, 0.01],
  [0, 10.5, 0.1],
  [0, 1.25, 0.01],
  [0, 0.001, 0.0001],
  [3, 3, 1],
])('a line of decimals from %f to %f goes in steps of %f', (low, high, step) => {
  const extension = [
    { url: `${BASE}minValue`, valueDecimal: low },
    { url: `${BASE}maxValue`, valueDecimal: high },
    control('slider'),
  ]
  expect(asked({ linkId: 'n', type: 'decimal', extension })[0]).toMatchObject({ kind: 'slider', step })
})

describe('how a number is asked', () => {
  it.each([
    ['a few whole numbers as buttons', { type: 'integer', extension: between(0, 10) }, { kind: 'scale', min: 0, max: 10 }],
    ['more than fit as an amount', { type: 'integer', extension: between(0, 30) }, { kind: 'amount', whole: true }],
    ['without ends as an amount', { type: 'integer' }, { kind: 'amount', min: -Infinity, max: Infinity }],
    ['on a line where the form wants one', { type: 'integer', extension: [...between(0, 100), control('slider')] }, { kind: 'slider', step: 1 }],
    ['a decimal with its unit', { type: 'decimal', extension: [{ url: `${BASE}questionnaire-unit`, valueCoding: { code: 'kg', display: 'kilos' } }] }, { kind: 'amount', whole: false, unit: 'kilos' }],
    ['hours in halves', { type: 'decimal', extension: [{ url: `${BASE}questionnaire-unit`, valueCoding: { code: 'h' } }] }, { kind: 'amount', isHours: true, step: 0.5 }],
  ] as const)('%s', (_how, item, expected) => expect(asked({ linkId: 'n', ...item })[0]).toMatchObject(expected))
})

it('half a translation is none', () => {
  const whole = { linkId: 'a', type: 'text', text: 'One', _text: spanish('Uno') }
  expect(speaks(form(whole), 'es')).toBe(true)
  expect(speaks(form(whole, { linkId: 'b', type: 'text', text: 'Two' }), 'es')).toBe(false)
  expect(speaks(form(whole), 'en')).toBe(true)
})

it('inside a repeating group a required question is only that once something is said in its round', () => {
  const meds = { linkId: 'meds', type: 'group', repeats: true, item: [{ linkId: 'med', type: 'string', required: true }, { linkId: 'dose', type: 'integer' }] }
  expect(questionsOf(form(meds), 'en')[0]?.required).toBe(false)
  expect(questionsOf(form(meds), 'en', { 'dose~0': 2 })[0]?.required).toBe(true)
})

it('the last question of a required group is required as long as nothing else in it is answered', () => {
  const group = { linkId: 'g', type: 'group', required: true, item: [{ linkId: 'a', type: 'text' }, { linkId: 'b', type: 'text' }] }
  const required = (values: Values, item: object = group) => questionsOf(form(item as FormItem), 'en', values).map((one) => one.required)
  expect(required({})).toEqual([false, true])
  expect(required({ b: 'x' })).toEqual([false, true])
  expect(required({ a: 'x' })).toEqual([false, false])
  expect(required({}, { ...group, required: false })).toEqual([false, false])
  expect(required({}, { ...group, repeats: true })).toEqual([false, true])
  expect(required({ 'a~0': 'x', 'b~1': 'y' }, { ...group, repeats: true })).toEqual([false, false, false, false])
})

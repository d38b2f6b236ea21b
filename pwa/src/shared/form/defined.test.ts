import { expect, it } from 'vitest'
import { scoresDefined } from './defined'
import type { Extension, Questionnaire } from './questionnaire'

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
const number = (linkId: string, min: number, max: number) => ({ linkId, type: 'integer', extension: [{ url: `${BASE}minValue`, valueInteger: min }, { url: `${BASE}maxValue`, valueInteger: max }] })
const option = (n: number) => ({ valueCoding: { code: `o${n}`, extension: [{ url: `${BASE}ordinalValue`, valueDecimal: n }] } })
const term = (item: string, weight: number): Extension => ({ url: 'term', extension: [{ url: 'item', valueString: item }, { url: 'weight', valueDecimal: weight }] })

const form: Questionnaire = {
  id: 'f',
  version: '1',
  extension: [{
    url: 'urn:daymark:score',
    extension: [
      { url: 'name', valueCode: 'risk' },
      { url: 'title', valueString: 'Risk' },
      { url: 'method', valueCode: 'weighted' },
      term('craving', 1),
      term('support', -2),
      term('used', 5),
      { url: 'constant', valueDecimal: 4 },
    ],
  }],
  item: [number('craving', 0, 10), { linkId: 'support', type: 'choice', answerOption: [option(0), option(3)] }, { linkId: 'used', type: 'boolean' }],
}

it('a score lies between its least and its most, also where an item counts against it', () =>
  expect(scoresDefined(form, 'en')).toMatchObject([{ name: 'risk', title: 'Risk', min: -2, max: 19, items: ['craving', 'support', 'used'], bands: [] }]))

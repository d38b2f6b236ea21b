/** A form as the server sends it, with one item of each kind. */
import type { Extension, Questionnaire } from '../shared/form/questionnaire'

const BASE = 'http://hl7.org/fhir/StructureDefinition/'

const spanish = (content: string) => ({
  extension: [{ url: `${BASE}translation`, extension: [{ url: 'lang', valueCode: 'es' }, { url: 'content', valueString: content }] }],
})

const end = (control: 'lower' | 'upper', text: string, es: string) => ({
  linkId: control,
  type: 'display',
  text,
  _text: spanish(es),
  extension: [{ url: `${BASE}questionnaire-itemControl`, valueCodeableConcept: { coding: [{ code: control }] } }],
})

interface Rule {
  name: string
  tier?: string
  offer?: string
  when: [item: string, operator: string, value: Partial<Extension>]
}

export const rule = ({ name, tier, offer, when: [item, operator, value] }: Rule): Extension => ({
  url: 'urn:daymark:rule',
  extension: [
    { url: 'name', valueCode: name },
    ...(tier ? [{ url: 'tier', valueCode: tier }] : []),
    { url: 'text', valueString: name },
    { url: 'when', extension: [{ url: 'item', valueString: item }, { url: 'operator', valueCode: operator }, { url: 'value', ...value }] },
    ...(offer ? [{ url: 'offer', valueCode: offer }] : []),
  ],
})

export const daily: Questionnaire = {
  id: 'daily',
  version: '1',
  extension: [
    rule({ name: 'ride', offer: 'exercise', when: ['craving', '>=', { valueDecimal: 7 }] }),
    rule({ name: 'used', tier: 'today', when: ['used', '=', { valueBoolean: true }] }),
  ],
  item: [
    {
      linkId: 'craving',
      type: 'integer',
      text: 'How strong were cravings?',
      _text: spanish('¿Qué tan fuertes fueron las ganas?'),
      extension: [{ url: `${BASE}minValue`, valueInteger: 0 }, { url: `${BASE}maxValue`, valueInteger: 10 }],
      item: [end('lower', '0 = none', '0 = ninguna'), end('upper', '10 = as strong as can be', '10 = lo más fuerte')],
    },
    {
      linkId: 'sleep',
      type: 'decimal',
      text: 'How many hours did you sleep?',
      extension: [
        { url: `${BASE}minValue`, valueDecimal: 0 },
        { url: `${BASE}maxValue`, valueDecimal: 24 },
        { url: `${BASE}questionnaire-unit`, valueCoding: { code: 'h' } },
      ],
    },
    { linkId: 'used', type: 'boolean', text: 'Did you use?' },
    {
      linkId: 'medication',
      type: 'choice',
      text: 'Did you take your medication?',
      answerOption: [
        { valueCoding: { code: 'yes', display: 'Yes', _display: spanish('Sí') } },
        { valueCoding: { code: 'none', display: 'I don’t take any', _display: spanish('No tomo ninguno') } },
      ],
    },
    { linkId: 'note', type: 'text', text: 'Anything else?', maxLength: 20 },
  ],
}

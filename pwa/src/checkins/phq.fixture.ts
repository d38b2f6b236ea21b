/** A short form that opens a full one, and a full one with a question that asks for help. */
import type { Extension, FormItem, Questionnaire } from '../shared/form/questionnaire'
import { rule } from './daily.fixture'

const ORDINAL = 'http://hl7.org/fhir/StructureDefinition/ordinalValue'

const frequencies = ['Not at all', 'Several days', 'More than half the days', 'Nearly every day'].map((display, n) => ({
  valueCoding: { code: `often-${n}`, display, extension: [{ url: ORDINAL, valueDecimal: n }] },
}))

const asked = (n: number, text: string): FormItem => ({ linkId: `phq-${n}`, type: 'choice', text, answerOption: frequencies })

const interest = asked(1, 'Little interest or pleasure in doing things')
const down = asked(2, 'Feeling down, depressed, or hopeless')
const asleep = asked(3, 'Trouble falling or staying asleep')
const death = asked(9, 'Thoughts that you would be better off dead')

const group = (...item: FormItem[]): FormItem => ({ linkId: 'phq', type: 'group', text: 'Over the last 2 weeks, how often?', item })

const total = (...items: FormItem[]): Extension => ({
  url: 'urn:daymark:score',
  extension: [{ url: 'name', valueCode: 'total' }, { url: 'method', valueCode: 'sum' }, ...items.map(({ linkId }) => ({ url: 'item', valueString: linkId }))],
})

const opens: Extension = {
  url: 'urn:daymark:opens',
  extension: [
    { url: 'score', valueString: 'total' },
    { url: 'operator', valueCode: '>=' },
    { url: 'value', valueDecimal: 3 },
    { url: 'instrument', valueCode: 'phq-9' },
    { url: 'instrument', valueCode: 'phq-8' },
  ],
}

export const phq2: Questionnaire = { id: 'phq-2', version: '1', title: 'PHQ-2', extension: [total(interest, down), opens], item: [group(interest, down)] }

export const phq9: Questionnaire = {
  id: 'phq-9',
  version: '1',
  title: 'PHQ-9',
  extension: [
    total(interest, down, asleep, death),
    rule({ name: 'safety', tier: 'urgent', offer: 'help', when: ['phq-9', '>', { valueDecimal: 0 }] }),
  ],
  item: [group(interest, down, asleep, death)],
}

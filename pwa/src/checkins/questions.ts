/** From a FHIR R4 Questionnaire to the questions that a page asks. Pure. */
import type { Home } from '../shared/wire'
import type { Language } from '../shared/words/language'

interface Extension {
  url: string
  extension?: readonly Extension[]
  valueCode?: string
  valueString?: string
  valueInteger?: number
  valueDecimal?: number
  valueCoding?: { code?: string }
  valueCodeableConcept?: { coding?: readonly { code?: string }[] }
}

interface Translated {
  extension?: readonly Extension[]
}

interface Coding {
  code: string
  display?: string
  _display?: Translated
}

interface FhirItem {
  linkId: string
  type: string
  text?: string
  _text?: Translated
  extension?: readonly Extension[]
  item?: readonly FhirItem[]
  answerOption?: readonly { valueCoding: Coding }[]
  maxLength?: number
}

export interface Questionnaire {
  id: string
  version: string
  item: readonly FhirItem[]
}

export type Value = number | boolean | string

interface Asked {
  id: string
  text: string
}

export interface ScaleQuestion extends Asked {
  kind: 'scale'
  min: number
  max: number
  low: string
  high: string
}

export interface AmountQuestion extends Asked {
  kind: 'amount'
  min: number
  max: number
  step: number
  unit: 'hours' | undefined
}

export interface ChoiceQuestion extends Asked {
  kind: 'choice'
  options: readonly { value: string; label: string }[]
}

export interface TextQuestion extends Asked {
  kind: 'text'
  limit: number
}

export type Question = ScaleQuestion | AmountQuestion | ChoiceQuestion | TextQuestion | (Asked & { kind: 'yes-no' })

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
/** More numbers than this do not fit on the screen as buttons. */
const WIDEST_SCALE = 10
const TEXT_LIMIT = 1000

export const formOf = ({ instruments }: Home, instrument: string): Questionnaire | undefined =>
  (instruments as unknown as readonly Questionnaire[]).find(({ id }) => id === instrument)

/** Items of a type that this app does not know are left out; every question can be. */
export const questionsOf = ({ item }: Questionnaire, language: Language): Question[] =>
  item.flatMap((one) => asked(one, language) ?? [])

function asked(item: FhirItem, language: Language): Question | undefined {
  const base = { id: item.linkId, text: said(item.text, item._text, language) }
  if (item.type === 'boolean') return { ...base, kind: 'yes-no' }
  if (item.type === 'integer' || item.type === 'decimal') return { ...base, ...numbers(item, language) }
  if (item.type === 'text' || item.type === 'string') return { ...base, kind: 'text', limit: item.maxLength ?? TEXT_LIMIT }
  if (item.type === 'choice') return { ...base, kind: 'choice', options: optionsOf(item, language) }
  return undefined
}

type Numbers = Omit<ScaleQuestion, keyof Asked> | Omit<AmountQuestion, keyof Asked>

function numbers(item: FhirItem, language: Language): Numbers {
  const [min, max] = [bound(item, 'minValue') ?? 0, bound(item, 'maxValue') ?? Infinity]
  if (item.type === 'integer' && max - min <= WIDEST_SCALE) {
    return { kind: 'scale', min, max, low: end(item, 'lower', language), high: end(item, 'upper', language) }
  }
  const hours = extension(item, 'questionnaire-unit')?.valueCoding?.code === 'h'
  return { kind: 'amount', min, max, step: item.type === 'decimal' ? 0.5 : 1, unit: hours ? 'hours' : undefined }
}

const optionsOf = ({ answerOption = [] }: FhirItem, language: Language) =>
  answerOption.map(({ valueCoding: { code, display, _display } }) => ({ value: code, label: said(display ?? code, _display, language) }))

const extension = (item: Translated, name: string): Extension | undefined =>
  item.extension?.find(({ url }) => url === BASE + name)

function bound(item: FhirItem, name: string): number | undefined {
  const found = extension(item, name)
  return found?.valueInteger ?? found?.valueDecimal
}

/** What an end of a scale means: the text of a `display` item inside it. */
function end({ item = [] }: FhirItem, control: 'lower' | 'upper', language: Language): string {
  const isEnd = (one: FhirItem) =>
    extension(one, 'questionnaire-itemControl')?.valueCodeableConcept?.coding?.some(({ code }) => code === control)
  const found = item.find(isEnd)
  return found ? said(found.text, found._text, language) : ''
}

function said(text: string | undefined, translated: Translated | undefined, language: Language): string {
  const one = translated?.extension?.find((each) => each.url === `${BASE}translation` && part(each, 'lang')?.valueCode === language)
  return (one && part(one, 'content')?.valueString) ?? text ?? ''
}

const part = ({ extension: parts }: Extension, name: string): Extension | undefined => parts?.find(({ url }) => url === name)

/** Whether the form takes this value; the server asks the same. */
export function fits(question: Question, value: unknown): value is Value {
  switch (question.kind) {
    case 'scale':
      return Number.isInteger(value) && inside(question, value as number)
    case 'amount':
      return typeof value === 'number' && inside(question, value)
    case 'yes-no':
      return typeof value === 'boolean'
    case 'choice':
      return question.options.some((option) => option.value === value)
    case 'text':
      return typeof value === 'string' && value.length <= question.limit
  }
}

const inside = ({ min, max }: { min: number; max: number }, value: number): boolean => min <= value && value <= max

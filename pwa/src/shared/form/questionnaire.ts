/** A FHIR R4 Questionnaire and its parts, as far as this app reads them. Pure. The same as server/checkins/form.py. */
import type { Language } from '../words/language'

export type Single = boolean | number | string
export type Value = Single | readonly Single[]
/** By key: the link id, with `~n` for each repeating group around it (n counts from 0). What was skipped is not there. */
export type Values = Readonly<Record<string, Value>>

/** From the list that the API speaks of. */
export const valuesIn = (items: readonly { readonly link_id: string; readonly value: Value }[]): Values =>
  Object.fromEntries(items.map(({ link_id, value }) => [link_id, value]))

export interface Extension {
  url: string
  extension?: readonly Extension[]
  valueCode?: string
  valueString?: string
  _valueString?: Translated
  valueBoolean?: boolean
  valueInteger?: number
  valueDecimal?: number
  valueDate?: string
  valueCoding?: Coding
  valueCodeableConcept?: { coding?: readonly Coding[] }
}

export interface Translated {
  extension?: readonly Extension[]
}

interface Coding extends Translated {
  code?: string
  display?: string
  _display?: Translated
}

export interface AnswerOption extends Translated {
  valueCoding?: Coding
  valueInteger?: number
  valueString?: string
  _valueString?: Translated
  valueDate?: string
  initialSelected?: boolean
}

export interface EnableWhen {
  question: string
  operator: string
  answerBoolean?: boolean
  answerInteger?: number
  answerDecimal?: number
  answerDate?: string
  answerString?: string
  answerCoding?: { code?: string }
}

interface Initial {
  valueBoolean?: boolean
  valueInteger?: number
  valueDecimal?: number
  valueDate?: string
  valueString?: string
  valueCoding?: Coding
}

export interface FormItem extends Translated {
  linkId: string
  type: string
  text?: string
  _text?: Translated
  required?: boolean
  repeats?: boolean
  maxLength?: number
  enableWhen?: readonly EnableWhen[]
  enableBehavior?: string
  answerOption?: readonly AnswerOption[]
  answerValueSet?: string
  initial?: readonly Initial[]
  item?: readonly FormItem[]
}

interface ValueSet {
  id?: string
  compose?: { include?: readonly { concept?: readonly Concept[] }[] }
  expansion?: { contains?: readonly Concept[] }
}

interface Concept extends Coding {
  designation?: readonly { language?: string; value?: string }[]
}

export interface Questionnaire extends Translated {
  id: string
  version: string
  url?: string
  language?: string
  title?: string
  _title?: Translated
  contained?: readonly ValueSet[]
  item: readonly FormItem[]
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/'
export const OURS = 'urn:daymark:'

export const isQuestion = ({ type }: FormItem): boolean => type !== 'group' && type !== 'display'

/** Of the form or one of its items, by the last part of FHIR's own address. */
export const extension = (of: Translated, name: string): Extension | undefined =>
  of.extension?.find(({ url }) => url === BASE + name)

export const part = ({ extension: parts }: Translated, name: string): Extension | undefined =>
  parts?.find(({ url }) => url === name)

export const parts = ({ extension: all = [] }: Translated, name: string): Extension[] =>
  all.filter(({ url }) => url === name)

/** The text in the language, or undefined when nobody has translated it. One in es-419 is one in es. */
function translation(translated: Translated | undefined, language: Language): string | undefined {
  const all = translated?.extension?.filter(({ url }) => url === `${BASE}translation`) ?? []
  const named = (each: Extension) => part(each, 'lang')?.valueCode ?? ''
  const one = all.find((each) => named(each) === language) ?? all.find((each) => named(each).startsWith(`${language}-`))
  return one && part(one, 'content')?.valueString
}

/** In the language, else as the form's author wrote it. */
export const said = (text: string | undefined, translated: Translated | undefined, language: Language): string =>
  translation(translated, language) ?? text ?? ''

export const titleOf = ({ title, _title, id }: Questionnaire, language: Language): string => said(title ?? id, _title, language)

/** Every item, those inside others too, in the order of the form. */
export const allItems = (items: readonly FormItem[]): FormItem[] => items.flatMap((item) => [item, ...allItems(item.item ?? [])])

/** Whether all that is read aloud of the form is there in the language. Half a translation is worse than none. */
export const speaks = (form: Questionnaire, wanted: Language): boolean =>
  languageOf(form) === wanted || allItems(form.item).every(({ text, _text }) => !text || translation(_text, wanted) !== undefined)

/** In which its author wrote it, without the region. */
export const languageOf = ({ language = 'en' }: Questionnaire): string => language.split('-')[0] ?? language

/** In which of them it is read to somebody who wants this one. */
export const spokenIn = (form: Questionnaire, wanted: Language): Language =>
  speaks(form, wanted) ? wanted : languageOf(form) === 'es' ? 'es' : 'en'

/** One of those that come with the app; else the clinic's own. */
export const isShipped = ({ url = '' }: Questionnaire): boolean => url.startsWith(`${OURS}instrument:`)

export interface Choosable {
  /** The option's code, or what stands in its place. */
  value: string | number
  label: string
  /** What it counts in a score; undefined when it counts nothing. */
  ordinal: number | undefined
}

export const optionsOf = (form: Questionnaire, item: FormItem, language: Language): Choosable[] =>
  item.answerOption ? item.answerOption.flatMap((one) => optionOf(one, language) ?? []) : fromSet(form, item, language)

function optionOf(option: AnswerOption, language: Language): Choosable | undefined {
  const { valueCoding: coding, valueString, _valueString } = option
  const ordinal = ordinalOf(coding) ?? ordinalOf(option)
  if (coding) return { value: coding.code ?? '', label: said(coding.display ?? coding.code, coding._display, language), ordinal }
  const value = option.valueInteger ?? valueString ?? option.valueDate
  return value === undefined ? undefined : { value, label: said(String(value), _valueString, language), ordinal }
}

const ordinalOf = (of: Translated | undefined): number | undefined => of && extension(of, 'ordinalValue')?.valueDecimal

/** A value set that the form brings along. */
function fromSet({ contained = [] }: Questionnaire, { answerValueSet }: FormItem, language: Language): Choosable[] {
  const set = contained.find(({ id }) => `#${id}` === answerValueSet)
  const concepts = set?.expansion?.contains ?? set?.compose?.include?.flatMap(({ concept = [] }) => concept) ?? []
  return concepts.map((concept) => ({ value: concept.code ?? '', label: designated(concept, language), ordinal: ordinalOf(concept) }))
}

const designated = ({ code, display, _display, designation = [] }: Concept, language: Language): string =>
  designation.find((one) => one.language === language)?.value ?? said(display ?? code, _display, language)

export function bound(item: FormItem, name: 'minValue' | 'maxValue'): number | undefined {
  const found = extension(item, name)
  return found?.valueInteger ?? found?.valueDecimal
}

const controls = (item: FormItem): (string | undefined)[] =>
  extension(item, 'questionnaire-itemControl')?.valueCodeableConcept?.coding?.map(({ code }) => code) ?? []

export const hasControl = (item: FormItem, wanted: string): boolean => controls(item).includes(wanted)

/** From one place of a slider to the next, counted from its least value; undefined where the form names none. */
export function sliderStep(item: FormItem): number | undefined {
  const found = extension(item, 'questionnaire-sliderStepValue')
  const step = found?.valueInteger ?? found?.valueDecimal
  return hasControl(item, 'slider') && step !== undefined && step > 0 && bound(item, 'minValue') !== undefined ? step : undefined
}

/** What stands in the form before anybody answers, only where its author says so. */
export function initialOf(form: Questionnaire, item: FormItem): Value | undefined {
  const given = (item.initial ?? []).flatMap((one) => singleOf(one) ?? [])
  const options = optionsOf(form, item, 'en')
  const chosen = (item.answerOption ?? []).flatMap((one, i) => (one.initialSelected ? (options[i]?.value ?? []) : []))
  const all = given.length > 0 ? given : chosen
  return item.repeats && all.length > 0 ? all : all[0]
}

const singleOf = (one: Initial): Single | undefined =>
  one.valueBoolean ?? one.valueInteger ?? one.valueDecimal ?? one.valueDate ?? one.valueString ?? one.valueCoding?.code

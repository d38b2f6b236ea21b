/**
 * How dates, times and numbers are said. Pure: the moment, now, the zone and the language are always given.
 * Moments are ISO strings with an offset or `Date`s; zones are IANA names.
 */
import type { Language } from './words/language'

export type Moment = Date | string

export interface Place {
  language: Language
  zone: string
}

const locales: Record<Language, string> = { en: 'en-US', es: 'es-US' }
const MINUTE = 60_000
const DAY = 86_400_000

const at = (moment: Moment): Date => (typeof moment === 'string' ? new Date(moment) : moment)

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs a thousand times more than using it. */
function format({ language, zone }: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, zone, options])
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options })
  formats.set(key, made)
  return made
}

const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }

const said = (parts: readonly { type: string; value: string }[]): string =>
  parts.map(({ type, value }) => (type === 'dayPeriod' ? value.toLowerCase() : value)).join('')

/** "6:00 pm" */
export const timeOf = (moment: Moment, place: Place): string => said(format(place, clock).formatToParts(at(moment)))

/** "6:00 – 7:30 pm", past midnight too: "11:30 pm – 1:00 am". */
export const timesOf = (from: Moment, to: Moment, place: Place): string =>
  localDate(from, place.zone) === localDate(to, place.zone)
    ? said(format(place, clock).formatRangeToParts(at(from), at(to)))
    : `${timeOf(from, place)} – ${timeOf(to, place)}` // a range of `Intl` would say both dates

/** "Thursday, November 26" */
export const dateOf = (moment: Moment, place: Place): string =>
  format(place, { weekday: 'long', month: 'long', day: 'numeric' }).format(at(moment))

/** "Nov 26", with the year when it is not this one. */
export function shortDateOf(moment: Moment, now: Date, place: Place): string {
  const sameYear = localDate(moment, place.zone).slice(0, 4) === localDate(now, place.zone).slice(0, 4)
  return format(place, { month: 'short', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) }).format(at(moment))
}

/** "November 2026" */
export const monthOf = (moment: Moment, place: Place): string => format(place, { month: 'long', year: 'numeric' }).format(at(moment))

/** "Thursday" */
export const weekdayOf = (moment: Moment, place: Place): string => format(place, { weekday: 'long' }).format(at(moment))

/** "Thu" */
export const shortWeekdayOf = (moment: Moment, place: Place): string => format(place, { weekday: 'short' }).format(at(moment))

/** The hour on the clocks of the zone, 0 to 23. */
export const hourOf = (moment: Moment, zone: string): number =>
  Number(format({ language: 'en', zone }, { hour: '2-digit', hourCycle: 'h23' }).format(at(moment)))

/** The calendar day in the zone, as "2026-11-26". */
export function localDate(moment: Moment, zone: string): string {
  const parts = format({ language: 'en', zone }, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at(moment))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Whole calendar days in the zone from now to the moment; negative when it is past. */
export const daysUntil = (moment: Moment, now: Date, zone: string): number =>
  Math.round((Date.parse(localDate(moment, zone)) - Date.parse(localDate(now, zone))) / DAY)

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const relative = (language: Language, numeric: 'auto' | 'always' = 'auto') =>
  new Intl.RelativeTimeFormat(locales[language], { numeric })

/** "Today", "Tomorrow", "Yesterday", a weekday within the coming week, else the short date. */
export function dayOf(moment: Moment, now: Date, place: Place): string {
  const days = daysUntil(moment, now, place.zone)
  if (Math.abs(days) <= 1) return capitalized(relative(place.language).format(days, 'day'))
  return days > 0 && days < 7 ? capitalized(weekdayOf(moment, place)) : shortDateOf(moment, now, place)
}

/** The day inside a sentence: "today", "yesterday", "Tuesday" within a week, else "Nov 3". */
export function dayInText(moment: Moment, now: Date, place: Place): string {
  const days = daysUntil(moment, now, place.zone)
  if (Math.abs(days) <= 1) return relative(place.language).format(days, 'day')
  return Math.abs(days) < 7 ? weekdayOf(moment, place) : shortDateOf(moment, now, place)
}

/** "8:12 pm" of today, "yesterday, 8:12 pm" of another day. */
export function momentInText(moment: Moment, now: Date, place: Place): string {
  const time = timeOf(moment, place)
  return daysUntil(moment, now, place.zone) === 0 ? time : `${dayInText(moment, now, place)}, ${time}`
}

/** A sentence with its period, unless it has an end: a Spanish "p. m." brings one. */
export const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** "2 h 10 min", "45 min", "1 h": `h` and `min` are symbols, the same in every language we speak. */
export function duration(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  const [hours, rest] = [Math.floor(whole / 60), whole % 60]
  return [hours ? `${hours} h` : '', rest || !hours ? `${rest} min` : ''].filter(Boolean).join(' ')
}

const inWords: Record<Language, string> = { en: 'in', es: 'en' }

/** "in 2 h 10 min" within the day, "in 3 days" beyond, "now" when the moment is here or past. */
export function until(moment: Moment, now: Date, { language, zone }: Place): string {
  const minutes = Math.ceil((at(moment).getTime() - now.getTime()) / MINUTE)
  if (minutes <= 0) return relative(language).format(0, 'second')
  if (minutes < 24 * 60) return `${inWords[language]} ${duration(minutes)}`
  return relative(language, 'always').format(daysUntil(moment, now, zone), 'day') // beside a day's name: never "tomorrow"
}

/** Fills `#` with the number: `plural(2, {one: '# answer', other: '# answers'}, 'en')` is "2 answers". */
export function plural(n: number, forms: { one: string; other: string }, language: Language): string {
  const form = new Intl.PluralRules(locales[language]).select(n) === 'one' ? forms.one : forms.other
  return form.replace('#', number(n, language))
}

export const number = (n: number, language: Language): string => new Intl.NumberFormat(locales[language]).format(n)

/** "Ana, Luis, and Dana" */
export const list = (items: readonly string[], language: Language): string =>
  new Intl.ListFormat(locales[language]).format(items)

/** "Spanish"; what is no tag of a language as it is. */
export function languageName(tag: string, language: Language): string {
  try {
    return new Intl.DisplayNames(locales[language], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** When an answer is read, and who is there until then. Pure. */
import { daysUntil, hourOf, momentInText, shortDateOf, timeOf, weekdayOf } from '../shared/i18n'
import type { Moment, Place } from '../shared/i18n'
import type { Shift } from '../shared/wire'
import type { Language } from '../shared/words/language'

type Parts = { noon: boolean; time: string; days: number; day: string }

const phrases: Record<Language, (parts: Parts) => string> = {
  en: ({ noon, time, days, day }) => `by ${noon ? 'noon' : time} ${['today', 'tomorrow'][days] ?? `on ${day}`}`,
  es: ({ noon, time, days, day }) =>
    `${['hoy', 'mañana'][days] ?? `el ${day}`} antes ${noon ? 'del mediodía' : time.startsWith('1:') ? `de la ${time}` : `de las ${time}`}`,
}

/** As it fits into a sentence: "by noon tomorrow", "by 9:00 am on Tuesday". Undefined when the moment is past. */
export function byWhen(moment: Moment, now: Date, place: Place): string | undefined {
  if (new Date(moment) <= now) return undefined
  const days = daysUntil(moment, now, place.zone)
  const day = days < 7 ? weekdayOf(moment, place) : shortDateOf(moment, now, place)
  const time = timeOf(moment, place)
  const noon = hourOf(moment, place.zone) === 12 && time.startsWith('12:00')
  return phrases[place.language]({ noon, time, days, day })
}

/** Until when nobody is there; undefined while somebody is, and past what the phone was told. */
export function closedUntil(coverage: readonly Shift[], now: Date, place: Place): string | undefined {
  const shift = coverage.find(({ closes_at }) => new Date(closes_at) > now)
  return shift && new Date(shift.opens_at) > now ? momentInText(shift.opens_at, now, place) : undefined
}

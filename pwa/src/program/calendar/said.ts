/** How a series and its days are said. */
import { dateOf, shortDateOf, timesOf } from '../../shared/i18n'
import type { Moment } from '../../shared/i18n'
import type { Language } from '../../shared/words/language'
import type { SeriesFields, StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { here } from '../../ui/here'
import { words as settings } from '../settings/words'
import type { Words } from './en'
import { endOf } from './rule'
import { writtenOf } from './series'

const MINUTE = 60_000

/** A day of the calendar has no zone: it is said as in UTC, where it has just these hours. */
const plain = (language: Language) => ({ language, zone: 'UTC' })

/** "Thursday, November 26" */
export const daySaid = (day: Day): string => dateOf(day, plain(here().language))

/** "Nov 26" */
export const shortDaySaid = (day: Day, now: Moment): string => shortDateOf(day, new Date(now), plain(here().language))

/** "6:00 – 7:30 pm" of a wall time, on whatever day. */
export function hoursSaid(wall_time: string, minutes: number): string {
  const start = Date.parse(`1970-01-01T${wall_time}Z`)
  return timesOf(new Date(start), new Date(start + minutes * MINUTE), plain(here().language))
}

/** "Thursday, November 26, 6:00 – 7:30 pm" of a local start. */
export const startSaid = (local: string, minutes: number): string => `${daySaid(local.slice(0, 10))}, ${hoursSaid(local.slice(11), minutes)}`

/** "every Monday and Friday" */
export function rhythmSaid(series: SeriesFields, { series: said }: Words): string {
  const { pattern } = writtenOf(series)
  if (pattern.kind === 'dates') return said.dates(pattern.dates.length)
  if (pattern.kind === 'other') return said.other
  const days = pattern.days.map((day) => settings.value.weekdays[day])
  return pattern.every > 1 ? said.everyWeeks(pattern.every, days) : said.weekly(days)
}

/** "Every Monday and Friday, 6:00 – 7:30 pm, last on Dec 18" */
export function seriesSaid(series: SeriesFields, now: Date, words: Words): string {
  const said = seriesInText(series, now, words)
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`
}

export function seriesInText(series: SeriesFields, now: Date, words: Words): string {
  const end = endOf(series.rule, series.until)
  const last = end.kind === 'day' ? [words.series.ends(shortDaySaid(end.last, now))] : []
  const begins = Date.parse(series.first_day) > now.getTime() ? [words.series.from(shortDaySaid(series.first_day, now))] : []
  return [rhythmSaid(series, words), hoursSaid(series.wall_time, series.minutes), ...begins, ...last].join(', ')
}

/** "Evening A", "Alice R." */
export const whoseSaid = ({ group, person }: Pick<SeriesFields, 'group' | 'person'>, { groups, people }: Pick<StaffCalendar, 'groups' | 'people'>): string =>
  (group ? groups.find(({ id }) => id === group)?.name : people.find(({ id }) => id === person)?.name) ?? ''

export const namesOf = (ids: readonly string[], people: StaffCalendar['people']): string[] => people.filter(({ id }) => ids.includes(id)).map(({ name }) => name)

/** A topic that the program comes with is said in the reader's language. */
export const topicSaid = (topic: string, { topics }: Words): string => topics[topic] ?? topic

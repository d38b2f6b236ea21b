/** Pure: a series as it stands in its form, and as the server takes it. */
import { mondayOf } from '../../shared/practiced'
import type { SeriesFields, SeriesOut, SessionKind } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import type { End, Pattern } from './rule'
import { daysOf, endOf, patternOf, ruleOf, untilOf } from './rule'

/** What the week of a Monday is about, and what to do until then. */
export interface Week {
  topic: string
  homework: string
}

export interface Written {
  /** "group:<id>" or "person:<id>"; empty before it is chosen. */
  whose: string
  kind: SessionKind
  title: string
  facilitator: string
  pattern: Pattern
  first_day: Day
  end: End
  wall_time: string
  minutes: string
  /** Days on which there is none, at the series' own time. */
  without: readonly Day[]
  /** Local starts beside the rule or left out of it, at other times: they stay as they are. */
  excluded: readonly string[]
  added: readonly string[]
  place: string
  link: string
  bring: string
  weeks: Readonly<Record<Day, Week>>
}

export const blank = (whose: string, first_day: Day): Written => ({
  whose, kind: whose.startsWith('person:') ? 'individual' : 'group', title: '', facilitator: '',
  pattern: { kind: 'weekly', every: 1, days: [] }, first_day, end: { kind: 'never' }, wall_time: '', minutes: '60',
  without: [], excluded: [], added: [], place: '', link: '', bring: '', weeks: {},
})

export const whoseOf = ({ group, person }: Pick<SeriesFields, 'group' | 'person'>): string => (group ? `group:${group}` : person ? `person:${person}` : '')

/** For whom it is, as the server takes it. */
export function forWhom(whose: string): { group: string | null; person: string | null } {
  const [what, id = ''] = whose.split(':')
  return { group: what === 'group' ? id : null, person: what === 'person' ? id : null }
}

const dayOf = (local: string): Day => local.slice(0, 10)

export function writtenOf(series: SeriesFields): Written {
  const { rule, first_day, until, wall_time } = series
  const isOwn = (local: string) => local.endsWith(`T${wall_time}`)
  const beside = series.added.filter(isOwn).map(dayOf)
  const pattern = patternOf(rule, first_day, beside)
  return {
    whose: whoseOf(series), kind: series.kind, title: series.title, facilitator: series.facilitator ?? '', pattern, first_day,
    end: endOf(rule, until), wall_time, minutes: String(series.minutes),
    without: series.excluded.filter(isOwn).map(dayOf), excluded: series.excluded.filter((local) => !isOwn(local)),
    added: pattern.kind === 'dates' ? series.added.filter((local) => !isOwn(local)) : series.added,
    place: series.place ?? '', link: series.link ?? '', bring: series.bring ?? '', weeks: weeksOf(series),
  }
}

function weeksOf({ topics, homework, first_day }: SeriesFields): Record<Day, Week> {
  const monday = mondayOf(first_day)
  const most = Math.max(topics?.length ?? 0, homework?.length ?? 0)
  const all = Array.from({ length: most }, (_, n) => [plusDays(monday, 7 * n), { topic: topics?.[n] ?? '', homework: homework?.[n] ?? '' }] as const)
  return Object.fromEntries(all.filter(([, { topic, homework: todo }]) => topic || todo))
}

/** The days of a form's series, from its first day on. */
export const daysIn = ({ pattern, first_day, end }: Pick<Written, 'pattern' | 'first_day' | 'end'>): Generator<Day> => daysOf(pattern, first_day, end)

/** Of so many sessions those that take place: a day that is left out counts. Undefined where that is no question. */
export function leftOf(written: Written): number | undefined {
  const { end, without } = written
  if (end.kind !== 'count' || !canTell(written)) return undefined
  const days = [...daysIn(written)]
  const out = days.filter((day) => without.includes(day)).length
  return out > 0 ? days.length - out : undefined
}

/** The days can be told: neither a name nor a link matters for that. */
export const canTell = (written: Written): boolean => wrongIn({ ...written, whose: 'group:', title: '-', link: '' }) === undefined

/** As the server takes it. From a day on it keeps in step by itself: of a number of sessions the rest are left, each week keeps its topic. */
export function fieldsOf(written: Written): SeriesFields {
  const { pattern, end, wall_time } = written
  const at = (day: Day) => `${day}T${wall_time}`
  const first_day = pattern.kind === 'dates' ? (pattern.dates[0] ?? written.first_day) : written.first_day
  const beside = pattern.kind === 'dates' ? pattern.dates.slice(1).map(at) : []
  return {
    ...forWhom(written.whose), facilitator: written.facilitator || null, kind: written.kind, title: written.title.trim(),
    topics: perWeek(written.weeks, first_day, ({ topic }) => topic), homework: perWeek(written.weeks, first_day, ({ homework }) => homework),
    rule: ruleOf(pattern, end), first_day, wall_time, minutes: Number(written.minutes), until: untilOf(pattern, end),
    excluded: [...written.without.map(at), ...written.excluded].sort(), added: [...beside, ...written.added].sort(),
    place: written.place.trim() || null, link: written.link.trim() || null, bring: written.bring.trim() || null,
  }
}

function perWeek(weeks: Written['weeks'], first_day: Day, say: (week: Week) => string): string[] | null {
  const textOf = (monday: Day) => (weeks[monday] ? say(weeks[monday]).trim() : '')
  const last = Object.keys(weeks).filter(textOf).sort().at(-1)
  const said: string[] = []
  for (let monday = mondayOf(first_day); last && monday <= last; monday = plusDays(monday, 7)) said.push(textOf(monday))
  return said.length > 0 ? said : null
}

/** The local starts from a day on, at most so many; undefined of a rule that only the server can tell. */
export function startsFrom(series: SeriesFields, from: Day, most: number): string[] | undefined {
  const { pattern, ...written } = writtenOf(series)
  if (pattern.kind === 'other') return undefined
  const starts = new Set(series.added.filter((local) => dayOf(local) >= from))
  let found = 0
  for (const day of daysIn({ pattern, ...written })) {
    const local = `${day}T${series.wall_time}`
    if (day < from || series.excluded.includes(local)) continue
    starts.add(local)
    if ((found += 1) >= most) break
  }
  return [...starts].sort().slice(0, most)
}

/** The series and those that follow it, in order: what is said of it from a day on holds for them too. */
export function lineOf(series: SeriesOut | undefined, every: readonly SeriesOut[]): SeriesOut[] {
  const line: SeriesOut[] = []
  for (let each = series; each; each = every.find(({ follows }) => follows === line.at(-1)?.id)) line.push(each)
  return line
}

export type Wrong = 'whose' | 'title' | 'days' | 'dates' | 'first_day' | 'wall_time' | 'minutes' | 'until' | 'count' | 'link'

/** The first thing that the server would not take. */
export function wrongIn(written: Written): Wrong | undefined {
  const { pattern, end, minutes, link } = written
  if (!written.whose) return 'whose'
  if (!written.title.trim()) return 'title'
  if (pattern.kind === 'weekly' && pattern.days.length === 0) return 'days'
  if (pattern.kind === 'dates' && pattern.dates.length === 0) return 'dates'
  if (!written.first_day) return 'first_day'
  if (!written.wall_time) return 'wall_time'
  if (!(Number(minutes) >= 5 && Number(minutes) <= 24 * 60)) return 'minutes'
  if (end.kind === 'day' && !(end.last >= written.first_day)) return 'until'
  if (end.kind === 'count' && !(end.times >= 1)) return 'count'
  return link.trim() && !link.trim().startsWith('https://') ? 'link' : undefined
}

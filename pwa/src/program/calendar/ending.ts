/** Pure: what is left of a series, and of those that follow it, once it is ended, as the server does it. */
import type { SeriesOut, StaffOccurrence } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { localAt } from './moments'
import { startsFrom } from './series'

export interface Left {
  /** Of the session: its series and its original local start. */
  id: string
  start: string
  minutes: number
}

interface Ending {
  /** From today on, in order; undefined where only the server can tell. */
  left: Left[] | undefined
  /** Those that follow it and have a session less. */
  others: SeriesOut[]
  /** It was to be over before. */
  isLonger: boolean
}

/** More than any series has in the years that are looked at. */
const ALL = 2_000

/** `line` is the series and those that follow it, in order; `until` the first day on which there is none any more. */
export function endingOf(line: readonly SeriesOut[], until: Day, today: Day): Ending {
  const planned = line.at(-1)?.until ?? undefined
  // Put off, the end of the last one brings back what is ahead; each of the others ends where the next begins.
  const isLater = planned !== undefined && today < planned && planned < until
  const endOf = (each: SeriesOut): Day => (each === line.at(-1) && isLater) || !each.until || until < each.until ? until : each.until
  const found = line.map((each) => leftOf(each, endOf(each), today))
  const left = found.every((each) => each !== undefined) ? found.flat().sort((one, other) => one.start.localeCompare(other.start)) : undefined
  return {
    left,
    others: line.slice(1).filter((each) => !each.until || until < each.until),
    isLonger: isLater && (!left || left.some(({ start }) => start.slice(0, 10) >= planned)),
  }
}

/** A number of sessions still counts where an end is set too. */
const leftOf = (series: SeriesOut, end: Day, today: Day): Left[] | undefined =>
  startsFrom({ ...series, until: null }, today, ALL)?.filter((start) => start.slice(0, 10) < end).map((start) => ({ id: `${series.id}@${start}`, start, minutes: series.minutes }))

/** The last that takes place, where it is now; without one, undefined. */
export function lastOf(left: readonly Left[], occurrences: readonly StaffOccurrence[], zone: string): Left | undefined {
  const known = new Map(occurrences.map((one) => [one.id, one]))
  const there = left.filter(({ id }) => known.get(id)?.state !== 'cancelled').map((each) => movedOf(each, known.get(each.id), zone))
  return there.sort((one, other) => one.start.localeCompare(other.start)).at(-1)
}

const movedOf = (left: Left, one: StaffOccurrence | undefined, zone: string): Left =>
  one ? { ...left, start: localAt(new Date(one.starts_at), zone), minutes: (Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 60_000 } : left

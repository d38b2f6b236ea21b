/** Pure: who can't come to a session where somebody wants to put it. */
import type { BusyOut, BusySession, BusyTime, PersonName, SeriesOut } from '../../shared/wire'
import type { Times } from './moments'
import { lineOf } from './series'

/** `leads`: they are the facilitator of another session; `session`: another session of theirs; `busy`: a time that they
 * say is taken, and of which nobody else knows more. */
export interface Conflict {
  person: PersonName
  why: 'leads' | 'session' | 'busy'
  /** The starts of the sessions that they could not come to. */
  times: readonly string[]
}

export const overlap = (one: Times, other: Times): boolean =>
  Date.parse(one.starts_at) < Date.parse(other.ends_at) && Date.parse(other.starts_at) < Date.parse(one.ends_at)

interface Asked {
  people: readonly PersonName[]
  /** Who is to lead it, if anybody is named. */
  facilitator?: PersonName | undefined
  /** Whether the session with this id is one of those that are moved away: nobody is busy with that. */
  isReplaced?: (occurrence: string) => boolean
}

/** The facilitator first, then by person, in the order of the names. */
export function conflictsOf(wanted: readonly Times[], busy: BusyOut, { people, facilitator, isReplaced = () => false }: Asked): Conflict[] {
  const within = (taken: readonly BusyTime[]) => wanted.filter((time) => taken.some((other) => overlap(time, other))).map(({ starts_at }) => starts_at)
  const inSessions = (taken: readonly BusySession[]) => within(taken.filter(({ occurrence }) => !(occurrence && isReplaced(occurrence))))
  const named = [...people].sort((one, other) => one.name.localeCompare(other.name))
  const found: Conflict[] = named.flatMap((person) => {
    const theirs = busy.people.find((each) => each.person === person.id)
    return [
      { person, why: 'session', times: inSessions(theirs?.sessions ?? []) },
      { person, why: 'busy', times: within(theirs?.commitments ?? []) },
    ]
  })
  const leads: Conflict[] = facilitator ? [{ person: facilitator, why: 'leads', times: inSessions(busy.facilitator) }] : []
  return [...leads, ...found].filter(({ times }) => times.length > 0)
}

/** Whether a session is of one series, or of those that follow it: they give way to what it is to be. */
export function isOfLine(id: string | undefined, every: readonly SeriesOut[]): (occurrence: string) => boolean {
  const line = lineOf(every.find((each) => each.id === id), every).map((each) => each.id)
  return (occurrence) => line.includes(occurrence.split('@')[0] ?? '')
}

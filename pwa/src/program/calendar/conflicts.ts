/** Pure: who can't come to a session where somebody wants to put it. */
import type { Busy, BusyTime, PersonName, StaffOccurrence } from '../../shared/wire'
import type { Times } from './moments'

/** `session`: another session of theirs; `busy`: a time that they say is taken, and of which nobody else knows more. */
export interface Conflict {
  person: PersonName
  why: 'session' | 'busy'
  /** The starts of the sessions that they could not come to. */
  times: readonly string[]
}

export const overlap = (one: Times, other: Times): boolean =>
  Date.parse(one.starts_at) < Date.parse(other.ends_at) && Date.parse(other.starts_at) < Date.parse(one.ends_at)

const isSame = (one: Times, other: Times): boolean =>
  Date.parse(one.starts_at) === Date.parse(other.starts_at) && Date.parse(one.ends_at) === Date.parse(other.ends_at)

/** By person, in the order of the names. `replaced` are the times of what is moved away: nobody is busy with that. */
export function conflictsOf(wanted: readonly Times[], busy: readonly Busy[], people: readonly PersonName[], replaced: readonly Times[] = []): Conflict[] {
  const within = (taken: readonly BusyTime[]) => wanted.filter((time) => taken.some((other) => overlap(time, other))).map(({ starts_at }) => starts_at)
  const found = people.flatMap((person) => {
    const theirs = busy.find((each) => each.person === person.id)
    const sessions = within(theirs?.sessions.filter((time) => !replaced.some((old) => isSame(old, time))) ?? [])
    const own = within(theirs?.commitments ?? [])
    return [
      { person, why: 'session' as const, times: sessions },
      { person, why: 'busy' as const, times: own },
    ]
  })
  return found.filter(({ times }) => times.length > 0).sort((one, other) => one.person.name.localeCompare(other.person.name))
}

/** Of the sessions that are in the calendar, the times of one series. */
export const timesOfSeries = (id: string | undefined, occurrences: readonly StaffOccurrence[]): Times[] => occurrences.filter(({ series }) => series === id)

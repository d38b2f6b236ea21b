/** When somebody is asked, once they have chosen another time of day for it. Pure. */
import type { CheckInOut, OwnTimeIn, RhythmOut } from './wire'

/** A time that was chosen on this phone; `item` is its id in the outbox. */
export type OwnTime = OwnTimeIn & { readonly item: string; readonly said_at: string }

const MINUTE = 60_000

const minutesOf = (wallTime: string): number => Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3))

/** The line at one's own time; with none at the program's. */
export const timedAt = (line: RhythmOut, wallTime: string | null): RhythmOut => ({ ...line, wall_time: wallTime ?? line.usual, own: wallTime !== null })

/**
 * The check-in when its line goes from one time of day to another. As on the server, one that is answered stays as it is,
 * and so does one that would be over at once: then undefined, as for one that has opened, which the server may hold open
 * longer. Where the clocks change on that very day it knows better, too; what it tells replaces this.
 */
export function moved(checkIn: CheckInOut, from: string, to: string, at: Date): CheckInOut | undefined {
  const by = (minutesOf(to) - minutesOf(from)) * MINUTE
  const [opens, closes] = [Date.parse(checkIn.opens_at), Date.parse(checkIn.closes_at)]
  const stays = checkIn.answered_at !== null || opens <= at.getTime() || closes + by <= at.getTime()
  return stays ? undefined : { ...checkIn, opens_at: momentAt(opens + by), closes_at: momentAt(closes + by) }
}

const momentAt = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The first check-in of a slot that the new time counts for; undefined when the phone does not know of one yet. */
export const firstMoved = (checkIns: readonly CheckInOut[], { slot, wall_time }: RhythmOut, to: string, at: Date): CheckInOut | undefined =>
  checkIns
    .filter((one) => one.slot === slot && moved(one, wall_time, to, at) !== undefined)
    .sort((one, other) => Date.parse(one.opens_at) - Date.parse(other.opens_at))[0]

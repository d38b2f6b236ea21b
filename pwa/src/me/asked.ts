/** Pure: when somebody is asked next, and whether that is now. */
import { timeOf } from '../shared/i18n'
import type { CheckInOut, RhythmOut } from '../shared/wire'
import type { Language } from '../shared/words/language'

/** "20:00" as people say it: "8:00 pm". */
export const clockOf = (wallTime: string, language: Language): string => timeOf(`1970-01-01T${wallTime}:00Z`, { language, zone: 'UTC' })

/** The next check-in of a slot that has not opened yet. */
export const nextOf = (slot: string, checkIns: readonly CheckInOut[], now: Date): CheckInOut | undefined =>
  checkIns
    .filter((one) => one.slot === slot && !one.answered_at && Date.parse(one.opens_at) > now.getTime())
    .sort((one, other) => Date.parse(one.opens_at) - Date.parse(other.opens_at))[0]

/** What is asked next comes first; what the phone knows no day of yet comes last. */
export function soonestFirst(lines: readonly RhythmOut[], checkIns: readonly CheckInOut[], now: Date): RhythmOut[] {
  const opens = ({ slot }: RhythmOut) => Date.parse(nextOf(slot, checkIns, now)?.opens_at ?? '9999-01-01T00:00:00Z')
  return lines.toSorted((one, other) => opens(one) - opens(other))
}

/** Whether one of the slot can be answered in time now. */
export const isOpen = (slot: string, checkIns: readonly CheckInOut[], now: Date): boolean =>
  checkIns.some((one) => one.slot === slot && !one.answered_at && Date.parse(one.opens_at) <= now.getTime() && now.getTime() < Date.parse(one.closes_at))

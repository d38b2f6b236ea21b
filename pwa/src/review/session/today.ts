/** Pure: which sessions are of today, at the clinic. */
import { localDate } from '../../shared/i18n'
import type { StaffOccurrence } from '../../shared/wire'

/** Those that somebody in the viewer's care is expected at, the earliest first. */
export const todaysOf = (occurrences: readonly StaffOccurrence[], today: string, zone: string): StaffOccurrence[] =>
  occurrences
    .filter(({ starts_at, expected }) => expected.length > 0 && localDate(starts_at, zone) === today)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))

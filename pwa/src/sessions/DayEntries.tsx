import type { Day } from './days'
import { isOwn } from './days'
import { OwnTime } from './OwnTime'
import type { Read } from './read'
import { SessionLink } from './SessionLink'

/** What a day holds, in its order: sessions, and what is the person's own. */
export const DayEntries = ({ day, read }: { day: Day; read: Read }) =>
  (read.days.get(day) ?? []).map((entry) =>
    isOwn(entry) ? (
      <OwnTime key={`${entry.commitment.id}${entry.time.starts_at}`} own={entry} place={read.place} />
    ) : (
      <SessionLink key={`${entry.occurrence.id}${entry.gone}`} entry={entry} read={read} />
    ),
  )

import type { StaffCalendar, StaffOccurrence } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { entriesByDay, plusDays } from '../../sessions/days'
import { Chip } from '../../ui/Card'
import { SessionRow } from './SessionRow'
import { daySaid } from './said'
import { words } from './words'

interface WeekProps {
  calendar: StaffCalendar
  monday: Day
  today: Day
  onChange: (id: string) => void
}

/** The days of a week, each with its sessions. */
export function WeekList({ calendar, monday, today, onChange }: WeekProps) {
  const days = entriesByDay(calendar.occurrences, calendar.zone)
  const byId = new Map(calendar.occurrences.map((one) => [one.id, one]))
  return (
    <ol class="plain weeklist">
      {Array.from({ length: 7 }, (_, i) => plusDays(monday, i)).map((day) => (
        <li key={day} aria-current={day === today ? 'date' : undefined}>
          <h3>{daySaid(day)} {day === today && <Chip tone="on">{words.value.week.isToday}</Chip>}</h3>
          <Sessions
            entries={(days.get(day) ?? []).flatMap(({ occurrence, gone }) => {
              const one = byId.get(occurrence.id)
              return one ? [{ one, gone }] : []
            })}
            calendar={calendar}
            onChange={onChange}
          />
        </li>
      ))}
    </ol>
  )
}

interface SessionsProps extends Pick<WeekProps, 'calendar' | 'onChange'> {
  entries: readonly { one: StaffOccurrence; gone: boolean }[]
}

const Sessions = ({ entries, calendar, onChange }: SessionsProps) =>
  entries.length === 0 ? (
    <p class="quiet">{words.value.week.free}</p>
  ) : (
    <ul class="plain">
      {entries.map(({ one, gone }) => (
        <li key={`${one.id}${gone}`}><SessionRow one={one} gone={gone} calendar={calendar} onChange={() => onChange(one.id)} /></li>
      ))}
    </ul>
  )

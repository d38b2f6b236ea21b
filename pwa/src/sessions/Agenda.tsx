import { useState } from 'preact/hooks'
import type { Place } from '../shared/i18n'
import { dateOf } from '../shared/i18n'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Card'
import { Empty } from '../ui/States'
import { words as common } from '../ui/words'
import { SessionLink } from './SessionLink'
import type { Day, Entry } from './days'
import { words } from './words'

interface AgendaProps {
  days: ReadonlyMap<Day, readonly Entry[]>
  today: Day
  place: Place
}

/** Only the days that hold a session, from today on; the earlier ones on demand. */
export function Agenda({ days, today, place }: AgendaProps) {
  const [withPast, setWithPast] = useState(false)
  const { earlier, noneAhead, reach } = words.value
  const filled = [...days.keys()].sort()
  const past = filled.filter((day) => day < today)
  const ahead = filled.filter((day) => day >= today)
  const group = (day: Day) => <DayGroup key={day} day={day} entries={days.get(day) ?? []} isToday={day === today} place={place} />
  return (
    <div class="gap">
      {past.length > 0 && !withPast && <span class="center"><Button kind="soft" onTap={() => setWithPast(true)}>{earlier}</Button></span>}
      {withPast && past.map(group)}
      {ahead.length === 0 ? <Empty icon="calendar">{noneAhead}</Empty> : ahead.map(group)}
      <p class="quiet center">{reach}</p>
    </div>
  )
}

function DayGroup({ day, entries, isToday, place: { language, zone } }: { day: Day; entries: readonly Entry[]; isToday: boolean; place: Place }) {
  return (
    <section class="gap" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`} class="date">
        {dateOf(day, { language, zone: 'UTC' })} {isToday && <Chip tone="on">{common.value.tabs.today}</Chip>}
      </h2>
      {entries.map((entry) => <SessionLink key={`${entry.occurrence.id}${entry.gone}`} entry={entry} place={{ language, zone }} />)}
    </section>
  )
}

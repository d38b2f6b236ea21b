import { useState } from 'preact/hooks'
import { dateOf } from '../shared/i18n'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Card'
import { Empty } from '../ui/States'
import { words as common } from '../ui/words'
import type { Day } from './days'
import { isOwn } from './days'
import { DayEntries } from './DayEntries'
import type { Read } from './read'
import { words } from './words'

/** Only the days that hold a session, from today on; the earlier ones on demand. */
export function Agenda({ read }: { read: Read }) {
  const [withPast, setWithPast] = useState(false)
  const { earlier, noneAhead, reach } = words.value
  const filled = [...read.days.keys()].filter((day) => read.days.get(day)?.some((entry) => !isOwn(entry))).sort()
  const past = filled.filter((day) => day < read.today)
  const ahead = filled.filter((day) => day >= read.today)
  const group = (day: Day) => <DayGroup key={day} day={day} read={read} />
  return (
    <div class="gap">
      {past.length > 0 && !withPast && <span class="center"><Button kind="soft" onTap={() => setWithPast(true)}>{earlier}</Button></span>}
      {withPast && past.map(group)}
      {ahead.length === 0 ? <Empty icon="calendar">{noneAhead}</Empty> : ahead.map(group)}
      <p class="quiet center">{reach}</p>
    </div>
  )
}

function DayGroup({ day, read }: { day: Day; read: Read }) {
  return (
    <section class="gap" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`} class="date">
        {dateOf(day, { language: read.place.language, zone: 'UTC' })} {day === read.today && <Chip tone="on">{common.value.tabs.today}</Chip>}
      </h2>
      <DayEntries day={day} read={read} />
    </section>
  )
}

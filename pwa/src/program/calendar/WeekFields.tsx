import { useState } from 'preact/hooks'
import { mondayOf } from '../../shared/practiced'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { shortDaySaid } from './said'
import type { Week, Written } from './series'
import { daysIn } from './series'
import type { PartProps } from './SeriesForm'
import { TopicField } from './TopicField'
import { words } from './words'

/** As many weeks as the server keeps topics of. */
const MOST = 200
const AT_FIRST = 6

/** The Mondays of the weeks with a session, from a day on. */
function mondaysIn(written: Written, from: Day): Day[] {
  if (written.pattern.kind === 'other') return Array.from({ length: MOST }, (_, n) => plusDays(mondayOf(from), 7 * n))
  const mondays = new Set<Day>()
  for (const day of daysIn(written)) {
    if (day >= from) mondays.add(mondayOf(day))
    if (mondays.size >= MOST) break
  }
  return [...mondays]
}

const none: Week = { topic: '', homework: '' }

/** What each week is about, and what to do until then. */
export function WeekFields({ calendar, written, from, errorAt, onWrite }: PartProps) {
  const mondays = mondaysIn(written, from)
  const [shown, setShown] = useState(AT_FIRST)
  const { form } = words.value
  const write = (monday: Day, next: Partial<Week>) => onWrite({ weeks: { ...written.weeks, [monday]: { ...none, ...written.weeks[monday], ...next } } })
  return (
    <Card labelledBy="about">
      <h2 id="about">{form.about}</h2>
      <p class="quiet">{form.aboutLead}</p>
      {mondays.length === 0 && <p class="quiet">{form.noWeeks}</p>}
      {mondays.slice(0, shown).map((monday) => (
        <div key={monday} role="group" aria-label={form.week(shortDaySaid(monday, now.value))} class="weekfields">
          <strong>{form.week(shortDaySaid(monday, now.value))}</strong>
          <TopicField label={form.topic} topics={calendar.topics} value={written.weeks[monday]?.topic ?? ''} onValue={(topic) => write(monday, { topic })} />
          <TextField label={form.homework} maxLength={1000} autocomplete="off" value={written.weeks[monday]?.homework ?? ''} onValue={(homework) => write(monday, { homework })} />
        </div>
      ))}
      {errorAt(undefined, 'topics') && <span class="problem" role="alert">{errorAt(undefined, 'topics')}</span>}
      {mondays.length > shown && <Button kind="soft" icon="plus" onTap={() => setShown(shown + AT_FIRST)}>{form.moreWeeks}</Button>}
    </Card>
  )
}

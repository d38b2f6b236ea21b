import { mondayOf } from '../../shared/practiced'
import type { Day } from '../../sessions/days'
import { isDay, plusDays } from '../../sessions/days'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { shortDaySaid } from './said'
import { words } from './words'

interface StepsProps {
  monday: Day
  today: Day
  onShow: (day: Day) => void
}

/** From week to week, to a day, and back to today. */
export function WeekSteps({ monday, today, onShow }: StepsProps) {
  const { week } = words.value
  const sunday = plusDays(monday, 6)
  const isCurrent = monday === mondayOf(today)
  return (
    <div class="weeksteps">
      <div class="row tight">
        <Button kind="bare" icon="back" label={week.before} onTap={() => onShow(plusDays(monday, -7))} />
        <h2 id="week" aria-live="polite">
          {isCurrent && <small>{week.current}</small>}
          {shortDaySaid(monday, sunday)} – {shortDaySaid(sunday, now.value)}
        </h2>
        <Button kind="bare" icon="next" label={week.after} onTap={() => onShow(plusDays(monday, 7))} />
      </div>
      <div class="row noprint">
        {!isCurrent && <Button kind="soft" onTap={() => onShow(today)}>{week.today}</Button>}
        <TextField label={week.pick} type="date" value="" onValue={(day) => isDay(day) && day > '2000' && onShow(day)} />
      </div>
    </div>
  )
}

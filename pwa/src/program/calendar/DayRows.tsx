import type { Day } from '../../sessions/days'
import { isDay } from '../../sessions/days'
import { TextField } from '../../ui/Field'
import { Rows } from '../../ui/Rows'

interface DayRowsProps {
  title: string
  name: (n: number) => string
  add: string
  days: readonly Day[]
  error: string | undefined
  /** What is to be said of one of them. */
  problemOf: (day: Day) => string | undefined
  /** In their order, each once. */
  onDays: (days: Day[]) => void
}

const MOST = 100

/** Single days, as many as wanted. */
export const DayRows = ({ title, name, add, days, error, problemOf, onDays }: DayRowsProps) => (
  <div role="group" aria-label={title} class="stack dayrows">
    <Rows values={days} add={add} most={MOST} onValues={(given) => onDays([...new Set(given.filter(isDay))].sort())}>
      {({ n, value, onValue }) => <TextField label={name(n + 1)} type="date" value={value ?? ''} onValue={(day) => onValue(day || undefined)} error={(n === 0 && error) || (value && problemOf(value)) || undefined} />}
    </Rows>
  </div>
)

import { useId } from 'preact/hooks'
import type { Weekday } from './rhythm'
import { weekdays } from './rhythm'
import { words } from './words'

interface DaysProps {
  question: string
  chosen: readonly Weekday[]
  onChoose: (days: readonly Weekday[]) => void
  error?: string | undefined
}

/** Days of the week, as many as wanted. */
export function Days({ question, chosen, onChoose, error }: DaysProps) {
  const id = useId()
  const toggle = (day: Weekday) => onChoose(weekdays.filter((each) => chosen.includes(each) !== (each === day)))
  return (
    <fieldset class="days" aria-describedby={error ? id : undefined}>
      <legend>{question}</legend>
      <div class="ticks">
        {weekdays.map((day) => (
          <label key={day} class="tick">
            <input type="checkbox" checked={chosen.includes(day)} onChange={() => toggle(day)} /> {words.value.weekdays[day]}
          </label>
        ))}
      </div>
      <span class="problem" id={id} role="alert">{error}</span>
    </fieldset>
  )
}

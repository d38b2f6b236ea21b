import type { ComponentChildren } from 'preact'
import type { Weekday } from '../shared/commitments'
import { weekdays } from '../shared/commitments'
import type { Place } from '../shared/i18n'
import { capitalized, weekdayOf } from '../shared/i18n'
import { language } from './words'

/** Days and hours of a rule have no zone: they are said as in UTC, where they are just these. */
export const plain = (): Place => ({ language: language.value, zone: 'UTC' })

/** 2024 began on a Monday. */
const dateOf = (day: Weekday): string => `2024-01-0${weekdays.indexOf(day) + 1}`

/** As inside a sentence: "Monday", "lunes". */
export const nameOfDay = (day: Weekday): string => weekdayOf(dateOf(day), plain())

interface Props {
  legend: string
  chosen: readonly Weekday[]
  onChoose: (days: Weekday[]) => void
  /** What is missing, below the days. */
  children?: ComponentChildren
}

/** Which days of the week, as a part of a form. */
export function Weekdays({ legend, chosen, onChoose, children }: Props) {
  const toggle = (day: Weekday) => onChoose(weekdays.filter((each) => chosen.includes(each) !== (each === day)))
  return (
    <fieldset class="choice weekdays" data-part="days">
      <legend>{legend}</legend>
      <div class="options">
        {weekdays.map((day) => (
          <label key={day} class="option">
            <input type="checkbox" checked={chosen.includes(day)} onChange={() => toggle(day)} />
            <span>{capitalized(nameOfDay(day))}</span>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  )
}

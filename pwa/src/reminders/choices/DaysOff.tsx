import { weekdays } from '../../shared/commitments'
import type { Weekday } from '../../shared/commitments'
import { capitalized, weekdayOf } from '../../shared/i18n'
import type { ReminderChoicesOut } from '../../shared/wire'
import { CheckList } from '../../ui/CheckList'
import { language } from '../../ui/words'
import { Part } from './Part'
import { useChoosing } from './useChoosing'
import { words } from './words'

export function DaysOff({ days_off }: Pick<ReminderChoicesOut, 'days_off'>) {
  const { choose, outcome } = useChoosing()
  const { title, question, hint } = words.value.daysOff
  const toggle = (day: Weekday) => choose('days_off', weekdays.filter((each) => days_off.includes(each) !== (each === day)))
  return (
    <Part id="days-off" title={title} outcome={outcome}>
      <div class="weekdays">
        <CheckList question={question} hint={hint} options={weekdays.map((value, n) => ({ value, label: nameOf(n) }))} chosen={days_off} onToggle={toggle} />
      </div>
    </Part>
  )
}

/** From Monday on: the first day of 2024 was one. */
const nameOf = (n: number): string => capitalized(weekdayOf(new Date(Date.UTC(2024, 0, 1 + n)), { language: language.value, zone: 'UTC' }))

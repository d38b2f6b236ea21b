import type { Place } from '../../shared/i18n'
import { ended, timeOf } from '../../shared/i18n'
import type { DayAhead, Home, ReminderAhead } from '../../shared/wire'
import { aboutOf, dayName, hrefOf } from '../about'
import { words } from './words'

interface DayProps extends DayAhead {
  body: Home
  place: Place
}

export function Day({ day, reminders, body, place }: DayProps) {
  return (
    <section class="card stack" aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`}>{dayName(day, reminders[0]?.due_at ?? day, place)}</h2>
      <ul class="plain ahead">
        {reminders.map((one) => <Row key={`${one.subject} ${one.kind} ${one.due_at}`} one={one} body={body} place={place} />)}
      </ul>
    </section>
  )
}

interface RowProps {
  one: ReminderAhead
  body: Home
  place: Place
}

function Row({ one, body, place }: RowProps) {
  const why = whyOf(one, place)
  return (
    <li class={one.left_out ? 'out' : undefined}>
      <span class="time">{one.left_out ? <s>{timeOf(one.due_at, place)}</s> : timeOf(one.due_at, place)}</span>
      <div>
        <a href={hrefOf(one)}>{aboutOf(one, body, place)}</a>
        {!one.left_out && <p class="quiet">{words.value.says(one.title, ended(one.body))}{one.kind === 'nudge' && ` ${ended(words.value.ifUnseen)}`}</p>}
        {why && <p class="why">{why}</p>}
      </div>
    </li>
  )
}

function whyOf({ left_out, was_due, asked_again }: ReminderAhead, place: Place): string | undefined {
  const { again, moved, leftOut } = words.value
  const why = left_out ? leftOut[left_out] : was_due ? moved(timeOf(was_due, place)) : asked_again ? again : undefined
  return why && ended(why)
}

import { cityOf } from '../../me/zones'
import { daysOf, ONCE } from '../../shared/commitments'
import { capitalized, dateOf, list, shortDateOf, timesOf } from '../../shared/i18n'
import type { CommitmentOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { now } from '../../ui/now'
import { language } from '../../ui/words'
import { nameOfDay, plain } from '../../ui/Weekdays'
import { plusDays } from '../days'
import { nameOf } from '../ownNames'
import { words } from './words'

interface RowProps {
  one: CommitmentOut
  /** The person's own. */
  zone: string
  onChange: () => void
  onRemove: () => void
}

export function Row({ one, zone, onChange, onRemove }: RowProps) {
  const { change, changeOf, remove, removeOf, onlyYou, busy, there } = words.value
  const name = nameOf(one)
  const id = `own-${one.id}`
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p>{whenWords(one)}{one.zone !== zone && ` (${there(cityOf(one.zone))})`}</p>
      <p class="quiet">{one.shared ? busy : onlyYou}</p>
      <div class="row">
        <Button kind="soft" label={changeOf(name)} onTap={onChange}>{change}</Button>
        <Button kind="bare" label={removeOf(name)} onTap={onRemove}>{remove}</Button>
      </div>
    </section>
  )
}

/** "Monday and Thursday, 5:00 – 9:00 pm, from Dec 1" */
export function whenWords({ rule, first_day, wall_time, minutes, until }: CommitmentOut): string {
  const said = words.value
  const starts = Date.parse(`1970-01-01T${wall_time}:00Z`)
  const hours = timesOf(new Date(starts), new Date(starts + minutes * 60_000), plain())
  if (rule === ONCE) return `${said.once(dateOf(first_day, plain()))}, ${hours}`
  const day = (date: string) => shortDateOf(date, now.value, plain())
  const days = capitalized(list(daysOf(rule).map(nameOfDay), language.value))
  const begins = Date.parse(first_day) > now.value.getTime() ? said.from(day(first_day)) : ''
  return [days, hours, begins, until ? said.until(day(plusDays(until, -1))) : ''].filter(Boolean).join(', ')
}

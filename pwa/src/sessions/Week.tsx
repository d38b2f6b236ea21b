import type { Place } from '../shared/i18n'
import { dateOf, shortDateOf, shortWeekdayOf } from '../shared/i18n'
import { mondayOf } from '../shared/practiced'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Card'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { SessionLink } from './SessionLink'
import type { Day, Entry, Span } from './days'
import { plusDays, weekOf, within } from './days'
import { words } from './words'

interface WeekProps {
  days: ReadonlyMap<Day, readonly Entry[]>
  known: Span
  shown: Day
  today: Day
  place: Place
  onShow: (day: Day) => void
}

export function Week(props: WeekProps) {
  const week = weekOf(props.shown)
  const isKnown = week.some((day) => within(day, props.known))
  return (
    <section class="gap" aria-labelledby="week">
      <Steps {...props} />
      {isKnown ? (
        <ol class="plain days">
          {week.map((day) => <DayRow key={day} day={day} {...props} />)}
        </ol>
      ) : (
        <Notice>{unknown()}</Notice>
      )}
    </section>
  )
}

/** One week further than the phone knows, and there it says so. */
function Steps({ shown, today, known, place, onShow }: WeekProps) {
  const { before, after, current, toToday } = words.value
  const [monday, sunday] = [mondayOf(shown), plusDays(mondayOf(shown), 6)]
  const isCurrent = monday === mondayOf(today)
  return (
    <>
      <div class="row between weekhead">
        <Button kind="bare" icon="back" label={before} disabled={sunday < known.from} onTap={() => onShow(plusDays(shown, -7))} />
        <h2 id="week" aria-live="polite">
          {isCurrent && <small>{current}</small>}
          {spanOf(monday, sunday, place)}
        </h2>
        <Button kind="bare" icon="next" label={after} disabled={monday >= known.to} onTap={() => onShow(plusDays(shown, 7))} />
      </div>
      {!isCurrent && <span class="center"><Button kind="soft" onTap={() => onShow(today)}>{toToday}</Button></span>}
    </>
  )
}

const unknown = (): string => `${words.value.reach} ${words.value.unknown}`

/** A day of the calendar has no zone: it is said as in UTC, where it has just these hours. */
const plain = ({ language }: Place): Place => ({ language, zone: 'UTC' })

/** "Jan 25 – Jan 31, 2027": the year once, and only one that is not this year. */
const spanOf = (from: Day, to: Day, place: Place): string =>
  `${shortDateOf(from, new Date(to), plain(place))} – ${shortDateOf(to, now.value, plain(place))}`

function DayRow({ day, days, known, today, place }: WeekProps & { day: Day }) {
  const entries = days.get(day) ?? []
  const weekday = shortWeekdayOf(day, plain(place))
  return (
    <li class={day === today ? 'day today' : 'day'} aria-current={day === today ? 'date' : undefined}>
      <h3>
        <span aria-hidden="true">{weekday}<b>{Number(day.slice(8))}</b></span>
        <span class="hidden">{dateOf(day, plain(place))}</span>
        {day === today && <Chip tone="on">{common.value.tabs.today}</Chip>}
      </h3>
      <div class="gap">
        {entries.map((entry) => <SessionLink key={`${entry.occurrence.id}${entry.gone}`} entry={entry} place={place} />)}
        {entries.length === 0 && <p class="quiet">{within(day, known) ? words.value.free : unknown()}</p>}
      </div>
    </li>
  )
}

import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { dateOf, monthOf, shortWeekdayOf, weekdayOf } from '../shared/i18n'
import { Chip } from '../ui/Card'
import { words as common } from '../ui/words'
import type { Day } from './days'
import { isOwn, weekOf, within } from './days'
import { DayEntries } from './DayEntries'
import { dayByKey, firstOf, isSameMonth, nearest, plusMonths, weeksOf } from './month'
import type { Read } from './read'
import { Steps } from './Steps'
import type { ShownProps } from './Week'
import { plain, unknown, words } from './words'

/** A month at a glance, and below it what the chosen day holds. */
export function Month({ read, shown: asked, onShow }: ShownProps) {
  const shown = nearest(asked, read.known)
  const isCurrent = isSameMonth(shown, read.today)
  const grid = useRef<HTMLTableElement>(null)
  const move = useFocusOnChosen(grid, shown)
  const go = (day: Day) => onShow(nearest(day, read.known))
  return (
    <section class="gap" aria-labelledby="shown">
      <Steps
        said={words.value.months}
        title={monthOf(shown, plain(read.place))}
        isCurrent={isCurrent}
        before={firstOf(shown) > read.known.from ? plusMonths(shown, -1) : undefined}
        after={plusMonths(firstOf(shown), 1) < read.known.to ? plusMonths(shown, 1) : undefined}
        today={read.today}
        onShow={go}
      />
      <table class="month" role="grid" aria-labelledby="shown" ref={grid} onKeyDown={move((day) => onShow(day), read)}>
        <Weekdays read={read} />
        <tbody>
          {weeksOf(shown).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => <DayCell key={day} day={day} read={read} shown={shown} onShow={go} />)}
            </tr>
          ))}
        </tbody>
      </table>
      <Legend />
      <Chosen day={shown} read={read} />
    </section>
  )
}

type ByKey = (show: (day: Day) => void, read: Read) => (event: KeyboardEvent) => void

/** The chosen day holds the focus while it is moved by keys, in another month too. */
function useFocusOnChosen(grid: RefObject<HTMLElement | null>, shown: Day): ByKey {
  const byKey = useRef(false)
  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    byKey.current = false
  }, [shown])
  return (show, read) => (event) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? undefined : dayByKey(event.key, shown, read.known)
    if (!next) return
    event.preventDefault()
    byKey.current = next !== shown
    if (next !== shown) show(next)
  }
}

const Weekdays = ({ read: { today, place } }: { read: Read }) => (
  <thead>
    <tr>
      {weekOf(today).map((day) => (
        <th key={day} scope="col">
          <span aria-hidden="true">{shortWeekdayOf(day, plain(place))}</span>
          <span class="hidden">{weekdayOf(day, plain(place))}</span>
        </th>
      ))}
    </tr>
  </thead>
)

function DayCell({ day, read, shown, onShow }: ShownProps & { day: Day }) {
  const isToday = day === read.today
  const look = ['cell', isToday && 'today', !isSameMonth(day, shown) && 'other'].filter(Boolean).join(' ')
  if (!within(day, read.known)) return <td class={`${look} unknown`} role="gridcell"><span>{Number(day.slice(8))}</span></td>
  return (
    <td role="gridcell" aria-selected={day === shown} class={look}>
      <button type="button" tabIndex={day === shown ? 0 : -1} aria-current={isToday ? 'date' : undefined} onClick={() => onShow(day)}>
        <span aria-hidden="true">{Number(day.slice(8))}</span>
        <span class="hidden">{[dateOf(day, plain(read.place)), ...countsOf(day, read)].join(', ')}</span>
        <Marks day={day} read={read} />
      </button>
    </td>
  )
}

interface Count {
  held: number
  off: number
  own: number
}

/** How many sessions are held, how many are not, how many own times there are. */
function countOf(day: Day, { days }: Read): Count {
  const count = { held: 0, off: 0, own: 0 }
  for (const entry of days.get(day) ?? []) {
    count[isOwn(entry) ? 'own' : entry.gone || entry.occurrence.state === 'cancelled' ? 'off' : 'held'] += 1
  }
  return count
}

function countsOf(day: Day, read: Read): string[] {
  const { held, off, own } = words.value.marks
  const count = countOf(day, read)
  return [count.held > 0 && held(count.held), count.off > 0 && off(count.off), count.own > 0 && own(count.own)].filter((text) => text !== false)
}

const MOST_MARKS = 4

function Marks({ day, read }: { day: Day; read: Read }) {
  const { held, off, own } = countOf(day, read)
  const marks = [...Array<string>(held).fill('held'), ...Array<string>(off).fill('off'), ...Array<string>(own).fill('own')]
  return <span class="marks" aria-hidden="true">{marks.slice(0, MOST_MARKS).map((mark, i) => <i key={i} class={mark} />)}</span>
}

function Legend() {
  const { legend } = words.value.marks
  return (
    <p class="quiet legend" aria-hidden="true">
      {(['held', 'off', 'own'] as const).map((mark) => <span key={mark} class="marks"><i class={mark} /> {legend[mark]}</span>)}
    </p>
  )
}

function Chosen({ day, read }: { day: Day; read: Read }) {
  return (
    <section class="gap" aria-labelledby="chosen">
      <h3 id="chosen" class="date">
        {dateOf(day, plain(read.place))} {day === read.today && <Chip tone="on">{common.value.tabs.today}</Chip>}
      </h3>
      <DayEntries day={day} read={read} />
      {!read.days.has(day) && <p class="quiet">{within(day, read.known) ? words.value.free : unknown()}</p>}
    </section>
  )
}

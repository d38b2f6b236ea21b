import { dateOf, shortDateOf, shortWeekdayOf } from '../shared/i18n'
import type { Place } from '../shared/i18n'
import { mondayOf } from '../shared/practiced'
import { Chip } from '../ui/Card'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import type { Day } from './days'
import { plusDays, weekOf, within } from './days'
import { DayEntries } from './DayEntries'
import type { Read } from './read'
import { Steps } from './Steps'
import { plain, unknown, words } from './words'

export interface ShownProps {
  read: Read
  shown: Day
  onShow: (day: Day) => void
}

/** One week further than the phone knows, and there it says so. */
export function Week({ read, shown, onShow }: ShownProps) {
  const week = weekOf(shown)
  const [monday, sunday] = [mondayOf(shown), plusDays(mondayOf(shown), 6)]
  return (
    <section class="gap" aria-labelledby="shown">
      <Steps
        said={words.value.weeks}
        title={spanOf(monday, sunday, read.place)}
        isCurrent={monday === mondayOf(read.today)}
        before={sunday < read.known.from ? undefined : plusDays(shown, -7)}
        after={monday >= read.known.to ? undefined : plusDays(shown, 7)}
        today={read.today}
        onShow={onShow}
      />
      {week.some((day) => within(day, read.known)) ? (
        <ol class="plain days">
          {week.map((day) => <DayRow key={day} day={day} read={read} />)}
        </ol>
      ) : (
        <Notice>{unknown()}</Notice>
      )}
    </section>
  )
}

/** "Jan 25 – Jan 31, 2027": the year once, and only one that is not this year. */
const spanOf = (from: Day, to: Day, place: Place): string =>
  `${shortDateOf(from, new Date(to), plain(place))} – ${shortDateOf(to, now.value, plain(place))}`

function DayRow({ day, read }: { day: Day; read: Read }) {
  const isToday = day === read.today
  return (
    <li class={isToday ? 'day today' : 'day'} aria-current={isToday ? 'date' : undefined}>
      <h3>
        <span aria-hidden="true">{shortWeekdayOf(day, plain(read.place))}<b>{Number(day.slice(8))}</b></span>
        <span class="hidden">{dateOf(day, plain(read.place))}</span>
        {isToday && <Chip tone="on">{common.value.tabs.today}</Chip>}
      </h3>
      <div class="gap">
        <DayEntries day={day} read={read} />
        {!read.days.has(day) && <p class="quiet">{within(day, read.known) ? words.value.free : unknown()}</p>}
      </div>
    </li>
  )
}

import { useLocation } from 'preact-iso'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import type { SeriesOut, StaffCalendar } from '../../shared/wire'
import { isDay, plusDays } from '../../sessions/days'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Problem } from '../../ui/States'
import { localAt } from './moments'
import { blank, startsFrom, writtenOf } from './series'
import { SeriesForm } from './SeriesForm'
import { todayIn, useAhead, WEEKS_AHEAD } from './useCalendar'
import { words } from './words'

/** A new series; with `?group=` or `?person=` for them. */
export function NewSeries() {
  const fetched = useAhead(WEEKS_AHEAD)
  const { query: { group, person } } = useLocation()
  const { form } = words.value
  const whose = group ? `group:${group}` : person ? `person:${person}` : ''
  return (
    <Desk head={<><PageHead title={form.newTitle} back="/schedule" /><Trouble fetched={fetched} /></>}>
      {fetched.body && <Work><SeriesForm calendar={fetched.body} begun={blank(whose, todayIn(fetched.body.zone))} from={undefined} onReload={fetched.reload} /></Work>}
    </Desk>
  )
}

/** A series from a day on, `?from=`; from before its first session on it is changed as a whole. */
export function ChangeSeries({ id }: { id: string }) {
  const fetched = useAhead(WEEKS_AHEAD)
  const { query } = useLocation()
  const { body } = fetched
  const series = body?.series.find((each) => each.id === id)
  const { form, series: said } = words.value
  return (
    <Desk head={<><PageHead title={form.changeTitle(series?.title ?? '')} back="/schedule/series" /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          {series ? <SeriesForm key={series.id} calendar={body} begun={writtenOf(series)} series={series} from={fromOf(series, body, query['from'])} onReload={fetched.reload} /> : <Problem>{said.gone}</Problem>}
        </Work>
      )}
    </Desk>
  )
}

/** From when on it can change: undefined while none of its sessions has begun and none is to stay as it is. */
function fromOf(series: SeriesOut, { zone, occurrences }: StaffCalendar, asked: string | undefined): string | undefined {
  const at = localAt(now.value, zone)
  const begins = startsFrom(series, series.first_day, 1)?.[0] ?? `${series.first_day}T${series.wall_time}`
  if (begins > at) return isDay(asked) && asked > begins.slice(0, 10) ? asked : undefined
  const today = at.slice(0, 10)
  // A day of which one has begun stays as it is, also where it was moved to an earlier one.
  const begun = occurrences.filter((one) => one.series === series.id && Date.parse(one.starts_at) <= now.value.getTime()).map((one) => one.original_start.slice(0, 10))
  const first = [today, ...begun.map((day) => plusDays(day, 1))].sort().at(-1) ?? today
  const next = startsFrom(series, first, 2)?.find((start) => start > at)?.slice(0, 10) ?? first
  return isDay(asked) && asked >= first ? asked : next
}

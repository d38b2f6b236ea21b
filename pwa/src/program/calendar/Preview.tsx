import type { Place } from '../../shared/i18n'
import type { StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import { changeOf, movedTo } from '../../sessions/names'
import { Card, Chip } from '../../ui/Card'
import { now } from '../../ui/now'
import { language } from '../../ui/words'
import { Conflicts } from './Conflicts'
import { isOfLine } from './conflicts'
import { localAt, timesFrom } from './moments'
import { startSaid } from './said'
import type { Written } from './series'
import { canTell, fieldsOf, forWhom, startsFrom } from './series'
import { WEEKS_AHEAD } from './useCalendar'
import { words } from './words'

interface PreviewProps {
  calendar: StaffCalendar
  written: Written
  from: Day
  /** The series whose place it takes. */
  replaces: string | undefined
}

const SHOWN = 5

/** What was said of the session of that day, at the same time if there is one then: it stays said. Moved to this start it is as planned. */
function changeAt(start: string, { occurrences, zone }: StaffCalendar, isReplaced: (occurrence: string) => boolean): string | undefined {
  const ofDay = occurrences.filter(({ id, original_start }) => isReplaced(id) && original_start.slice(0, 10) === start.slice(0, 10))
  const one = ofDay.find(({ original_start }) => original_start === start) ?? ofDay[0]
  const place: Place = { language: language.value, zone }
  if (one?.state === 'cancelled') return changeOf(one, now.value, place)
  return one?.state === 'moved' && localAt(new Date(one.starts_at), zone) !== start ? movedTo(one, now.value, place) : undefined
}

const MOST = 7 * WEEKS_AHEAD

/** The local starts that are ahead, as far as conflicts are looked for; undefined where only the server can tell. */
function ahead({ zone }: StaffCalendar, written: Written, from: Day): string[] | undefined {
  const at = localAt(now.value, zone)
  const starts = startsFrom(fieldsOf(written), from > at.slice(0, 10) ? from : at.slice(0, 10), MOST)
  return starts?.filter((start) => start > at)
}

/** The next dates in words, and who can't come then. */
export function Preview({ calendar, written, from, replaces }: PreviewProps) {
  const { form, wrong } = words.value
  const starts = canTell(written) ? ahead(calendar, written, from) : []
  const minutes = Number(written.minutes)
  const isReplaced = isOfLine(replaces, calendar.series)
  const changeOn = (start: string) => changeAt(start, calendar, isReplaced)
  const near = starts?.filter((start) => start.slice(0, 10) < plusDays(starts[0]?.slice(0, 10) ?? from, MOST) && !changeOn(start)) ?? []
  return (
    <Card tone="dawn" labelledBy="next">
      <h2 id="next">{form.next}</h2>
      {!canTell(written) && <p class="quiet">{form.nextNone}</p>}
      {canTell(written) && starts?.length === 0 && <p class="attend">{wrong.none}</p>}
      {starts === undefined && <p class="quiet">{form.nextOther}</p>}
      <ol class="plain dates">{starts?.slice(0, SHOWN).map((start) => <Start key={start} said={startSaid(start, minutes)} change={changeOn(start)} />)}</ol>
      <Conflicts whose={forWhom(written.whose)} facilitator={written.facilitator || null} wanted={timesFrom(near, minutes, calendar.zone)} isReplaced={isReplaced} calendar={calendar} />
    </Card>
  )
}

const Start = ({ said, change }: { said: string; change: string | undefined }) =>
  change ? <li><s>{said}</s> <Chip tone="on">{change}</Chip></li> : <li>{said}</li>

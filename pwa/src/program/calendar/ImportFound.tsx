import type { Found, StaffCalendar } from '../../shared/wire'
import { Card, Chip } from '../../ui/Card'
import { plusDays } from '../../sessions/days'
import { now } from '../../ui/now'
import { Conflicts } from './Conflicts'
import type { Choice } from './importing'
import { timesFrom } from './moments'
import { seriesSaid, startSaid } from './said'
import { forWhom } from './series'
import { WEEKS_AHEAD } from './useCalendar'
import { Facilitator, Kind, kindFor, Whose } from './WhoFields'
import { words } from './words'

interface FoundProps {
  found: Found
  choice: Choice
  calendar: StaffCalendar
  /** Nobody was chosen for it when it was to be imported. */
  isLacking: boolean
  onChoice: (choice: Choice) => void
}

/** Whether it is a local start as the server writes one. */
const isStart = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)

/** Any other text as it is. */
const timeSaid = (text: string, minutes: number): string => (isStart(text) ? startSaid(text, minutes) : text)

/** One series of a file: what would be made, what is left out, for whom. */
export function ImportFound({ found, choice, calendar, isLacking, onChoice }: FoundProps) {
  const { series, times, changed, notes, known } = found
  const said = words.value.import
  return (
    <Card>
      <h2>{series.title} {known && <Chip>{said.known}</Chip>}</h2>
      <p>{[seriesSaid(series, now.value, words.value), series.place].filter(Boolean).join(' · ')}</p>
      {series.link && <p class="filelink">{said.link(series.link)}</p>}
      <p class="quiet">{times.length > 0 ? said.next : said.noTimes}</p>
      <ol class="plain dates">{times.map((each) => <li key={each}>{timeSaid(each, series.minutes)}</li>)}</ol>
      {changed > 0 && <p class="quiet">{said.changed(changed)}</p>}
      {notes.length > 0 && <><p><strong>{said.notes}</strong></p><ul class="howto">{notes.map((each, i) => <li key={i}>{each}</li>)}</ul></>}
      {known ? <p class="quiet">{said.knownLead}</p> : <ForWhom series={series} times={times} choice={choice} calendar={calendar} isLacking={isLacking} onChoice={onChoice} />}
    </Card>
  )
}

function ForWhom({ series, times, choice, calendar, isLacking, onChoice }: Omit<FoundProps, 'found'> & Pick<Found, 'series' | 'times'>) {
  const { import: said, wrong } = words.value
  return (
    <>
      <label class="takeone">
        <input type="checkbox" checked={choice.take} aria-label={said.takeNamed(series.title)} onChange={() => onChoice({ ...choice, take: !choice.take })} /> {said.take}
      </label>
      {choice.take && (
        <div class="times">
          <Whose calendar={calendar} whose={choice.whose} error={isLacking ? wrong.whose : undefined} onChoose={(whose) => onChoice({ ...choice, whose, kind: kindFor(whose, choice.kind) })} />
          <Kind whose={choice.whose} kind={choice.kind} onKind={(kind) => onChoice({ ...choice, kind })} />
          <Facilitator calendar={calendar} chosen={choice.facilitator} onChoose={(facilitator) => onChoice({ ...choice, facilitator })} />
        </div>
      )}
      {choice.take && <Clash series={series} times={times} choice={choice} calendar={calendar} />}
    </>
  )
}

/** Who can't come to the next ones, once it is said for whom they are. */
function Clash({ series, times, choice, calendar }: Pick<FoundProps, 'choice' | 'calendar'> & Pick<Found, 'series' | 'times'>) {
  const starts = times.filter(isStart)
  const last = plusDays(starts[0]?.slice(0, 10) ?? '1970-01-01', 7 * WEEKS_AHEAD)
  const near = starts.filter((start) => start.slice(0, 10) < last)
  return <Conflicts whose={forWhom(choice.whose)} facilitator={choice.facilitator || null} wanted={timesFrom(near, series.minutes, calendar.zone)} isReplaced={() => false} calendar={calendar} />
}

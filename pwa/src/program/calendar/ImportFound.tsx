import type { Found, StaffCalendar } from '../../shared/wire'
import { Card, Chip } from '../../ui/Card'
import { now } from '../../ui/now'
import type { Choice } from './importing'
import { seriesSaid, startSaid } from './said'
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

/** A local start as the server writes it; any other text as it is. */
const timeSaid = (text: string, minutes: number): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? startSaid(text, minutes) : text)

/** One series of a file: what would be made, what is left out, for whom. */
export function ImportFound({ found, choice, calendar, isLacking, onChoice }: FoundProps) {
  const { series, times, changed, notes, known } = found
  const said = words.value.import
  return (
    <Card>
      <h2>{series.title} {known && <Chip>{said.known}</Chip>}</h2>
      <p>{[seriesSaid(series, now.value, words.value), series.place].filter(Boolean).join(' · ')}</p>
      <p class="quiet">{times.length > 0 ? said.next : said.noTimes}</p>
      <ol class="plain dates">{times.map((each) => <li key={each}>{timeSaid(each, series.minutes)}</li>)}</ol>
      {changed > 0 && <p class="quiet">{said.changed(changed)}</p>}
      {notes.length > 0 && <><p><strong>{said.notes}</strong></p><ul class="howto">{notes.map((each, i) => <li key={i}>{each}</li>)}</ul></>}
      {known ? <p class="quiet">{said.knownLead}</p> : <ForWhom title={series.title} choice={choice} calendar={calendar} isLacking={isLacking} onChoice={onChoice} />}
    </Card>
  )
}

function ForWhom({ title, choice, calendar, isLacking, onChoice }: Omit<FoundProps, 'found'> & { title: string }) {
  const { import: said, wrong } = words.value
  return (
    <>
      <label class="takeone">
        <input type="checkbox" checked={choice.take} aria-label={said.takeNamed(title)} onChange={() => onChoice({ ...choice, take: !choice.take })} /> {said.take}
      </label>
      {choice.take && (
        <div class="times">
          <Whose calendar={calendar} whose={choice.whose} error={isLacking ? wrong.whose : undefined} onChoose={(whose) => onChoice({ ...choice, whose, kind: kindFor(whose, choice.kind) })} />
          <Kind whose={choice.whose} kind={choice.kind} onKind={(kind) => onChoice({ ...choice, kind })} />
          <Facilitator calendar={calendar} chosen={choice.facilitator} onChoose={(facilitator) => onChoice({ ...choice, facilitator })} />
        </div>
      )}
    </>
  )
}

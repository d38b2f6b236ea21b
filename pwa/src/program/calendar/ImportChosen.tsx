import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import type { Imported, ImportIn, Preview, StaffCalendar } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { ImportFound } from './ImportFound'
import type { Choice } from './importing'
import { first, importOf, lacking } from './importing'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { words } from './words'

interface ChosenProps {
  preview: Preview
  text: string
  calendar: StaffCalendar
  onDone: (kept: Imported) => void
}

/** Each series that was found, for whom it is to be, and what nothing is made of. */
export function Chosen({ preview: { series, skipped }, text, calendar, onDone }: ChosenProps) {
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({})
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { import: said, saving } = words.value
  const put = useIntention<ImportIn, Imported>((id) => `/api/calendar-imports/${id}`, onDone)
  const body = importOf(text, series, choices)
  const lacks = lacking(series, choices)
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (lacks.length === 0 && body.chosen.length > 0) put.say(body)
  }
  return (
    <form class="gap" ref={form} onSubmit={send} noValidate>
      {series.length === 0 ? <p>{said.nothing}</p> : <p class="quiet">{said.whose}</p>}
      {series.map((each) => (
        <ImportFound key={each.uid} found={each} choice={choices[each.uid] ?? first(each)} calendar={calendar} isLacking={tried > 0 && lacks.includes(each.uid)} onChoice={(choice) => setChoices({ ...choices, [each.uid]: choice })} />
      ))}
      {skipped.length > 0 && (
        <Card labelledBy="skipped">
          <h2 id="skipped">{said.skipped}</h2>
          <p class="quiet">{said.skippedLead}</p>
          <ul class="howto">{skipped.map((each, i) => <li key={i}>{each}</li>)}</ul>
        </Card>
      )}
      <Refused refusal={put.refusal} />
      {series.some(({ known }) => !known) && (
        <div class="row">
          <Button type="submit" disabled={put.saying}>{put.saying ? saving : said.import(body.chosen.length)}</Button>
          {tried > 0 && body.chosen.length === 0 && <span class="problem" role="alert">{said.none}</span>}
        </div>
      )}
    </form>
  )
}

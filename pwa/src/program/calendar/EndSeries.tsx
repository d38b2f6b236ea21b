import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { EndIn, Kept, SeriesOut, StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { endingOf, lastOf } from './ending'
import { seriesInText, startSaid } from './said'
import { lineOf } from './series'
import { todayIn, useCalendar } from './useCalendar'
import { useSeen } from './useSeen'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { words } from './words'

/** In days: in these before the end, and after it, the last session is looked for, which may be cancelled or moved. */
const BEFORE = 63
const AFTER = 28

interface EndProps {
  series: SeriesOut
  calendar: StaffCalendar
  onDone: (sentence: string) => void
  /** Asks the server what is there now. */
  onReload: () => void
}

/** From a day on there is none; what was stays. */
export function EndSeries({ series, calendar, onDone, onReload }: EndProps) {
  const today = todayIn(series.zone)
  const line = lineOf(series, calendar.series)
  const planned = line.at(-1)?.until
  const [until, setUntil] = useState(planned && planned > today ? planned : today)
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { ending, saving } = words.value
  const { isLonger } = endingOf(line, until, today)
  const end = useIntention<EndIn, Kept>((id) => `/api/ended-series/${id}`, () => onDone((isLonger ? ending.goesOn : ending.ended)(series.title)))
  const seen = useSeen(series.newest, end.refusal, onReload)
  const isWrong = !(until >= today)
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (!isWrong) end.say({ series: series.id, until, seen })
  }
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <p>{ending.lead}</p>
      <TextField label={ending.until} type="date" value={until} onValue={setUntil} error={tried > 0 && isWrong ? ending.wrong : saidOf(end.refusal, 'until')} />
      {!isWrong && <Ending line={line} until={until} today={today} />}
      <Refused refusal={end.refusal} fields={['until']} />
      <Button type="submit" disabled={end.saying}>{end.saying ? saving : isLonger ? ending.goOn : ending.end}</Button>
    </form>
  )
}

/** What that means: which session is the last one, and what else ends, or goes on. */
function Ending({ line, until, today }: { line: readonly SeriesOut[]; until: Day; today: Day }) {
  const { body, trouble } = useCalendar(plusDays(until, -BEFORE), plusDays(until, AFTER))
  const { left, others, isLonger } = endingOf(line, until, today)
  const { ending } = words.value
  const last = left && lastOf(left, body?.occurrences ?? [], line[0]?.zone ?? '')
  return (
    <div class="stack" role="status">
      {left && (body || trouble) && <p class="quiet">{last ? ending.last(startSaid(last.start, last.minutes)) : ending.noneLeft}</p>}
      {others.map((each) => <p key={each.id}>{ending.also(`${each.title}, ${seriesInText(each, now.value, words.value)}`)}</p>)}
      {isLonger && <p>{ending.longer}</p>}
    </div>
  )
}

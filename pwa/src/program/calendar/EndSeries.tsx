import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { EndIn, Kept, SeriesOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { startSaid } from './said'
import { startsFrom } from './series'
import { todayIn } from './useCalendar'
import { useSeen } from './useSeen'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { words } from './words'

/** More than any series has in the years that are looked at. */
const ALL = 2_000

interface EndProps {
  series: SeriesOut
  onDone: (sentence: string) => void
  /** Asks the server what is there now. */
  onReload: () => void
}

/** From a day on there is none; what was stays. */
export function EndSeries({ series, onDone, onReload }: EndProps) {
  const today = todayIn(series.zone)
  const [until, setUntil] = useState(today)
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { ending, saving } = words.value
  const end = useIntention<EndIn, Kept>((id) => `/api/ended-series/${id}`, () => onDone(ending.ended(series.title)))
  const seen = useSeen(series.newest, end.refusal, onReload)
  const isWrong = !(until >= today)
  const left = isWrong ? undefined : startsFrom(series, today, ALL)?.filter((start) => start.slice(0, 10) < until)
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (!isWrong) end.say({ series: series.id, until, seen })
  }
  const last = left?.at(-1)
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <p>{ending.lead}</p>
      <TextField label={ending.until} type="date" value={until} onValue={setUntil} error={tried > 0 && isWrong ? ending.wrong : saidOf(end.refusal, 'until')} />
      {left && <p class="quiet" role="status">{last ? ending.last(startSaid(last, series.minutes)) : ending.noneLeft}</p>}
      <Refused refusal={end.refusal} fields={['until']} />
      <Button type="submit" disabled={end.saying}>{end.saying ? saving : ending.end}</Button>
    </form>
  )
}

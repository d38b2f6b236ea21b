import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { AddedIn, Kept, SeriesOut, StaffCalendar } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Conflicts } from './Conflicts'
import { timesFrom } from './moments'
import { startSaid } from './said'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { useSeen } from './useSeen'
import { words } from './words'

interface AddProps {
  series: SeriesOut
  calendar: StaffCalendar
  onDone: (sentence: string) => void
  /** Asks the server what is there now. */
  onReload: () => void
}

/** One session more of a series, on another day or at another time. */
export function AddSession({ series, calendar, onDone, onReload }: AddProps) {
  const [day, setDay] = useState('')
  const [time, setTime] = useState(series.wall_time)
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { adding, session, wrong, saving, series: said } = words.value
  const add = useIntention<AddedIn, Kept>((id) => `/api/added-sessions/${id}`, (_kept, { local_start }) => onDone(adding.added(startSaid(local_start, series.minutes))))
  const seen = useSeen(series.newest, add.refusal, onReload)
  const start = day && time ? `${day}T${time}` : undefined
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (start) add.say({ series: series.id, local_start: start, seen })
  }
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <p>{adding.lead(said.minutes(series.minutes))}</p>
      <div class="times">
        <TextField label={session.day} type="date" value={day} onValue={setDay} error={tried > 0 && !day ? wrong.day : saidOf(add.refusal, 'local_start')} />
        <TextField label={session.time} type="time" value={time} onValue={setTime} error={tried > 0 && !time ? wrong.time : undefined} />
      </div>
      <Conflicts whose={series} facilitator={series.facilitator} wanted={timesFrom(start ? [start] : [], series.minutes, series.zone)} isReplaced={() => false} calendar={calendar} />
      <Refused refusal={add.refusal} fields={['local_start']} />
      <Button type="submit" disabled={add.saying}>{add.saying ? saving : adding.add}</Button>
    </form>
  )
}

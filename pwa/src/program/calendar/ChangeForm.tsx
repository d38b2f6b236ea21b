import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { ChangeIn, Kept, StaffOccurrence } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import type { Changing } from './change'
import { changeIn, changingOf, plannedOf, wrongIn } from './change'
import { Conflicts } from './Conflicts'
import { Meanwhile } from './Meanwhile'
import { timesFrom } from './moments'
import type { OneProps } from './SessionSheet'
import { pathOfChange } from './SessionSheet'
import { TopicField } from './TopicField'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { useSeen } from './useSeen'
import { words } from './words'

const fields = ['starts_at', 'minutes', 'topic', 'homework', 'place', 'link']

const isElsewhen = (one: Changing, other: Changing): boolean => one.day !== other.day || one.time !== other.time || one.minutes !== other.minutes

/** When, where and about what one session is. What is not typed here follows what the server tells; cancelled it stays so. */
export function ChangeForm({ one, series, calendar, onDone, onReload }: OneProps) {
  const [before] = useState(one)
  const [typed, setTyped] = useState<Partial<Changing>>({})
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { session, wrong: why, ...said } = words.value
  const change = useIntention<ChangeIn, Kept>(pathOfChange, () => onDone(session.moved))
  const seen = useSeen(one.newest, change.refusal, onReload)
  const written = { ...changingOf(one), ...typed }
  const wrong = wrongIn(written)
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    const cancelled = one.state === 'cancelled' ? (one.reason ?? '') : undefined
    if (!wrong) change.say({ ...changeIn(one, plannedOf(one, series), written, cancelled), seen })
  }
  const write = (next: Partial<Changing>) => setTyped({ ...typed, ...next })
  const errorAt = (field: typeof wrong, name: string) => (tried > 0 && wrong === field && field ? why[field] : saidOf(change.refusal, name))
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <Meanwhile before={before} one={one} />
      <div class="times">
        <TextField label={session.day} type="date" value={written.day} onValue={(day) => write({ day })} error={errorAt('day', 'starts_at')} />
        <TextField label={session.time} type="time" value={written.time} onValue={(time) => write({ time })} error={errorAt('time', '')} />
        <TextField label={session.minutes} type="number" inputMode="numeric" value={written.minutes} onValue={(minutes) => write({ minutes })} error={errorAt('minutes', 'minutes')} />
      </div>
      <Clash one={one} facilitator={series?.facilitator ?? null} written={written} calendar={calendar} />
      <p class="quiet">{session.planned}</p>
      <TopicField label={session.topic} topics={calendar.topics} value={written.topic} onValue={(topic) => write({ topic })} error={saidOf(change.refusal, 'topic')} />
      <TextField label={session.homework} long maxLength={1000} value={written.homework} onValue={(homework) => write({ homework })} error={saidOf(change.refusal, 'homework')} />
      <TextField label={session.place} maxLength={200} value={written.place} onValue={(place) => write({ place })} error={saidOf(change.refusal, 'place')} />
      <TextField label={session.link} maxLength={500} value={written.link} onValue={(link) => write({ link })} error={errorAt('link', 'link')} />
      <Refused refusal={change.refusal} fields={fields} />
      <Button type="submit" disabled={change.saying}>{change.saying ? said.saving : said.save}</Button>
    </form>
  )
}

/** Only once it is to be at another time: who is there now has no conflict with that. */
function Clash({ one, facilitator, written, calendar }: { one: StaffOccurrence; facilitator: string | null; written: Changing; calendar: OneProps['calendar'] }) {
  const isWhole = wrongIn({ ...written, link: '' }) === undefined
  if (!isWhole || !isElsewhen(written, changingOf(one))) return null
  return <Conflicts whose={one} facilitator={facilitator} wanted={timesFrom([`${written.day}T${written.time}`], Number(written.minutes), calendar.zone)} isReplaced={(id) => id === one.id} calendar={calendar} />
}

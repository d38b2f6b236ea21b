import { useLocation } from 'preact-iso'
import { useRef, useState } from 'preact/hooks'
import { keepDraft } from '../../data/db'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { Kept, SeriesIn, SeriesOut, StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { useKept } from '../settings/useKept'
import { ChangedSince } from './ChangedSince'
import { draftOf, onTop } from './draft'
import type { Draft } from './draft'
import { Preview } from './Preview'
import type { Written } from './series'
import { fieldsOf, lineOf, writtenOf, wrongIn } from './series'
import { todayIn } from './useCalendar'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { useAfresh } from './useSeen'
import { WeekFields } from './WeekFields'
import { WhenFields } from './WhenFields'
import { WhereFields } from './WhereFields'
import { WhoFields } from './WhoFields'
import { words } from './words'

export interface FormProps {
  calendar: StaffCalendar
  /** What the form begins with. */
  begun: Written
  series?: SeriesOut
  /** From when on it is to change; undefined where all of it does. */
  from: Day | undefined
  /** Asks the server what is there now. */
  onReload: () => void
}

/** What each part of the form is given. */
export interface PartProps {
  calendar: StaffCalendar
  written: Written
  /** As it was before anything was typed. */
  begun: Written
  /** The day from which on the form speaks of it. */
  from: Day
  errorAt: (wrong: ReturnType<typeof wrongIn>, field: string) => string | undefined
  onWrite: (next: Partial<Written>) => void
}

const fields = ['group', 'person', 'kind', 'title', 'facilitator', 'rule', 'added', 'first_day', 'wall_time', 'minutes', 'until', 'excluded', 'place', 'link', 'bring', 'from_day']

const keyOf = ({ id }: SeriesOut): string => `series:${id}`

/** A series, new or from a day on. What was typed stays in this browser until it is saved. */
export function SeriesForm({ calendar, begun, series, from: first, onReload }: FormProps) {
  const { route } = useLocation()
  const [stored, keep, turn] = useKept<Draft | Written>(series ? keyOf(series) : `series:${begun.whose}`)
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const save = useIntention<SeriesIn, Kept>((id) => `/api/series/${id}`, (_kept, { first_day }) => {
    keep(undefined)
    route(`/schedule?day=${from ?? first_day}&saved=series`)
  })
  const told = useAfresh(save.refusal, onReload)
  const kept = draftOf(stored, begun)
  const { written } = kept ?? { written: begun }
  const from = kept?.from ?? first
  const newest = series?.newest ?? null
  const { upon, seen } = kept ?? { upon: begun, seen: newest }
  const today = todayIn(calendar.zone)
  const wrong = wrongIn(written)
  const wrongFrom = from !== undefined && !(from >= today)
  const { form: said, wrong: why, ...common } = words.value
  useFirstWrong(form, tried)
  // Somebody else may have split it: then what was written is about the one that follows.
  const holds = (from && lineOf(series, calendar.series).findLast(({ first_day }) => first_day <= from)) || series
  const isOther = holds?.id !== series?.id
  const goOn = (draft: Draft | undefined) => {
    if (!isOther || !holds) return keep(draft)
    void keepDraft(keyOf(holds), draft).catch(() => undefined).then(() => {
      keep(undefined)
      route(`/schedule/series/${holds.id}?from=${from}`)
    })
  }
  const now = isOther && holds ? writtenOf(holds) : begun
  const since = series && kept && seen !== newest && (
    <ChangedSince onKeep={() => goOn({ written: onTop(kept, now), from: isOther ? undefined : from, upon: now, seen: holds?.newest ?? null })} onDrop={() => goOn(undefined)} />
  )
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (wrong || wrongFrom) return
    save.say({ ...fieldsOf(written), series: series?.id ?? null, from_day: from ?? null, seen })
  }
  const part: PartProps = {
    calendar, written, begun, from: from || written.first_day || today,
    errorAt: (each, field) => (tried > 0 && each && wrong === each ? why[each] : saidOf(save.refusal, field)),
    onWrite: (next) => keep({ written: { ...written, ...next }, from, upon, seen }),
  }
  return (
    <form class="gap" ref={form} onSubmit={send} noValidate>
      {!told && since}
      {series && <FromDay from={from} today={today} error={tried > 0 && wrongFrom ? said.fromWrong : saidOf(save.refusal, 'from_day')} onFrom={(day) => keep({ written, from: day, upon, seen })} />}
      <WhoFields {...part} isNew={!series} />
      <WhenFields key={`${turn} ${seen}`} {...part} isBegun={from !== undefined} />
      <WhereFields {...part} />
      <WeekFields {...part} />
      <Preview calendar={calendar} written={written} from={part.from} replaces={series?.id} />
      <Refused refusal={save.refusal} fields={fields} />
      {told && since}
      <div class="row">
        <Button type="submit" disabled={save.saying}>{save.saying ? common.saving : common.save}</Button>
        {kept && !save.saying && <Button kind="bare" onTap={() => keep(undefined)}>{common.startOver}</Button>}
        <span class="quiet" role="status">{kept && !save.saying ? common.kept : ''}</span>
      </div>
    </form>
  )
}

interface FromProps {
  from: Day | undefined
  today: Day
  error: string | undefined
  onFrom: (from: Day) => void
}

/** What was stays as it was; only a series without a session so far changes as a whole. */
function FromDay({ from, error, onFrom }: FromProps) {
  const { form } = words.value
  return (
    <Card tone="tint">
      {from === undefined ? <p>{form.notBegun}</p> : <p>{form.stays}</p>}
      {from !== undefined && <TextField label={form.from} type="date" value={from} onValue={onFrom} error={error} />}
      <p class="quiet">{form.newOnes}</p>
    </Card>
  )
}

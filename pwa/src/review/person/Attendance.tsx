import { useEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import type { AbsencesOut, AttendanceIn, Kept, Mark, SessionRow } from '../../shared/wire'
import { Button, ButtonLink } from '../../ui/Button'
import { Card, Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { Refused } from '../Refused'
import { attendanceAt } from '../session/address'
import { countsSaid, limitSaid } from '../session/limit'
import { words as session } from '../session/words'
import { dayAndTime } from '../when'
import { words } from './words'

const FIRST = 4
const marks: readonly Mark[] = ['attended', 'late', 'left_early', 'excused', 'no_show']

interface AttendanceProps {
  person: string
  /** The past ones, in any order. */
  sessions: readonly SessionRow[]
  absences: AbsencesOut
  onChange: () => void
}

/** Who was where: one tap marks it, another takes it back. */
export function Attendance({ person, sessions, absences, onChange }: AttendanceProps) {
  const [all, setAll] = useState(false)
  const [news, setNews] = useState('')
  const said = words.value.attendance
  const past = [...sessions].sort((a, b) => b.starts_at.localeCompare(a.starts_at))
  const shown = all ? past : past.slice(0, FIRST)
  const marked = (sentence: string) => {
    setNews(sentence)
    onChange()
  }
  return (
    <Card labelledBy="attendance">
      <h2 id="attendance">{said.title}</h2>
      {past.length > 0 && <Absences absences={absences} />}
      {past.length === 0 && <p class="quiet">{said.none}</p>}
      <ul class="plain lines-list attendance">
        {shown.map((session) => <li key={session.occurrence}><One person={person} session={session} onMarked={marked} /></li>)}
      </ul>
      {shown.length < past.length && <span class="noprint"><Button kind="bare" onTap={() => setAll(true)}>{said.more(past.length)}</Button></span>}
      <span class="noprint"><ButtonLink kind="bare" href={`/schedule/new?person=${person}`}>{said.plan}</ButtonLink></span>
      <p role="status" class="quiet noprint">{news}</p>
    </Card>
  )
}

/** How they stand with the program's rule; what is near its limit first. */
function Absences({ absences }: { absences: AbsencesOut }) {
  const limit = limitSaid(absences, session.value)
  return <p>{limit ? <strong class="attend">{limit}</strong> : countsSaid(absences, session.value)}</p>
}

interface OneProps {
  person: string
  session: SessionRow
  onMarked: (sentence: string) => void
}

function One({ person, session: { occurrence, starts_at, title, state, mark }, onMarked }: OneProps) {
  const said = words.value.attendance
  const name = `${dayAndTime(starts_at, now.value, here())}, ${title}`
  // What was tapped shows until the page has been read again.
  const [tapped, setTapped] = useState<{ mark: Mark | null } | undefined>()
  const intention = useIntention<AttendanceIn, Kept>((id) => `/api/attendances/${id}`, (_kept, { mark: taken }) => {
    setTapped({ mark: taken })
    onMarked(taken ? said.saved(name, said.marks[taken]) : said.undone(name))
  })
  useEffect(() => setTapped(undefined), [mark])
  const shown = tapped ? tapped.mark : mark
  const controls = useRef<HTMLDivElement>(null)
  const before = useRef(shown)
  useEffect(() => {
    // The button that was tapped has gone.
    if (before.current !== shown && document.activeElement === document.body) controls.current?.querySelector('button')?.focus()
    before.current = shown
  }, [shown])
  const say = (next: Mark | null) => intention.say({ person, occurrence, mark: next })
  return (
    <>
      <div class="row between">
        <a class="grow" href={attendanceAt(occurrence)}>{name}</a>
        {state === 'cancelled' && <Chip>{said.cancelled}</Chip>}
        {shown && <strong>{said.marks[shown]}</strong>}
        {shown && <div ref={controls} class="noprint"><Button kind="bare" label={said.undoNamed(name)} onTap={() => say(null)}>{said.undo}</Button></div>}
      </div>
      {!shown && state !== 'cancelled' && (
        <div ref={controls} class="marks noprint" role="group" aria-label={said.mark(name)}>
          {marks.map((each) => <button key={each} type="button" class="chip" disabled={intention.saying} onClick={() => say(each)}>{said.marks[each]}</button>)}
        </div>
      )}
      <Refused refusal={intention.refusal} />
    </>
  )
}

import { useLocation, useRoute } from 'preact-iso'
import { useFetched } from '../data/fetched'
import { timeOf } from '../shared/i18n'
import { callTo } from '../shared/phone'
import type { Overview } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { About } from './About'
import { AnswerPanel } from './AnswerPanel'
import { Desk, Side, Work } from './Desk'
import { Exercises } from './Exercises'
import { useKeys } from './keys'
import { KeysLine } from './KeysLine'
import { Trouble } from './Loaded'
import { Alerts } from './person/Alerts'
import { Answers } from './person/Answers'
import { Attendance } from './person/Attendance'
import { Medication } from './person/Medication'
import './person/person.css'
import { Printed } from './person/Printed'
import { sinceOf } from './person/since'
import { Trends } from './person/Trends'
import { Practices } from './Practices'
import { stageOf } from './stage'
import { wide } from './wide'
import { words } from './words'

/** One person on one page, with an answer open beside it when the address names one. */
export function Person() {
  const { id = '' } = useRoute().params
  const { answer } = useLocation().query
  const fetched = useFetched<Overview>(`/api/people/${id}`)
  const { body, reload } = fetched
  return (
    <Desk head={<><Head overview={body} />{body && <Printed />}<Trouble fetched={fetched} /></>} sideFirst={answer !== undefined}>
      {body && <Everything overview={body} chosen={answer} reload={reload} />}
      {body && (
        <Side label={answer ? words.value.answer.title : words.value.person.title}>
          {answer ? <Open id={answer} person={body.person} onReviewed={reload} /> : <About overview={body} onChange={reload} />}
        </Side>
      )}
    </Desk>
  )
}

function Head({ overview }: { overview: Overview | undefined }) {
  const { title } = words.value.person
  return <PageHead title={overview?.person.name ?? title} tab={title} back="/people" sub={overview && <Where overview={overview} />} />
}

/** "called Sammy · week 5, Evening A · intensive outpatient since Oct 5 · It is 5:12 pm where Sam is. · (555) 0134" */
function Where({ overview: { person, phases } }: { overview: Overview }) {
  const { called, theirTime } = words.value.person
  const other = person.called && !person.name.startsWith(person.called) ? called(person.called) : undefined
  const theirs = timeOf(now.value, { ...here(), zone: person.zone })
  const time = theirs === timeOf(now.value, here()) ? undefined : theirTime(theirs, person.called ?? person.name)
  const since = sinceOf(person.phase, phases)
  // "aftercare since Nov 23" says the phase; "week 7" says more than it.
  const stage = stageOf(since && person.phase !== 'iop' ? { ...person, phase: null } : person, words.value)
  const said = [other, stage, since, time].filter(Boolean).join(' · ')
  return <>{said}{person.phone && <> · <a href={callTo(person.phone)}>{person.phone}</a></>}</>
}

function Everything({ overview, chosen, reload }: { overview: Overview; chosen: string | undefined; reload: () => void }) {
  const { person, alerts, sessions, absences, answers, practices, exercises } = overview
  return (
    <Work>
      <Alerts alerts={alerts} />
      <Trends overview={overview} />
      <Answers person={person.id} zone={person.zone} answers={answers} chosen={chosen} />
      <Attendance person={person.id} sessions={sessions} absences={absences} onChange={reload} />
      <Medication overview={overview} onChange={reload} />
      <Exercises overview={overview} onChange={reload} />
      <Practices practices={practices} exercises={exercises} zone={person.zone} />
      <KeysLine keys={{ 'j k': 'move', Enter: 'enter', R: 'read', Esc: 'close' }} />
    </Work>
  )
}

interface OpenProps {
  id: string
  person: Overview['person']
  onReviewed: () => void
}

function Open({ id, person, onReviewed }: OpenProps) {
  const { route } = useLocation()
  const { back, close } = words.value.answer
  const list = `/people/${person.id}`
  useKeys({ Escape: () => route(list) })
  return (
    <AnswerPanel
      id={id}
      onReviewed={onReviewed}
      opened
      close={<p><ButtonLink kind="bare" icon={wide.value ? 'close' : 'back'} href={list}>{wide.value ? close : back(person.name)}</ButtonLink></p>}
    />
  )
}

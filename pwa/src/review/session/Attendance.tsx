import { useRoute } from 'preact-iso'
import type { Fetched } from '../../data/fetched'
import { useFetched } from '../../data/fetched'
import { ended } from '../../shared/i18n'
import type { OccurrenceOut, SessionOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Empty, Notice } from '../../ui/States'
import { Desk, Work } from '../Desk'
import { useFresh } from '../fresh'
import { Trouble } from '../Loaded'
import { clinicTime, dayAndTime } from '../when'
import { Lately } from './Lately'
import { everybody, markedOf, marks, saysHere } from './marks'
import { Roll } from './Roll'
import './session.css'
import type { Marks } from './useMarking'
import { useMarking } from './useMarking'
import { words } from './words'

/** One session with everybody it is for: who was there, marked with one tap each. */
export function Attendance() {
  const { id = '' } = useRoute().params
  const fetched = useFetched<SessionOut>(`/api/sessions/${encodeURIComponent(id)}`)
  const { body, reload } = fetched
  useFresh(reload)
  return (
    <Desk head={<><Head occurrence={body?.occurrence} /><Trouble fetched={fetched} /></>}>
      {body && <Work><Session key={id} session={body} fetched={fetched} /></Work>}
    </Desk>
  )
}

function Head({ occurrence }: { occurrence: OccurrenceOut | undefined }) {
  const { title } = words.value
  return <PageHead title={occurrence?.title ?? title} tab={title} back="/people" sub={occurrence && aboutOf(occurrence)} />
}

/** "Today 6:00 pm · Relapse prevention · Room 2" */
function aboutOf({ starts_at, zone, topic, place }: OccurrenceOut): string {
  const there = clinicTime(starts_at, here(), zone)
  return [dayAndTime(starts_at, now.value, here()), there && words.value.at(there), topic, place].filter(Boolean).join(' · ')
}

function Session({ session, fetched }: { session: SessionOut; fetched: Fetched<SessionOut> }) {
  const marking = useMarking(session, fetched)
  const { nobody, roll } = words.value
  const { people } = marking
  if (people.length === 0) return <Empty icon="people">{nobody}</Empty>
  return (
    <>
      {session.can_mark ? <Tools marking={marking} /> : <WhyNot occurrence={session.occurrence} isMarked={markedOf(people) > 0} />}
      <ul class="plain roll" aria-label={roll}>
        {people.map((one) => <Roll key={one.person} one={one} canMark={session.can_mark} onMark={(mark) => marking.mark(one, mark)} onTakeBack={() => marking.takeBack(one)} />)}
      </ul>
      {session.can_mark && <Letters />}
      <Lately marking={marking} />
    </>
  )
}

function WhyNot({ occurrence: { state, reason }, isMarked }: { occurrence: OccurrenceOut; isMarked: boolean }) {
  const { cancelled, cancelledFor, notBegun, notCounted } = words.value
  if (state !== 'cancelled') return <Notice>{notBegun}</Notice>
  return <Notice>{reason ? ended(cancelledFor(reason)) : cancelled}{isMarked && ` ${notCounted}`}</Notice>
}

/** The many first, then the few. */
function Tools({ marking }: { marking: Marks }) {
  const said = words.value
  const { people } = marking
  const arrived = saysHere(people).length
  return (
    <div class="stack">
      <p>{said.count(markedOf(people), people.length)}</p>
      <div class="row">
        <Button icon="check" disabled={everybody(people).length === 0} onTap={marking.everybody}>{said.everybody}</Button>
        {arrived > 0 && <Button kind="soft" onTap={marking.saysHere}>{said.here(arrived)}</Button>}
      </div>
      <small class="quiet">{said.everybodyAbout}</small>
    </div>
  )
}

/** Only shown where there is a mouse, and so likely a keyboard. */
function Letters() {
  const { keys, letters, marks: names, none, noLetter } = words.value
  return (
    <p class="keys quiet">
      {keys} {marks.map((mark) => <span key={mark}><kbd>{letters[mark]}</kbd> {names[mark]}</span>)} <span><kbd>{noLetter}</kbd> {none}</span>
    </p>
  )
}

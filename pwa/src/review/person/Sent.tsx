import { useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import { cityOf } from '../../me/zones'
import { wayOf } from '../../reminders/sent/way'
import type { PersonsReminders, SentOut } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { Loaded } from '../Loaded'
import { dayAndTime } from '../when'
import { words } from './words'

/** What became of somebody's reminders, once the counselor wants to see it: of each no more than its kind. */
export function Sent({ person }: { person: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="numbers noprint" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.value.reminders.sent.title}</summary>
      {isOpen && <List person={person} />}
    </details>
  )
}

function List({ person }: { person: string }) {
  const fetched = useFetched<PersonsReminders>(`/api/people/${person}/reminders`)
  const { none, where } = words.value.reminders.sent
  return (
    <Loaded fetched={fetched}>
      {({ zone, reminders }) => (
        <>
          {zone !== here().zone && <p class="quiet">{where(cityOf(zone))}</p>}
          {reminders.length === 0 && <p class="quiet">{none}</p>}
          <ul class="plain stack">{reminders.map((one) => <li key={`${one.kind} ${one.due_at}`}><One one={one} zone={zone} /></li>)}</ul>
        </>
      )}
    </Loaded>
  )
}

function One({ one, zone }: { one: SentOut; zone: string }) {
  const { sent } = words.value.reminders
  const place = { ...here(), zone }
  return (
    <>
      {dayAndTime(one.due_at, now.value, place)} · {sent.kinds[one.kind]}
      <br />
      <small>{wayOf(one, place, sent)}</small>
    </>
  )
}

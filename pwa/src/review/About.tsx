import { OwnSchedules } from '../program/settings/OwnSchedules'
import { callTo } from '../shared/phone'
import type { Place } from '../shared/i18n'
import { shortDateOf } from '../shared/i18n'
import type { OccurrenceOut, Overview } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Chip } from '../ui/Card'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { words as common } from '../ui/words'
import { Exports } from './person/Exports'
import { PhaseChange } from './person/PhaseChange'
import { PhoneNumber } from './person/PhoneNumber'
import { Reminders } from './person/Reminders'
import { words as own } from './person/words'
import { attendanceAt } from './session/address'
import { clinicTime, dayAndTime } from './when'
import { words } from './words'

interface AboutProps {
  overview: Overview
  onChange: () => void
}

/** What else to know about somebody: how to reach them, their plan, sessions, reminders and what they are asked. */
export function About({ overview, onChange }: AboutProps) {
  const { phone, id, language } = overview.person
  const { person, plan, sessions, joining } = words.value
  const name = overview.person.called ?? overview.person.name
  return (
    <div class="gap">
      <div class="row noprint">
        {phone && <ButtonLink icon="phone" href={callTo(phone)}>{common.value.help.clinic.call(phone)}</ButtonLink>}
        <Button kind="soft" icon="printer" onTap={() => print()}>{own.value.head.print}</Button>
      </div>
      <PhoneNumber person={overview.person} onChange={onChange} />
      <Part title={words.value.reminders.title}><Reminders overview={overview} /></Part>
      <Part title={plan.title}>
        <PlanLines plan={overview.plan} name={name} />
        <span class="noprint"><ButtonLink kind="soft" icon="map" href={`/people/${id}/plan`}>{overview.plan.agreed || overview.plan.proposed ? plan.open : plan.write}</ButtonLink></span>
      </Part>
      <Part title={sessions.title}>
        {overview.next_sessions.length === 0 && <p class="quiet">{sessions.none}</p>}
        <ul class="plain stack">{overview.next_sessions.map((each) => <li key={each.id}><Session occurrence={each} /></li>)}</ul>
      </Part>
      <OwnSchedules overview={overview} onChange={onChange} />
      <PhaseChange overview={overview} onChange={onChange} />
      <div class="stack noprint">
        <h2>{joining.title}</h2>
        <p>{joinedWords(overview)}</p>
        <p class="quiet">{person.speaks[language]} {joining.lost}</p>
        <ButtonLink kind="soft" icon="plus" href={`/invite?person=${id}`}>{joining.link}</ButtonLink>
      </div>
      <Exports path={`/api/people/${id}`} medication={overview.medication !== null} />
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: preact.ComponentChildren }) => (
  <section class="stack">
    <h2>{title}</h2>
    {children}
  </section>
)

const date = (moment: string, place: Place = here()): string => shortDateOf(moment, now.value, place)

function PlanLines({ plan: { agreed, proposed }, name }: { plan: Overview['plan']; name: string }) {
  const said = words.value.plan
  if (!agreed && !proposed) return <p class="quiet">{said.none}</p>
  return (
    <p>
      {proposed && <>{said.waits(proposed.number, name)}<br /></>}
      {agreed?.agreed_at && said.agreed(agreed.number, date(agreed.agreed_at))}
    </p>
  )
}

function Session({ occurrence: { id, starts_at, zone, title, topic, state } }: { occurrence: OccurrenceOut }) {
  const { sessions, caseload } = words.value
  const there = clinicTime(starts_at, here(), zone)
  const at = dayAndTime(starts_at, now.value, here())
  return (
    <>
      <a href={attendanceAt(id)}><strong>{state === 'cancelled' ? <s>{at}</s> : at}</strong></a> {state !== 'planned' && <Chip>{sessions[state]}</Chip>}
      <br />
      <small>{[there && caseload.clinic(there), title, topic].filter(Boolean).join(' · ')}</small>
    </>
  )
}

function joinedWords({ person: { joined_at }, invite }: Overview): string {
  const { joined, waiting, over, none } = words.value.joining
  if (joined_at) return joined(date(joined_at))
  if (!invite) return none
  return Date.parse(invite.expires_at) > now.value.getTime() ? waiting(date(invite.expires_at)) : over(date(invite.expires_at))
}

import { callTo } from '../shared/phone'
import type { Place } from '../shared/i18n'
import { shortDateOf } from '../shared/i18n'
import type { OccurrenceOut, Overview } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Chip } from '../ui/Card'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { words as common } from '../ui/words'
import { clinicTime, dayAndTime, whenOf } from './when'
import { words } from './words'

/** What else to know about somebody: how to reach them, their plan, sessions and reminders. */
export function About({ overview }: { overview: Overview }) {
  const { phone, called, name } = overview.person
  const { person, plan, sessions, reminders, joining } = words.value
  return (
    <div class="gap">
      {phone && <ButtonLink icon="phone" href={callTo(phone)}>{common.value.help.clinic.call(phone)}</ButtonLink>}
      <Part title={plan.title}>
        <PlanLines plan={overview.plan} name={called ?? name} />
        <ButtonLink kind="soft" icon="map" href={`/people/${overview.person.id}/plan`}>{overview.plan.agreed || overview.plan.proposed ? plan.open : plan.write}</ButtonLink>
      </Part>
      <Part title={sessions.title}>
        {overview.next_sessions.length === 0 && <p class="quiet">{sessions.none}</p>}
        <ul class="plain stack">{overview.next_sessions.map((each) => <li key={each.id}><Session occurrence={each} /></li>)}</ul>
      </Part>
      <Part title={reminders.title}><p>{reminderWords(overview.reminders)}</p></Part>
      <Part title={joining.title}>
        <p>{joinedWords(overview)}</p>
        <p class="quiet">{person.speaks[overview.person.language]} {joining.lost}</p>
        <ButtonLink kind="soft" icon="plus" href={`/invite?person=${overview.person.id}`}>{joining.link}</ButtonLink>
      </Part>
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

function Session({ occurrence: { starts_at, zone, title, topic, state } }: { occurrence: OccurrenceOut }) {
  const { sessions, caseload } = words.value
  const there = clinicTime(starts_at, here(), zone)
  const at = dayAndTime(starts_at, now.value, here())
  return (
    <>
      <strong>{state === 'cancelled' ? <s>{at}</s> : at}</strong> {state !== 'planned' && <Chip>{sessions[state]}</Chip>}
      <br />
      <small>{[there && caseload.clinic(there), title, topic].filter(Boolean).join(' · ')}</small>
    </>
  )
}

function reminderWords({ subscribed, last_accepted_at, last_shown_at }: Overview['reminders']): string {
  const { off, on, shown, accepted, never } = words.value.reminders
  const when = (moment: string) => whenOf(moment, now.value, here())
  const isShown = last_shown_at !== null && (last_accepted_at === null || last_shown_at >= last_accepted_at)
  const last = isShown ? shown(when(last_shown_at)) : last_accepted_at ? accepted(when(last_accepted_at)) : subscribed ? never : ''
  return [subscribed ? on : off, last].filter(Boolean).join(' ')
}

function joinedWords({ person: { joined_at }, invite }: Overview): string {
  const { joined, waiting, over, none } = words.value.joining
  if (joined_at) return joined(date(joined_at))
  if (!invite) return none
  return Date.parse(invite.expires_at) > now.value.getTime() ? waiting(date(invite.expires_at)) : over(date(invite.expires_at))
}

import type { AlertOut } from '../../shared/wire'
import { callTo } from '../../shared/phone'
import { ButtonLink } from '../../ui/Button'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { TierMark } from '../TierMark'
import { told } from '../told'
import { whenOf } from '../when'
import { CantCome } from './CantCome'
import { Handling } from './Handling'
import { againAt, comesAt } from './happened'
import { isOverdue } from './order'
import { Steps } from './Steps'
import type { Second } from './WasSecond'
import { words } from './words'

interface CardProps {
  alert: AlertOut
  onChange: () => void
  /** `second`: somebody else was first, and this note was added to theirs. */
  onResolved: (alert: AlertOut, second?: Second) => void
}

/** One open alert: how soon, who, why, whose, and what to do. */
export function AlertCard({ alert, onChange, onResolved }: CardProps) {
  const { person, text, phone, answers, escalations } = alert
  const said = words.value
  const newest = answers.at(-1)
  const again = againAt(alert.events)
  const comes = comesAt(alert.events)
  return (
    <article class={`card stack alert ${alert.tier}`} aria-labelledby={`alert-${alert.id}`}>
      <div class="row between">
        <h3 id={`alert-${alert.id}`}><a href={`/people/${person.id}`} data-row={alert.id}>{person.name}</a></h3>
        <span class="row"><Due alert={alert} /><TierMark tier={alert.tier} /></span>
      </div>
      <p>{told(text)}</p>
      {alert.rule !== 'call' && alert.events.some(({ step }) => step === 'asked') && <p><strong>{said.step.asked('')}.</strong></p>}
      {again && <p><strong>{said.again(whenOf(again, now.value, here()))}</strong></p>}
      {comes && <p><strong>{said.comes(whenOf(comes, now.value, here()))}</strong></p>}
      <CantCome sessions={alert.cant_come} />
      <p class="quiet">
        {[ownerOf(alert), said.opened(whenOf(alert.opened_at, now.value, here())), !phone && said.noPhone].filter(Boolean).join(' · ')}
        {escalations > 0 && <><br />{said.escalated(escalations)}</>}
      </p>
      <Handling alert={alert} onChange={onChange} onResolved={onResolved}>
        {newest && <ButtonLink kind="soft" icon="message" href={`/alerts?answer=${newest}`}>{said.answers(answers.length)}</ButtonLink>}
        {phone && <ButtonLink kind="soft" icon="phone" href={callTo(phone)}>{said.call(person.name, phone)}</ButtonLink>}
      </Handling>
      <Steps alert={alert} />
    </article>
  )
}

/** Nothing where somebody was on it before that time came. */
function Due({ alert }: { alert: AlertOut }) {
  const { due, late } = words.value
  const when = whenOf(alert.due_by, now.value, here())
  if (isOverdue(alert, now.value)) return <strong class="attend">{late(when)}</strong>
  return Date.parse(alert.due_by) > now.value.getTime() ? <span>{due(when)}</span> : null
}

function ownerOf({ owner, mine }: AlertOut): string {
  const { of, yours, nobodys } = words.value
  return mine ? yours : owner ? of(owner.name) : nobodys
}

import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { empty, medicationOf, stopOf, writtenOf } from '../../medication/form'
import '../../medication/medication.css'
import { MedicationForm } from '../../medication/MedicationForm'
import { dayOf, whenWords } from '../../medication/when'
import '../../sessions/sessions.css'
import { localDate } from '../../shared/i18n'
import type { Kept, MedicationIn, MedicationSeen, Overview, SharedMedicationIn } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { now } from '../../ui/now'
import { Sheet } from '../../ui/Sheet'
import { Refused } from '../Refused'
import { words } from './words'

interface MedicationProps {
  overview: Overview
  onChange: () => void
}

/** `at`: when it was opened. Sent again, what is written is the same. */
type Asked = { change: MedicationSeen | undefined; at: Date } | { stop: MedicationSeen; at: Date }

/** What somebody takes, only where they share it. It is changed with them. */
export function Medication({ overview: { person, medication }, onChange }: MedicationProps) {
  const [asked, ask] = useState<Asked>()
  const [news, setNews] = useState('')
  const said = words.value.medication
  const name = person.called ?? person.name
  if (!medication) return null
  const done = (kept: string) => {
    setNews(said.done(kept))
    ask(undefined)
    onChange()
  }
  return (
    <Card labelledBy="medication">
      <h2 id="medication">{said.title}</h2>
      <p class="quiet">{said.shared(name)}</p>
      <ul class="plain stack">
        {medication.map((each) => <One key={each.id} each={each} onChange={() => ask({ change: each, at: new Date() })} onStop={() => ask({ stop: each, at: new Date() })} />)}
      </ul>
      <Button kind="soft" icon="plus" onTap={() => ask({ change: undefined, at: new Date() })}>{said.add(name)}</Button>
      <p role="status">{news}</p>
      <Asking asked={asked} person={person} onDone={done} onLeave={() => ask(undefined)} />
    </Card>
  )
}

function One({ each, onChange, onStop }: { each: MedicationSeen; onChange: () => void; onStop: () => void }) {
  const said = words.value.medication
  const isStopped = each.times.length === 0
  const noted = each.due > 0 ? said.noted(each.taken, each.due, each.skipped) : said.nothingDue
  return (
    <li class="row between">
      <span class="grow">
        <strong>{each.name}</strong><br />
        <small>
          {isStopped ? said.stopped : whenWords(each)}{each.note && <> · {each.note}</>}{each.refill_on && <> · {said.refill(dayOf(each.refill_on))}</>}<br />
          {noted}
        </small>
      </span>
      {!isStopped && (
        <span class="row tight">
          <Button kind="bare" label={said.changeOf(each.name)} onTap={onChange}>{said.change}</Button>
          <Button kind="bare" label={said.stopOf(each.name)} onTap={onStop}>{said.stop}</Button>
        </span>
      )}
    </li>
  )
}

interface AskingProps {
  asked: Asked | undefined
  person: Overview['person']
  onDone: (name: string) => void
  onLeave: () => void
}

function Asking({ asked, person, onDone, onLeave }: AskingProps) {
  const said = words.value.medication
  const { say, saying, refusal } = useIntention<SharedMedicationIn, Kept>((id) => `/api/shared-medications/${id}`, (_, { name }) => onDone(name))
  const send = (medication: MedicationIn) => say({ ...medication, person: person.id })
  const changing = asked && 'change' in asked ? asked : undefined
  const stopping = asked && 'stop' in asked ? asked : undefined
  const today = localDate(now.value, person.zone)
  return (
    <>
      <Sheet open={changing !== undefined} onClose={onLeave} title={changing?.change ? said.changeOf(changing.change.name) : said.add(person.called ?? person.name)}>
        <p>{said.together}</p>
        <MedicationForm
          first={changing?.change ? writtenOf(changing.change) : empty(today)}
          isNew={!changing?.change}
          today={today}
          failed={false}
          onSave={(written) => changing && send(medicationOf(written, changing.change?.id ?? null, changing.at))}
          onLeave={onLeave}
        />
        <Refused refusal={refusal} />
      </Sheet>
      <Sheet open={stopping !== undefined} onClose={onLeave} title={stopping ? said.stopOf(stopping.stop.name) : ''}>
        <p>{said.stopLead}</p>
        <Refused refusal={refusal} />
        <div class="row">
          <Button disabled={saying} onTap={() => stopping && send(stopOf(stopping.stop, stopping.at))}>{said.stop}</Button>
          <Button kind="soft" onTap={onLeave}>{said.keep}</Button>
        </div>
      </Sheet>
    </>
  )
}

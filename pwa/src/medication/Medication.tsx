import { useRef, useState } from 'preact/hooks'
import { home } from '../data/home'
import { pending } from '../data/pending'
import { sayDose, sayMedication } from '../data/say'
import { NotHere } from '../me/NotHere'
import '../reminders/reminders.css'
import '../sessions/sessions.css'
import { localDate } from '../shared/i18n'
import type { DoseIn, Home, MedicationIn, MedicationOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Sheet } from '../ui/Sheet'
import { Empty } from '../ui/States'
import { words as common } from '../ui/words'
import { dosesOf } from './doses'
import { empty, medicationOf, refilled, stopOf, writtenOf } from './form'
import './medication.css'
import { MedicationForm } from './MedicationForm'
import { Record } from './Record'
import { Row } from './Row'
import { Sharing } from './Sharing'
import { TodaysDoses } from './TodaysDoses'
import { words } from './words'

/** What the person takes today and altogether, and what they said of it. */
export const Medication = () =>
  home.value ? <Page body={home.value} /> : <NotHere title={words.value.title} icon="leaf" back="/" />

type Asked = { change: MedicationOut | undefined } | { stop: MedicationOut } | undefined

function Page({ body }: { body: Home }) {
  const { title, lead, ask, none, add } = words.value
  const [asked, setAsked] = useState<Asked>()
  const { say, note, outcome, line } = useSaying(() => setAsked(undefined))
  const { shared, medications } = body.medication
  const { zone } = body.person
  const current = medications.filter((one) => !isOver(one, localDate(now.value, zone)))
  const doses = dosesOf(medications, zone)
  return (
    <>
      <PageHead title={title} back="/" />
      <p>{lead}</p>
      <p role="status" class="outcome" tabIndex={-1} ref={line}>{outcome && outcomeWords(outcome)}</p>
      {current.length === 0 && <Empty icon="leaf">{none}</Empty>}
      {current.length > 0 && <TodaysDoses doses={doses} body={body} onSay={note} />}
      {current.map((one) => (
        <Row key={one.id} one={one} onChange={() => setAsked({ change: one })} onStop={() => setAsked({ stop: one })} onRefilled={() => say(refilled(one, new Date()))} />
      ))}
      <span class="center"><Button kind="soft" icon="plus" onTap={() => setAsked({ change: undefined })}>{add}</Button></span>
      {medications.length > 0 && <Record doses={doses} zone={zone} onSay={note} />}
      <p class="quiet">{ask}</p>
      <Sharing shared={shared} />
      <Asking asked={asked} today={localDate(now.value, zone)} failed={outcome === 'failed'} onSay={say} onLeave={() => setAsked(undefined)} />
    </>
  )
}

const isOver = ({ times, until }: MedicationOut, today: string): boolean => times.length === 0 || (until !== null && until <= today)

type Outcome = 'saved' | 'gone' | 'noted' | 'failed'

function outcomeWords(outcome: Outcome): string {
  const { saved, notSaved } = common.value.state
  if (outcome === 'failed') return notSaved
  return pending.value.waiting > 0 ? saved : words.value[outcome]
}

/** What was tapped may be gone, so the focus moves to what has become of it; a dose says so where it stands, too. */
function useSaying(done: () => void) {
  const [outcome, setOutcome] = useState<Outcome>()
  const line = useRef<HTMLParagraphElement>(null)
  const end = (kept: Promise<void>, is: Outcome) =>
    void kept.then(() => {
      setOutcome(is)
      done()
      setTimeout(() => line.current?.focus({ preventScroll: is === 'noted' }))
    }, () => setOutcome('failed'))
  return {
    say: (medication: MedicationIn) => end(sayMedication(medication, new Date()), medication.times.length > 0 ? 'saved' : 'gone'),
    note: (dose: DoseIn) => end(sayDose(dose, new Date()), 'noted'),
    outcome,
    line,
  }
}

interface AskingProps {
  asked: Asked
  today: string
  failed: boolean
  onSay: (medication: MedicationIn) => void
  onLeave: () => void
}

function Asking({ asked, today, failed, onSay, onLeave }: AskingProps) {
  const { form, stop } = words.value
  const changing = asked && 'change' in asked ? asked : undefined
  const stopping = asked && 'stop' in asked ? asked.stop : undefined
  const changed = changing?.change
  return (
    <>
      <Sheet open={changing !== undefined} onClose={onLeave} title={changed ? form.changeTitle : form.newTitle}>
        <MedicationForm
          first={changed ? writtenOf(changed) : empty(today)}
          isNew={!changed}
          today={today}
          failed={failed}
          onSave={(written) => onSay(medicationOf(written, changed?.id ?? null, new Date()))}
          onLeave={onLeave}
        />
      </Sheet>
      <Sheet open={stopping !== undefined} onClose={onLeave} title={stopping ? stop.title(stopping.name) : ''}>
        <p>{stop.lead}</p>
        <Button wide onTap={onLeave}>{stop.keep}</Button>
        <Button kind="soft" wide onTap={() => stopping && onSay(stopOf(stopping, new Date()))}>{stop.yes}</Button>
      </Sheet>
    </>
  )
}

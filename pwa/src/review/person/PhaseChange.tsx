import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import type { Overview, Phase, PhaseIn, PhaseKept } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { Sheet } from '../../ui/Sheet'
import { Refused } from '../Refused'
import { dateSaid, sinceOf } from './since'
import { words } from './words'

const phases: readonly Phase[] = ['intake', 'iop', 'aftercare', 'ended']

interface ChangeProps {
  overview: Overview
  onChange: () => void
}

/** The phase somebody is in, and the way to the next: chosen first, then confirmed. */
export function PhaseChange({ overview: { person, phases: spans }, onChange }: ChangeProps) {
  const [open, setOpen] = useState(false)
  const [news, setNews] = useState('')
  const { phases: names, phase: said, trends } = words.value
  const name = person.called ?? person.name
  const done = ({ from_day }: PhaseKept, { phase }: PhaseIn) => {
    setNews(said.done(name, names[phase], dateSaid(from_day)))
    setOpen(false)
    onChange()
  }
  const current = sinceOf(person.phase, spans) ?? (person.phase ? names[person.phase] : trends.noPhase)
  return (
    <section class="stack noprint">
      <h2>{said.title}</h2>
      <p role="status">{news || capitalized(current)}</p>
      <Button kind="soft" onTap={() => setOpen(true)}>{said.change}</Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={said.change}>
        <Steps person={person.id} name={name} phase={person.phase} onDone={done} />
      </Sheet>
    </section>
  )
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

interface StepsProps {
  person: string
  name: string
  phase: Phase | null
  onDone: (kept: PhaseKept, said: PhaseIn) => void
}

function Steps({ person, name, phase, onDone }: StepsProps) {
  const [chosen, setChosen] = useState<Phase | undefined>()
  const [asked, setAsked] = useState(false)
  const { phases: names, phase: said } = words.value
  const change = useIntention<PhaseIn, PhaseKept>((id) => `/api/phases/${id}`, onDone)
  const options = phases.filter((each) => each !== phase).map((value) => ({ value, label: capitalized(names[value]), hint: said.about[value] }))
  if (!chosen || !asked) {
    return (
      <>
        <Choice question={said.to(name)} options={options} chosen={chosen} onChoose={setChosen} />
        <Button disabled={!chosen} onTap={() => setAsked(true)}>{said.next}</Button>
      </>
    )
  }
  return (
    <>
      <p tabIndex={-1} ref={focus}><strong>{said.confirm(name, names[chosen])}</strong></p>
      <p>{said.about[chosen]} {said.effect}</p>
      <Refused refusal={change.refusal} />
      <div class="row">
        <Button disabled={change.saying} onTap={() => change.say({ person, phase: chosen })}>{said.yes}</Button>
        <Button kind="soft" onTap={() => setAsked(false)}>{said.back}</Button>
      </div>
    </>
  )
}

/** What is asked now is read out. */
const focus = (place: HTMLElement | null): void => place?.focus()

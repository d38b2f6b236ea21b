import type { ComponentChildren } from 'preact'
import { callTo, isSameNumber, textTo } from '../shared/phone'
import type { Coping, ExerciseOut, PlanContent } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card, Chip } from '../ui/Card'
import type { SafetySection, Section } from './changes'
import { safetySections } from './changes'
import { words } from './words'

export type Safety = PlanContent['safety']
export type Exercises = readonly Pick<ExerciseOut, 'key' | 'title' | 'minutes'>[]

interface SafetyProps {
  safety: Safety
  exercises: Exercises
  changed: readonly Section[]
}

/** What to do when it gets dangerous, in this order; a step with nothing in it is left out. */
export function SafetySteps({ safety, exercises, changed }: SafetyProps) {
  const { danger, danger911, sections } = words.value
  const steps = safetySections.filter((name) => name === 'professionals' || safety[name].length > 0)
  return (
    <Card tone="tint" labelledBy="danger">
      <h2 id="danger">{danger.title}</h2>
      <p class="quiet">{danger.lead}</p>
      <ol class="plain steps" role="list">
        {steps.map((name, index) => (
          <li class="step" key={name}>
            <b aria-hidden="true">{index + 1}</b>
            <div>
              <h3><span class="hidden">{index + 1}. </span>{sections[name]} {changed.includes(name) && <Changed />}</h3>
              <Inside name={name} safety={safety} exercises={exercises} />
            </div>
          </li>
        ))}
      </ol>
      <p class="quiet">{danger911}</p>
    </Card>
  )
}

export const Changed = () => <Chip tone="on">{words.value.changedHere}</Chip>

function Inside({ name, safety, exercises }: { name: SafetySection; safety: Safety; exercises: Exercises }) {
  switch (name) {
    case 'on_my_own':
      return <Copings copings={safety.on_my_own} exercises={exercises} />
    case 'people':
      return <Asked contacts={safety.people.map(({ name, relation, phone }) => ({ name, relation, phone, text: true }))} />
    case 'professionals':
      return <Asked contacts={professionals(safety)} />
    default:
      return <Lines lines={safety[name]} />
  }
}

export const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul class="plain lines" role="list">{lines.map((line, i) => <li key={i}>{line}</li>)}</ul>
)

export const Copings = ({ copings, exercises }: { copings: readonly Coping[]; exercises: Exercises }) => (
  <ul class="plain lines" role="list">{copings.map((coping, i) => <li key={i}><OneCoping coping={coping} exercises={exercises} /></li>)}</ul>
)

function OneCoping({ coping, exercises }: { coping: Coping; exercises: Exercises }) {
  const exercise = exercises.find(({ key }) => key === coping.exercise)
  return (
    <>
      {coping.text}
      {exercise && (
        <div class="skill">
          <ButtonLink kind="soft" href={`/skills/${exercise.key}`}>{exercise.title}, {exercise.minutes}&nbsp;min</ButtonLink>
        </div>
      )}
    </>
  )
}

interface Contact {
  name: string
  relation?: string
  note?: string
  phone: string
  text: boolean
}

/** 988 is there also when nobody wrote it down. */
function professionals(safety: Safety): Contact[] {
  const { crisis } = words.value
  const isCrisisLine = (phone: string) => isSameNumber(phone, crisis.phone)
  const own = safety.professionals.map(({ name, note, phone }) => ({ name, note, phone, text: isCrisisLine(phone) }))
  const listed = own.some(({ phone }) => isCrisisLine(phone))
  return listed ? own : [...own, { name: crisis.name, note: crisis.note, phone: crisis.phone, text: true }]
}

const Asked = ({ contacts }: { contacts: readonly Contact[] }) => (
  <ul class="plain asked" role="list">{contacts.map((contact, i) => <li class="row between" key={i}><Reach {...contact} /></li>)}</ul>
)

const Reach = ({ name, relation, note, phone, text }: Contact): ComponentChildren => {
  const { call, text: write, callWho, textWho } = words.value.contact
  return (
    <>
      <span class="who">
        <span>{[name, relation].filter(Boolean).join(', ')}</span>
        {note && <small>{note}</small>}
        <small class="number">{phone}</small>
      </span>
      <span class="row noprint">
        {text && <ButtonLink kind="soft" href={textTo(phone)} label={textWho(name)}>{write}</ButtonLink>}
        <ButtonLink href={callTo(phone)} label={callWho(name)}>{call}</ButtonLink>
      </span>
    </>
  )
}

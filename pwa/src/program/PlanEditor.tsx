import { useState } from 'preact/hooks'
import { words as planWords } from '../aftercare/words'
import { Side, Work } from '../review/Desk'
import type { ExerciseName, PlanDesk } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { TextField } from '../ui/Field'
import { Notice } from '../ui/States'
import type { Draft } from './draft'
import { GivePlan } from './GivePlan'
import type { Part, PlanForm } from './planForm'
import { LONGEST, safetyParts, stayingParts, unfinished, withRows } from './planForm'
import { PlanPart } from './PlanPart'
import { SavingLine } from './SavingLine'
import { usePlanDraft } from './usePlanDraft'
import { Versions } from './Versions'
import { words } from './words'

interface EditorProps {
  desk: PlanDesk
  kept: Draft | undefined
  reload: () => void
}

/** The plan as a form, with what was given of it beside. */
export function PlanEditor({ desk, kept, reload }: EditorProps) {
  const draft = usePlanDraft(desk, kept)
  const [tried, setTried] = useState(false)
  const said = words.value.plan
  return (
    <>
      <Work>
        <p>{said.lead(desk.person.name)}</p>
        {draft.restored && <Notice>{said.restored}</Notice>}
        {draft.conflict && (
          <Notice kind="alert" action={<><Button kind="soft" onTap={draft.conflict.keepMine}>{said.keepMine}</Button><Button kind="soft" onTap={draft.conflict.takeTheirs}>{said.takeTheirs}</Button></>}>
            {said.conflict}
          </Notice>
        )}
        {draft.notKept && <Notice>{said.notKept}</Notice>}
        <Parts form={draft.form} exercises={desk.exercises} tried={tried} onForm={draft.change} />
        <SavingLine saving={draft.saving} heldBack={unfinished(draft.form)} />
      </Work>
      <Side label={said.versions}>
        <div class="gap">
          <GivePlan desk={desk} form={draft.form} onTry={() => setTried(true)} onGiven={reload} />
          <Versions desk={desk} />
        </div>
      </Side>
    </>
  )
}

interface PartsProps {
  form: PlanForm
  exercises: readonly ExerciseName[]
  tried: boolean
  onForm: (form: PlanForm) => void
}

/** In the order and with the names that the person reads. */
function Parts({ form, exercises, tried, onForm }: PartsProps) {
  const { danger, well, afterwards, sections } = planWords.value
  const list = (part: Part) => (
    <PlanPart key={part} part={part} title={sections[part]} rows={form.rows[part]} exercises={exercises} tried={tried} onRows={(rows) => onForm(withRows(form, part, rows))} />
  )
  return (
    <>
      <Card tone="tint" labelledBy="safety"><h2 id="safety">{danger.title}</h2>{safetyParts.map(list)}</Card>
      <Card labelledBy="staying"><h2 id="staying">{well}</h2>{stayingParts.map(list)}</Card>
      <Card labelledBy="afterwards">
        <h2 id="afterwards">{afterwards}</h2>
        <TextField label={sections.appointment} hint={words.value.plan.appointmentHint} maxLength={LONGEST} autocomplete="off" value={form.appointment} onValue={(appointment) => onForm({ ...form, appointment })} />
        {list('support')}
        <TextField label={sections.review_on} type="date" value={form.review_on} onValue={(review_on) => onForm({ ...form, review_on })} />
      </Card>
    </>
  )
}

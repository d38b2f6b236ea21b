import { words as planWords } from '../aftercare/words'
import { dateOf } from '../shared/i18n'
import type { ExerciseName, PlanContent } from '../shared/wire'
import { here } from '../ui/here'
import type { Part, PlanForm, Row } from './planForm'
import { formOf, isEmpty, safetyParts, stayingParts } from './planForm'
import { words } from './words'

interface ReadingProps {
  content: PlanContent
  exercises: readonly ExerciseName[]
}

/** A version as it was given. Parts without anything in them are left out. */
export function PlanReading({ content, exercises }: ReadingProps) {
  const { danger, well, afterwards, sections } = planWords.value
  const form = formOf(content, () => '')
  if (isEmpty(form)) return <p class="quiet">{words.value.plan.nothingHere}</p>
  const lists = (parts: readonly Part[]) => parts.map((part) => <List key={part} title={sections[part]} rows={form.rows[part]} exercises={exercises} />)
  return (
    <div class="stack">
      <Group title={danger.title} form={form} parts={safetyParts}>{lists(safetyParts)}</Group>
      <Group title={well} form={form} parts={stayingParts}>{lists(stayingParts)}</Group>
      {(form.appointment || form.review_on || form.rows.support.length > 0) && (
        <section class="stack">
          <h3>{afterwards}</h3>
          {form.appointment && <p><strong>{sections.appointment}</strong><br />{form.appointment}</p>}
          {lists(['support'])}
          {form.review_on && <p><strong>{sections.review_on}</strong><br />{dateOf(form.review_on, { ...here(), zone: 'UTC' })}</p>}
        </section>
      )}
    </div>
  )
}

const Group = ({ title, form, parts, children }: { title: string; form: PlanForm; parts: readonly Part[]; children: preact.ComponentChildren }) =>
  parts.some((part) => form.rows[part].length > 0) ? (
    <section class="stack">
      <h3>{title}</h3>
      {children}
    </section>
  ) : null

function List({ title, rows, exercises }: { title: string; rows: readonly Row[]; exercises: readonly ExerciseName[] }) {
  if (rows.length === 0) return null
  return (
    <div>
      <strong>{title}</strong>
      <ul>{rows.map((row, i) => <li key={i}>{said(row, exercises)}</li>)}</ul>
    </div>
  )
}

const said = ({ text, exercise, about, phone }: Row, exercises: readonly ExerciseName[]): string =>
  [text, exercises.find(({ key }) => key === exercise)?.title ?? exercise, about, phone].filter(Boolean).join(', ')

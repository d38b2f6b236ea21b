import type { ExerciseName } from '../shared/wire'
import type { IconName } from '../ui/Icon'
import { Icon } from '../ui/Icon'
import { TextField } from '../ui/Field'
import type { Kind, Part, Row } from './planForm'
import { lacks, LONGEST, LONGEST_PHONE } from './planForm'
import { words } from './words'

interface RowProps {
  part: Part
  kind: Kind
  /** "I notice, 2" */
  label: string
  row: Row
  exercises: readonly ExerciseName[]
  /** The plan was to be given away, unfinished. */
  tried: boolean
  isFirst: boolean
  isLast: boolean
  onRow: (row: Row) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
  /** The next line is wanted. */
  onEnter: () => void
}

export function PlanRow(props: RowProps) {
  const { kind, label, row, isFirst, isLast, onMove, onRemove } = props
  const said = words.value.plan
  const what = row.text.trim() || said.empty
  return (
    <li data-row={row.key} class={`planrow ${kind}`}>
      {kind === 'contact' ? <Contact {...props} /> : <Line {...props} />}
      <div class="moves" role="group" aria-label={label}>
        <Tool icon="up" label={said.up(what)} off={isFirst} control="up" onTap={() => onMove(-1)} />
        <Tool icon="down" label={said.down(what)} off={isLast} control="down" onTap={() => onMove(1)} />
        <Tool icon="close" label={said.remove(what)} onTap={onRemove} />
      </div>
    </li>
  )
}

interface ToolProps {
  icon: IconName
  label: string
  off?: boolean
  control?: string
  onTap: () => void
}

/** At an end it does nothing, but keeps the focus. */
const Tool = ({ icon, label, off = false, control, onTap }: ToolProps) => (
  <button type="button" class="tool" aria-label={label} aria-disabled={off} data-control={control} onClick={() => !off && onTap()}>
    <Icon name={icon} />
  </button>
)

function Line({ kind, label, row, exercises, onRow, onEnter }: RowProps) {
  const said = words.value.plan
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    onEnter()
  }
  return (
    <div class="field grow">
      <textarea rows={1} aria-label={label} maxLength={LONGEST} value={row.text} onInput={({ currentTarget }) => onRow({ ...row, text: currentTarget.value })} onKeyDown={enter} />
      {kind === 'coping' && (
        <select aria-label={`${label}: ${said.exercise}`} value={row.exercise} onChange={({ currentTarget }) => onRow({ ...row, exercise: currentTarget.value })}>
          <option value="">{said.noExercise}</option>
          {exercises.map(({ key, title }) => <option key={key} value={key}>{title}</option>)}
        </select>
      )}
    </div>
  )
}

/** What is only half typed is said quietly; once the plan is to be given away it is in the way. */
function Contact({ part, label, row, tried, onRow }: RowProps) {
  const said = words.value.plan
  const lacking = lacks(part, row)
  const why = (what: 'name' | 'phone', sentence: string) => (lacking !== what ? {} : tried ? { error: sentence } : { hint: sentence })
  return (
    <div class="who grow" role="group" aria-label={label}>
      <TextField label={said.name} maxLength={LONGEST} autocomplete="off" value={row.text} onValue={(text) => onRow({ ...row, text })} {...why('name', said.noName)} />
      <TextField label={part === 'people' ? said.relation : said.note} maxLength={LONGEST} autocomplete="off" value={row.about} onValue={(about) => onRow({ ...row, about })} />
      <TextField label={said.phone} type="tel" maxLength={LONGEST_PHONE} autocomplete="off" value={row.phone} onValue={(phone) => onRow({ ...row, phone })} {...why('phone', said.noPhone)} />
    </div>
  )
}

import type { RefObject } from 'preact'
import { list as listed } from '../../shared/i18n'
import type { Questionnaire } from '../../shared/form/questionnaire'
import type { QueueOut, QueueRow } from '../../shared/wire'
import { Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { dayWords, isBackdated, scoreWords } from '../scores'
import { ruleTold, told } from '../told'
import { wide } from '../wide'
import { words as common } from '../words'
import { changesOf, rulesBefore } from './corrected'
import { words } from './words'

interface ListProps {
  list: RefObject<HTMLUListElement | null>
  rows: readonly QueueRow[]
  /** Those that corrections are to. */
  forms: QueueOut['forms']
  chosen: string | undefined
  ticked: ReadonlySet<string>
  onTick: (id: string) => void
  onPick: (id: string) => void
}

export function QueueList({ list, rows, forms, chosen, ticked, onTick, onPick }: ListProps) {
  const canTick = rows.some(({ remarkable }) => !remarkable)
  return (
    <ul class="plain lines-list queue" ref={list} aria-label={words.value.list}>
      {rows.map((row) => (
        <li key={row.id}>
          {canTick && <Tick row={row} ticked={ticked.has(row.id)} onTick={onTick} />}
          <Line row={row} forms={forms} chosen={row.id === chosen} onPick={onPick} />
        </li>
      ))}
    </ul>
  )
}

/** Only what is unremarkable can be read without opening it. */
const Tick = ({ row: { id, remarkable, person }, ticked, onTick }: { row: QueueRow; ticked: boolean; onTick: (id: string) => void }) =>
  remarkable ? <span class="untickable" /> : (
    <label class="tick"><input type="checkbox" checked={ticked} onChange={() => onTick(id)} aria-label={words.value.tick(person.name)} /></label>
  )

function Line({ row, forms, chosen, onPick }: { row: QueueRow; forms: QueueOut['forms']; chosen: boolean; onPick: (id: string) => void }) {
  const { language } = here()
  const { late, backdated, look, corrected } = words.value
  const open = (event: MouseEvent) => {
    if (!wide.value || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onPick(row.id)
  }
  return (
    <a href={`/queue?answer=${row.id}`} data-row={row.id} aria-current={chosen ? 'true' : undefined} onClick={open} onFocusIn={() => wide.value && onPick(row.id)}>
      <span class="grow">
        <strong>{row.person.name}</strong> {told(row.title)}{row.late && <> <Chip>{late}</Chip></>}{isBackdated(row) && <> <Chip>{backdated}</Chip></>}{row.correction && <> <Chip tone="on">{corrected}</Chip></>}
        <small>{dayWords(row, common.value, now.value, here())}</small>
        {row.rules.map((rule) => <small key={rule.name} class="attend">{ruleTold(rule)}</small>)}
        <Corrected row={row} forms={forms} />
        {row.scores.length > 0 && <small class="scores">{row.scores.map((score) => scoreWords(score, common.value, language)).join('; ')}</small>}
      </span>
      {row.remarkable && <Chip tone="on">{look}</Chip>}
    </a>
  )
}

/** What was said before it was corrected, and what a rule saw in that: it stays to be acted on. */
function Corrected({ row, forms }: { row: QueueRow; forms: QueueOut['forms'] }) {
  const { correction, instrument } = row
  const form = (forms as unknown as readonly Questionnaire[]).find(({ id, version }) => id === instrument && version === correction?.version)
  if (!correction || !form) return null
  const { language } = here()
  const { change, unchanged, flagBefore } = words.value
  const changes = changesOf(form, correction, common.value.answer, language)
  return (
    <>
      {rulesBefore(row).map((rule) => <small key={rule.name} class="attend">{flagBefore(ruleTold(rule))}</small>)}
      {changes.length === 0 && <small>{unchanged}</small>}
      {changes.map(({ key, question, answer, before }) => <small key={key}>{change(question, answer, listed(before, language))}</small>)}
    </>
  )
}

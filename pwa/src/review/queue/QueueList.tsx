import type { RefObject } from 'preact'
import type { QueueRow } from '../../shared/wire'
import { Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { flagNamed } from '../answer'
import { dayWords, scoreWords } from '../scores'
import { told } from '../told'
import { wide } from '../wide'
import { words as common } from '../words'
import { words } from './words'

interface ListProps {
  list: RefObject<HTMLUListElement | null>
  rows: readonly QueueRow[]
  chosen: string | undefined
  ticked: ReadonlySet<string>
  onTick: (id: string) => void
  onPick: (id: string) => void
}

export function QueueList({ list, rows, chosen, ticked, onTick, onPick }: ListProps) {
  const canTick = rows.some(({ remarkable }) => !remarkable)
  return (
    <ul class="plain lines-list queue" ref={list} aria-label={words.value.list}>
      {rows.map((row) => (
        <li key={row.id}>
          {canTick && <Tick row={row} ticked={ticked.has(row.id)} onTick={onTick} />}
          <Line row={row} chosen={row.id === chosen} onPick={onPick} />
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

function Line({ row, chosen, onPick }: { row: QueueRow; chosen: boolean; onPick: (id: string) => void }) {
  const { language } = here()
  const { late, look } = words.value
  const open = (event: MouseEvent) => {
    if (!wide.value || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onPick(row.id)
  }
  return (
    <a href={`/queue?answer=${row.id}`} data-row={row.id} aria-current={chosen ? 'true' : undefined} onClick={open} onFocusIn={() => wide.value && onPick(row.id)}>
      <span class="grow">
        <strong>{row.person.name}</strong> {told(row.title)}{row.late && <> <Chip>{late}</Chip></>}
        <small>{dayWords(row, common.value, now.value, here())}</small>
        {row.rules.map(({ name, text }) => <small key={name} class="attend">{flagNamed(name, common.value.answer) ?? told(text)}</small>)}
        {row.scores.length > 0 && <small class="scores">{row.scores.map((score) => scoreWords(score, common.value, language)).join('; ')}</small>}
      </span>
      {row.remarkable && <Chip tone="on">{look}</Chip>}
    </a>
  )
}

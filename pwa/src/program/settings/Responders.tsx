import { useState } from 'preact/hooks'
import type { StaffName } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { words } from './words'

interface RespondersProps {
  staff: readonly StaffName[]
  /** Their ids, the first to be told first. */
  chosen: readonly string[]
  problem: string | undefined
  onChoose: (chosen: string[]) => void
}

/** Who is told of an alert, one after the other. */
export function Responders({ staff, chosen, problem, onChoose }: RespondersProps) {
  const [news, setNews] = useState('')
  const said = words.value.responders
  const nameOf = (id: string) => staff.find((each) => each.id === id)?.name ?? ''
  const others = staff.filter(({ id }) => !chosen.includes(id))
  const move = (from: number, by: 1 | -1) => {
    const next = [...chosen]
    const [id = ''] = next.splice(from, 1)
    next.splice(from + by, 0, id)
    onChoose(next)
    setNews(said.moved(nameOf(id), from + by + 1, next.length))
  }
  const remove = (id: string) => {
    onChoose(chosen.filter((each) => each !== id))
    setNews(said.removed(nameOf(id)))
    // The button that was tapped goes with its row.
    document.querySelector<HTMLElement>('#responders')?.focus()
  }
  const add = (id: string) => {
    if (!id) return
    onChoose([...chosen, id])
    setNews(said.added(nameOf(id)))
  }
  return (
    <Card labelledBy="responders">
      <h2 id="responders" tabIndex={-1}>{said.title}</h2>
      <p class="quiet">{said.lead}</p>
      {chosen.length === 0 && <p><strong class="attend">{said.none}</strong></p>}
      <ol class="responders">
        {chosen.map((id, i) => (
          <li key={id}>
            <span class="row between">
              <strong>{nameOf(id)}</strong>
              <span class="row tight">
                <Move icon="up" label={said.up(nameOf(id))} off={i === 0} onTap={() => move(i, -1)} />
                <Move icon="down" label={said.down(nameOf(id))} off={i === chosen.length - 1} onTap={() => move(i, 1)} />
                <Button kind="bare" icon="close" label={said.remove(nameOf(id))} onTap={() => remove(id)} />
              </span>
            </span>
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <Field label={said.add} error={problem}>
          {(wiring) => (
            <select {...wiring} value="" onChange={({ currentTarget }) => add(currentTarget.value)}>
              <option value="">{said.choose}</option>
              {others.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          )}
        </Field>
      )}
      {others.length === 0 && problem && <span class="problem" role="alert">{problem}</span>}
      <p role="status" class="quiet">{news}</p>
    </Card>
  )
}

interface MoveProps {
  icon: 'up' | 'down'
  label: string
  off: boolean
  onTap: () => void
}

/** At an end it does nothing, but keeps the focus. */
const Move = ({ icon, label, off, onTap }: MoveProps) => (
  <button type="button" class="button bare" aria-label={label} aria-disabled={off} onClick={() => !off && onTap()}>
    <Icon name={icon} />
  </button>
)

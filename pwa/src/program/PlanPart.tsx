import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { v7 as uuid } from 'uuid'
import type { ExerciseName } from '../shared/wire'
import { Button } from '../ui/Button'
import type { Part, Row } from './planForm'
import { emptyRow, kindOf, MOST_LINES, moved } from './planForm'
import { PlanRow } from './PlanRow'
import { words } from './words'

interface PartProps {
  part: Part
  title: string
  rows: readonly Row[]
  exercises: readonly ExerciseName[]
  tried: boolean
  onRows: (rows: readonly Row[]) => void
}

/** Where the focus goes once the list has changed: a control of a row, or the button that adds one. */
interface Aim {
  key: string | undefined
  control: 'text' | 'up' | 'down'
}

/** One list of the plan: lines that can be added, moved and removed. */
export function PlanPart({ part, title, rows, exercises, tried, onRows }: PartProps) {
  const place = useRef<HTMLFieldSetElement>(null)
  const [aim, setAim] = useState<Aim | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.plan
  // Before the next key is pressed.
  useLayoutEffect(() => {
    if (!aim) return
    const row = aim.key === undefined ? null : place.current?.querySelector(`[data-row="${CSS.escape(aim.key)}"]`)
    const control = aim.control === 'text' ? 'input, textarea' : `[data-control="${aim.control}"]`
    const target = row ? row.querySelector<HTMLElement>(control) : place.current?.querySelector<HTMLElement>('.add button')
    target?.focus()
    setAim(undefined)
  }, [aim])
  const change = (next: readonly Row[], to: Aim, news: string) => {
    onRows(next)
    setAim(to)
    setNews(news)
  }
  const add = (after = rows.length - 1) => {
    if (rows.length >= MOST_LINES) return
    const row = emptyRow(uuid())
    change([...rows.slice(0, after + 1), row, ...rows.slice(after + 1)], { key: row.key, control: 'text' }, '')
  }
  const remove = (at: number) => change(rows.filter((_, i) => i !== at), { key: (rows[at + 1] ?? rows[at - 1])?.key, control: 'text' }, said.removed)
  const move = (at: number, by: 1 | -1) => {
    const next = moved(rows, at, by)
    if (next !== rows) change(next, { key: rows[at]?.key, control: by < 0 ? 'up' : 'down' }, said.moved(at + by + 1, rows.length))
  }
  return (
    <fieldset class="part stack" ref={place}>
      <legend><h3>{title}</h3><small>{said.hints[part]}</small></legend>
      <ul class="plain rows">
        {rows.map((row, at) => (
          <PlanRow
            key={row.key}
            part={part}
            kind={kindOf(part)}
            label={said.text(title, at + 1)}
            row={row}
            exercises={exercises}
            tried={tried}
            isFirst={at === 0}
            isLast={at === rows.length - 1}
            onRow={(changed) => onRows(rows.map((each) => (each.key === row.key ? changed : each)))}
            onMove={(by) => move(at, by)}
            onRemove={() => remove(at)}
            onEnter={() => add(at)}
          />
        ))}
      </ul>
      {rows.length < MOST_LINES ? <p class="add"><Button kind="bare" icon="plus" label={said.addTo(title)} onTap={() => add()}>{said.add}</Button></p> : <p class="quiet">{said.full}</p>}
      <span class="hidden" role="status">{news}</span>
    </fieldset>
  )
}

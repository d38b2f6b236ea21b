import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from './Button'

interface RowsProps<Value> {
  values: readonly Value[]
  /** Without what is empty. */
  onValues: (values: readonly Value[]) => void
  /** The words of the button that adds a row. */
  add: string
  most: number
  /** One row, from 0. */
  children: (row: { n: number; value: Value | undefined; onValue: (value: Value | undefined) => void }) => ComponentChildren
}

/** The same field several times, one more at a tap. */
export function Rows<Value>({ values, onValues, add, most, children }: RowsProps<Value>) {
  // A row that is emptied stays where it is as long as the page is open.
  const [rows, setRows] = useState<readonly (Value | undefined)[]>(values.length > 0 ? values : [undefined])
  const list = useRef<HTMLDivElement>(null)
  const added = useRef(false)
  // The button that was tapped can't be tapped again before something stands in the new row: that is where to go on.
  useLayoutEffect(() => {
    if (added.current) list.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
    added.current = false
  }, [rows.length])
  const more = () => {
    added.current = true
    setRows([...rows, undefined])
  }
  const change = (n: number, value: Value | undefined) => {
    const next = rows.with(n, value)
    setRows(next)
    onValues(next.filter((one) => one !== undefined))
  }
  return (
    <div class="gap">
      <div class="gap" ref={list}>
        {rows.map((value, n) => <div key={n}>{children({ n, value, onValue: (given) => change(n, given) })}</div>)}
      </div>
      <span class="center">
        <Button kind="soft" icon="plus" disabled={rows.at(-1) === undefined || rows.length >= most} onTap={more}>{add}</Button>
      </span>
    </div>
  )
}

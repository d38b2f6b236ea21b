import { useState } from 'preact/hooks'
import { Field } from './Field'

interface DateFieldProps {
  label: string
  /** "2026-11-26" */
  value: string | undefined
  min: string | undefined
  max: string | undefined
  /** Shown while what is typed is no day from min to max. */
  problem: string
  /** WRONG for what is no whole day, or none from min to max. */
  onValue: (value: string | undefined) => void
}

export const WRONG = 'wrong'

/** A day, with the browser's own calendar. */
export function DateField({ label, value, min, max, problem, onValue }: DateFieldProps) {
  const [text, setText] = useState(value ?? '')
  const [wrong, setWrong] = useState(false)
  // Half a day typed tells itself only by its validity, and only when the focus leaves.
  const change = ({ value: day, validity }: HTMLInputElement) => {
    const refused = validity.badInput || validity.rangeUnderflow || validity.rangeOverflow
    setText(day)
    setWrong(refused)
    onValue(refused ? WRONG : day || undefined)
  }
  return (
    <Field label={label} error={wrong ? problem : undefined}>
      {(wiring) => (
        <input
          {...wiring}
          type="date"
          value={text}
          min={min}
          max={max}
          onInput={({ currentTarget }) => change(currentTarget)}
          onBlur={({ currentTarget }) => change(currentTarget)}
        />
      )}
    </Field>
  )
}

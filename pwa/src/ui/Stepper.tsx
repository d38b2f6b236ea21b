import { useEffect, useId, useState } from 'preact/hooks'
import { Button } from './Button'

interface StepperProps {
  question: string
  /** The question is the page's heading, in its large voice. */
  ask?: boolean
  /** Behind the number: "hours". */
  unit?: string | undefined
  min: number
  max: number
  step: number
  /** Only whole numbers are taken. */
  whole?: boolean
  /** What the first tap on a button gives: nothing is set before. */
  first: number
  less: string
  more: string
  /** Shown while what is typed is no number from min to max. */
  problem: string
  value: number | undefined
  /** NaN for text that is no number in the range. */
  onValue: (value: number | undefined) => void
}

/** An amount, with two large buttons or typed. */
export function Stepper({ question, ask, unit, min, max, step, whole = false, first, less, more, problem, value, onValue }: StepperProps) {
  const id = useId()
  const [text, setText] = useState(shown(value))
  useEffect(() => {
    if (!Number.isNaN(value) && read(text) !== value) setText(shown(value))
  }, [value])
  const wrong = Number.isNaN(value)
  const change = (direction: number) => {
    const next = value === undefined || wrong ? first : stepped(value, step * direction, min, max)
    setText(shown(next))
    onValue(next)
  }
  const type = (typed: string) => {
    setText(typed)
    onValue(checked(read(typed), min, max, whole))
  }
  return (
    <fieldset class="stepper">
      <legend class={ask ? 'ask' : undefined}>{question}</legend>
      <div class="row">
        <Button kind="soft" label={less} icon="minus" disabled={value === min} onTap={() => change(-1)} />
        <label class="amount">
          <span class="hidden">{question}</span>
          <input
            value={text}
            inputMode={min < 0 ? 'text' : whole ? 'numeric' : 'decimal'}
            autocomplete="off"
            aria-describedby={`${id}-problem`}
            aria-invalid={wrong ? 'true' : undefined}
            onInput={({ currentTarget }) => type(currentTarget.value)}
            onKeyDown={(event) => {
              const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key]
              if (!direction) return
              event.preventDefault()
              change(direction)
            }}
          />
          {unit && <span class="quiet">{unit}</span>}
        </label>
        <Button kind="soft" label={more} icon="plus" disabled={value === max} onTap={() => change(1)} />
      </div>
      <span class="problem" id={`${id}-problem`} role="alert">{wrong && problem}</span>
    </fieldset>
  )
}

const shown = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? '' : String(value))

/** Both "7.5" and "7,5". */
export function read(text: string): number | undefined {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return undefined
  return /^-?\d+\.?\d*$/.test(plain) ? Number(plain) : NaN
}

const checked = (value: number | undefined, min: number, max: number, whole: boolean): number | undefined =>
  value !== undefined && (value < min || value > max || (whole && !Number.isInteger(value))) ? NaN : value

const stepped = (value: number, by: number, min: number, max: number): number => Math.min(max, Math.max(min, value + by))

import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { words } from './words'

interface Ask {
  question: string
  /** The question is the page's heading, in its large voice. */
  ask?: boolean
}

const Legend = ({ question, ask }: Ask) => <legend class={ask ? 'ask' : undefined}>{question}</legend>

interface OptionProps<Value> {
  name: string
  value: Value
  chosen: Value | undefined
  onChoose: (value: Value) => void
  children: ComponentChildren
}

/** A native radio: arrow keys and the count of options come from the browser. */
const Option = <Value extends string | number>({ name, value, chosen, onChoose, children }: OptionProps<Value>) => (
  <label class="option">
    <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
    {children}
  </label>
)

interface ChoiceProps<Value> extends Ask {
  options: readonly { value: Value; label: string; hint?: string }[]
  chosen: Value | undefined
  onChoose: (value: Value) => void
}

/** One of a few, as large rows. Nothing is chosen before the person does. */
export function Choice<Value extends string | number>({ question, ask, options, chosen, onChoose }: ChoiceProps<Value>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <Legend question={question} {...(ask ? { ask } : {})} />
      <div class="options">
        {options.map(({ value, label, hint }) => (
          <Option key={value} name={name} value={value} chosen={chosen} onChoose={onChoose}>
            <span>{label}</span>
            {hint && <small>{hint}</small>}
          </Option>
        ))}
      </div>
    </fieldset>
  )
}

interface ScaleProps extends Ask {
  /** Both ends count. */
  from?: number
  to?: number
  /** What the two ends mean: "0 = none". */
  low: string
  high: string
  chosen: number | undefined
  onChoose: (value: number) => void
  /** Adds a cell to skip the question. */
  onSkip?: () => void
  skipped?: boolean
}

/** A number from 0 to 10. Nothing is chosen before the person does. */
export function Scale({ question, ask, from = 0, to = 10, low, high, chosen, onChoose, onSkip, skipped }: ScaleProps) {
  const name = useId()
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return (
    <fieldset class="scale" aria-describedby={`${name}-ends`}>
      <Legend question={question} {...(ask ? { ask } : {})} />
      <p class="ends quiet" id={`${name}-ends`}>
        <span>{low}</span> <span>{high}</span>
      </p>
      <div class="options">
        {numbers.map((value) => (
          <Option key={value} name={name} value={value} chosen={chosen} onChoose={onChoose}>{value}</Option>
        ))}
        {onSkip && (
          <button type="button" class="option skip" aria-pressed={skipped ?? false} onClick={onSkip}>{words.value.go.skip}</button>
        )}
      </div>
    </fieldset>
  )
}

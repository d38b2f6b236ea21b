import { useId } from 'preact/hooks'

interface CheckListProps<Value> {
  question: string
  /** The question is the page's heading, in its large voice. */
  ask?: boolean
  /** That several can be chosen, in words. */
  hint: string
  options: readonly { value: Value; label: string }[]
  chosen: readonly unknown[]
  onToggle: (value: Value) => void
}

/** Any number of a few, as large rows. */
export function CheckList<Value extends string | number>({ question, ask, hint, options, chosen, onToggle }: CheckListProps<Value>) {
  const id = useId()
  return (
    <fieldset class="choice" aria-describedby={`${id}-hint`}>
      <legend class={ask ? 'ask' : undefined}>{question}</legend>
      <p class="quiet" id={`${id}-hint`}>{hint}</p>
      <div class="options">
        {options.map(({ value, label }) => (
          <label key={value} class="option">
            <input type="checkbox" value={value} checked={chosen.includes(value)} onChange={() => onToggle(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

import { useId } from 'preact/hooks'

interface SliderProps {
  question: string
  /** The question is the page's heading, in its large voice. */
  ask?: boolean
  from: number
  to: number
  step: number
  /** What the two ends mean. */
  low: string
  high: string
  /** The number in words: "40 mm". */
  say: (value: number) => string
  /** What stands in its place until the person has moved the handle. */
  unset: string
  value: number | undefined
  onValue: (value: number) => void
}

/** A number on a line, always said beside it. Nothing is set before the person sets it, where the handle stands neither. */
export function Slider({ question, ask, from, to, step, low, high, say, unset, value, onValue }: SliderProps) {
  const id = useId()
  const set = ({ currentTarget }: { currentTarget: HTMLInputElement }) => onValue(Number(currentTarget.value))
  return (
    <div class={value === undefined ? 'slider unset' : 'slider'}>
      <label class={ask ? 'ask' : undefined} for={id}>{question}</label>
      <output class="amount" for={id}>{value === undefined ? unset : say(value)}</output>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value ?? middle(from, to, step)}
        aria-valuetext={value === undefined ? unset : say(value)}
        aria-describedby={`${id}-ends`}
        onInput={set}
        onClick={set}
        onKeyDown={(event) => {
          if (event.key !== ' ') return
          event.preventDefault()
          set(event)
        }}
      />
      <p class="ends quiet" id={`${id}-ends`}>
        <span>{low || say(from)}</span> <span>{high || say(to)}</span>
      </p>
    </div>
  )
}

const middle = (from: number, to: number, step: number): number => from + step * Math.round((to - from) / step / 2)

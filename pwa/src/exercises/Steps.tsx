import { useState } from 'preact/hooks'
import type { ChooseStep, CountStep, SayStep, WriteStep } from '../shared/wire'
import { Choice, Scale } from '../ui/Choice'
import { TextField } from '../ui/Field'
import { Notice } from '../ui/States'
import type { Turn } from './Screen'
import { Screen } from './Screen'
import { Wave } from './Wave'
import { words } from './words'

const Detail = ({ step }: { step: { readonly detail?: string | null } }) => (step.detail ? <p>{step.detail}</p> : null)

/** Something to read; `wave` are the numbers it looks back at. */
export const Say = ({ step, turn, wave }: { step: SayStep; turn: Turn; wave: readonly number[] }) => (
  <Screen turn={turn} label={step.text}>
    <h2 class="ask">{step.text}</h2>
    <Wave numbers={wave} />
    <Detail step={step} />
  </Screen>
)

interface RateProps {
  question: string
  about?: string | null
  turn: Turn
  chosen: number | null
  onRate: (rating: number) => void
  onSkip: () => void
  wave?: readonly number[]
}

/** How strong it is. */
export const Rate = ({ question, about, turn, chosen, onRate, onSkip, wave = [] }: RateProps) => (
  <Screen turn={turn} label={question}>
    <Scale question={question} ask low={words.value.low} high={words.value.high} chosen={chosen ?? undefined} onChoose={onRate} onSkip={onSkip} />
    {about && <p class="quiet">{about}</p>}
    <Wave numbers={wave} />
  </Screen>
)

/** Finding so many things, a tap for each. */
export function Count({ step, turn }: { step: CountStep; turn: Turn }) {
  const [found, setFound] = useState(0)
  const { count, countTap, countDone } = words.value
  const all = found >= step.count
  return (
    <Screen turn={turn} label={step.text}>
      <h2 class="ask">{step.text}</h2>
      <Detail step={step} />
      <button type="button" class={all ? 'found all' : 'found'} onClick={() => setFound(Math.min(found + 1, step.count))}>
        <b>{count(found, step.count)}</b>
        <span>{step.label}</span>
      </button>
      <p class="center quiet">{all ? countDone : countTap}</p>
      <p class="hidden" aria-live="polite">{found > 0 && `${count(found, step.count)}. ${all ? countDone : ''}`}</p>
    </Screen>
  )
}

/** One of a few; what is said then belongs to the choice. */
export function Choose({ step, turn }: { step: ChooseStep; turn: Turn }) {
  const [chosen, setChosen] = useState<number>()
  const then = chosen === undefined ? undefined : step.options[chosen]?.then
  const options = step.options.map(({ text }, value) => ({ value, label: text }))
  return (
    <Screen turn={turn} label={step.text}>
      <Choice question={step.text} ask options={options} chosen={chosen} onChoose={setChosen} />
      <Detail step={step} />
      <div aria-live="polite">{then && <Notice>{then}</Notice>}</div>
    </Screen>
  )
}

interface WriteProps {
  step: WriteStep
  turn: Turn
  text: string
  onText: (text: string) => void
}

const LONGEST = 2000

export const Write = ({ step, turn, text, onText }: WriteProps) => (
  <Screen turn={turn} label={step.text}>
    <TextField long label={step.text} hint={step.hint} value={text} onValue={onText} maxLength={LONGEST} />
    <Detail step={step} />
    <p class="quiet">{words.value.onlyYou}</p>
  </Screen>
)

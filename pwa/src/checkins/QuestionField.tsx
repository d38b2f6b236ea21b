import { Button } from '../ui/Button'
import { Choice, Scale } from '../ui/Choice'
import { TextField } from '../ui/Field'
import { Stepper } from '../ui/Stepper'
import { words as common } from '../ui/words'
import type { AmountQuestion, Question, TextQuestion, Value } from './questions'
import { words } from './words'

interface FieldProps<Kind> {
  question: Kind
  value: Value | undefined
  skipped: boolean
  onValue: (value: Value | undefined) => void
  onSkip: () => void
}

const yesNo = (value: Value | undefined): 'yes' | 'no' | undefined =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined

/** A question of any kind, with its way to be skipped. Nothing is set before the person sets it. */
export function QuestionField(props: FieldProps<Question>) {
  const { question, value, skipped, onSkip } = props
  if (question.kind === 'scale') return <ScaleField {...props} />
  return (
    <>
      <OtherField {...props} />
      <div class="row skip">
        <Button kind="bare" onTap={onSkip}>{common.value.go.skip}</Button>
        {skipped && value === undefined && <small>{words.value.unanswered}</small>}
      </div>
    </>
  )
}

function ScaleField({ question, value, skipped, onValue, onSkip }: FieldProps<Question>) {
  if (question.kind !== 'scale') return null
  const { text, min, max, low, high } = question
  const chosen = typeof value === 'number' ? value : undefined
  return (
    <Scale question={text} ask from={min} to={max} low={low} high={high} chosen={chosen} onChoose={onValue} onSkip={onSkip} skipped={skipped} />
  )
}

function OtherField({ question, value, onValue, ...rest }: FieldProps<Question>) {
  const { yes, no } = words.value
  const given = { value, onValue, ...rest }
  if (question.kind === 'amount') return <Amount question={question} {...given} />
  if (question.kind === 'text') return <Text question={question} {...given} />
  if (question.kind === 'choice') {
    const chosen = typeof value === 'string' ? value : undefined
    return <Choice question={question.text} ask options={question.options} chosen={chosen} onChoose={onValue} />
  }
  const options = [{ value: 'yes', label: yes }, { value: 'no', label: no }] as const
  return <Choice question={question.text} ask options={options} chosen={yesNo(value)} onChoose={(said) => onValue(said === 'yes')} />
}

/** Where most nights lie: from there it is a few taps. */
const USUAL_HOURS = 7

function Amount({ question, value, onValue }: FieldProps<AmountQuestion>) {
  const { hours, less, more, range, least } = words.value
  const { text, min, max, step, unit } = question
  const isHours = unit === 'hours'
  return (
    <Stepper
      question={text}
      ask
      unit={isHours ? hours : undefined}
      min={min}
      max={max}
      step={step}
      first={isHours ? USUAL_HOURS : min}
      less={less}
      more={more}
      problem={Number.isFinite(max) ? range(min, max) : least(min)}
      value={typeof value === 'number' ? value : undefined}
      onValue={onValue}
    />
  )
}

function Text({ question: { text, limit }, value, onValue }: FieldProps<TextQuestion>) {
  const written = typeof value === 'string' ? value : ''
  return (
    <TextField
      label={text}
      long
      maxLength={limit}
      hint={words.value.letters(written.length, limit)}
      value={written}
      onValue={(typed) => onValue(typed === '' ? undefined : typed)}
    />
  )
}

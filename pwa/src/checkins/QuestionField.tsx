import type { QuestionOf, Question } from '../shared/form/questions'
import { MOST_ANSWERS } from '../shared/form/check'
import { listOf } from '../shared/form/enabled'
import type { Single, Value } from '../shared/form/questionnaire'
import { number, shortDateOf } from '../shared/i18n'
import { Button } from '../ui/Button'
import { CheckList } from '../ui/CheckList'
import { Choice, Scale } from '../ui/Choice'
import { DateField, WRONG } from '../ui/DateField'
import { TextField } from '../ui/Field'
import { Rows } from '../ui/Rows'
import { Slider } from '../ui/Slider'
import { Stepper } from '../ui/Stepper'
import { language, words as common } from '../ui/words'
import { toggled } from './draft'
import { words } from './words'

interface FieldProps<Kind, Given> {
  question: Kind
  value: Given | undefined
  onValue: (value: Given | undefined) => void
}

interface QuestionFieldProps extends FieldProps<Question, Value> {
  skipped: boolean
  onSkip: () => void
}

/** A question of any kind, with its way to be skipped. Nothing is set before the person sets it. */
export function QuestionField({ question, value, skipped, onValue, onSkip }: QuestionFieldProps) {
  const given = { question, value, onValue }
  if (question.kind === 'scale') return <ScaleField question={question} value={oneOf(value)} onValue={onValue} skip={question.required ? {} : { onSkip, skipped }} />
  return (
    <>
      {question.many ? <Many {...given} /> : <One question={question} value={oneOf(value)} onValue={onValue} />}
      <div class="row skip">
        {!question.required && <Button kind="bare" onTap={onSkip}>{common.value.go.skip}</Button>}
        {skipped && value === undefined && <small>{words.value.unanswered}</small>}
      </div>
    </>
  )
}

const oneOf = (value: Value | undefined): Single | undefined => listOf(value)[0]

type OneProps<Kind> = FieldProps<Kind, Single>

function ScaleField({ question, value, onValue, skip }: OneProps<QuestionOf<'scale'>> & { skip: { onSkip?: () => void; skipped?: boolean } }) {
  const { text, min, max, low, high } = question
  const chosen = typeof value === 'number' ? value : undefined
  return <Scale question={text} ask from={min} to={max} low={low} high={high} chosen={chosen} onChoose={onValue} {...skip} />
}

function Many({ question, value, onValue }: FieldProps<Question, Value>) {
  const { several, another, nth } = words.value
  if (question.kind === 'choice') return <Chosen question={question} value={value} onValue={onValue} hint={several} />
  return (
    <Rows values={listOf(value)} onValues={(all) => onValue(all.length > 0 ? all : undefined)} add={another} most={MOST_ANSWERS}>
      {(row) => <One question={{ ...question, text: row.n === 0 ? question.text : nth(row.n + 1) }} value={row.value} onValue={row.onValue} />}
    </Rows>
  )
}

function Chosen({ question, value, onValue, hint }: FieldProps<QuestionOf<'choice'>, Value> & { hint: string }) {
  const { text, options, open } = question
  const chosen = listOf(value)
  const own = ownWords(question, chosen)
  const write = (said: Single | undefined) => onValue(toListed([...chosen.filter((one) => one !== own), ...(said === undefined ? [] : [said])]))
  return (
    <>
      <CheckList question={text} ask hint={hint} options={options} chosen={chosen} onToggle={(one) => onValue(toggled(value, one))} />
      {open && <Own question={question} value={own} onValue={write} />}
    </>
  )
}

const toListed = (all: readonly Single[]): Value | undefined => (all.length > 0 ? all : undefined)

/** What was said to an open question that is none of its options. */
const ownWords = ({ options }: QuestionOf<'choice'>, chosen: readonly Single[]): Single | undefined =>
  chosen.find((one) => !options.some((option) => option.value === one))

/** Blanks alone say nothing, and are no answer. */
const written = (typed: string): string | undefined => (typed.trim() === '' ? undefined : typed)

const Own = ({ question: { limit }, value, onValue }: OneProps<QuestionOf<'choice'>>) => (
  <div class="own">
    <TextField label={words.value.other} maxLength={limit} value={String(value ?? '')} onValue={(typed) => onValue(written(typed))} />
  </div>
)

function One({ question, value, onValue }: OneProps<Question>) {
  switch (question.kind) {
    case 'yes-no':
      return <YesNo question={question} value={value} onValue={onValue} />
    case 'scale':
      return <ScaleField question={question} value={value} onValue={onValue} skip={{}} />
    case 'slider':
      return <Line question={question} value={value} onValue={onValue} />
    case 'amount':
      return <Amount question={question} value={value} onValue={onValue} />
    case 'date':
      return <Day question={question} value={value} onValue={onValue} />
    case 'choice':
      return <ChoiceField question={question} value={value} onValue={onValue} />
    case 'text':
      return <Text question={question} value={value} onValue={onValue} />
  }
}

function YesNo({ question, value, onValue }: OneProps<Question>) {
  const { yes, no } = words.value
  const options = [{ value: 'yes', label: yes }, { value: 'no', label: no }] as const
  const chosen = typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined
  return <Choice question={question.text} ask options={options} chosen={chosen} onChoose={(said) => onValue(said === 'yes')} />
}

function ChoiceField({ question, value, onValue }: OneProps<QuestionOf<'choice'>>) {
  const own = value === undefined ? undefined : ownWords(question, [value])
  const chosen = typeof value === 'boolean' ? undefined : value
  return (
    <>
      <Choice question={question.text} ask options={question.options} chosen={chosen} onChoose={onValue} />
      {question.open && <Own question={question} value={own} onValue={onValue} />}
    </>
  )
}

function Line({ question, value, onValue }: OneProps<QuestionOf<'slider'>>) {
  const { text, min, max, step, low, high, unit } = question
  const say = (n: number) => [number(n, language.value), unit].filter(Boolean).join(' ')
  const given = { question: text, from: min, to: max, step, low, high, say, unset: words.value.unset, onValue }
  return <Slider ask {...given} value={typeof value === 'number' ? value : undefined} />
}

/** Where most nights lie: from there it is a few taps. */
const USUAL_HOURS = 7

function Amount({ question, value, onValue }: OneProps<QuestionOf<'amount'>>) {
  const { hours, less, more } = words.value
  const { text, min, max, step, whole, unit, isHours } = question
  return (
    <Stepper
      question={text}
      ask
      unit={isHours ? hours : unit || undefined}
      min={min}
      max={max}
      step={step}
      whole={whole}
      first={isHours ? USUAL_HOURS : Math.min(max, Math.max(min, 0))}
      less={less}
      more={more}
      problem={amountProblem(question)}
      value={typeof value === 'number' ? value : undefined}
      onValue={onValue}
    />
  )
}

function amountProblem({ min, max, whole }: QuestionOf<'amount'>): string {
  const { range, least, most, any, aNumber, wholeNumber } = words.value
  const what = whole ? wholeNumber : aNumber
  if (Number.isFinite(min) && Number.isFinite(max)) return range(what, min, max)
  if (Number.isFinite(min)) return least(what, min)
  return Number.isFinite(max) ? most(what, max) : any(what)
}

function dayProblem(min: string | undefined, max: string | undefined): string {
  const { wholeDay, dayFrom, dayUntil } = words.value
  return [wholeDay, min && dayFrom(dayWords(min)), max && dayUntil(dayWords(max))].filter(Boolean).join(' ')
}

/** A day has no zone. */
const dayWords = (day: string): string => shortDateOf(`${day}T12:00:00Z`, new Date(0), { language: language.value, zone: 'UTC' })

/** NaN, as for a number: something is written, and not yet an answer. */
function Day({ question: { text, min, max }, value, onValue }: OneProps<QuestionOf<'date'>>) {
  const day = typeof value === 'string' ? value : undefined
  return <DateField label={text} value={day} min={min} max={max} problem={dayProblem(min, max)} onValue={(given) => onValue(given === WRONG ? NaN : given)} />
}

/** How many letters before its limit a short line says how many are left. */
const NEAR_THE_END = 20

function Text({ question: { text, limit, long }, value, onValue }: OneProps<QuestionOf<'text'>>) {
  const typed = typeof value === 'string' ? value : ''
  return (
    <TextField
      label={text}
      long={long}
      maxLength={limit}
      hint={(long || typed.length > limit - NEAR_THE_END) && words.value.letters(typed.length, limit)}
      value={typed}
      onValue={(now) => onValue(written(now))}
    />
  )
}

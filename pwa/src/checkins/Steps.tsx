import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { MOST_ROUNDS } from '../shared/form/places'
import type { Question, Round } from '../shared/form/questions'
import type { Scores } from '../shared/form/rules'
import { spokenIn } from '../shared/form/questionnaire'
import type { Language } from '../shared/words/language'
import { Button } from '../ui/Button'
import { words as common } from '../ui/words'
import { NotSaved, Notes, Reader, Top } from './Around'
import type { AskOnceProps } from './AskOnce'
import { AskOnce } from './AskOnce'
import type { Draft } from './draft'
import type { FormProps } from './Form'
import { Later } from './Later'
import { nameOf } from './names'
import { skillForOne } from './offer'
import { QuestionField } from './QuestionField'
import { RideIt } from './RideIt'
import type { Answering } from './useAnswering'
import { useAnswering } from './useAnswering'
import type { Drafting } from './useDraft'
import { useKeys, useReadOut } from './useKeys'
import type { Saving } from './useSaving'
import { words } from './words'

export interface StepsProps extends FormProps, Drafting {
  draft: Draft
  /** Of the person's answer before this one. */
  before: Scores
  saving: Saving
  /** See `useSteps`. */
  first: { current: number | undefined }
  /** From the page that an answer has opened. */
  returned: boolean
}

/** One question on the screen. */
export function Steps(props: StepsProps) {
  const { form, place, returned } = props
  const spoken = spokenIn(form, place.language)
  const element = useRef<HTMLFormElement>(null)
  const answering = useAnswering(props, spoken, element)
  const { question, step, count } = answering
  const name = useTitle(props)
  const [asks, setAsks] = useState<boolean>()
  const press = useKeys(question, answering.press)
  useReadOut(element, step, returned)
  if (!question) return null
  const submit = (event: Event) => {
    event.preventDefault()
    answering.next()
  }
  return (
    <>
      <form class="checkin" ref={element} onKeyDown={press} onSubmit={submit} noValidate>
        <Top step={step} count={count} onBack={answering.back} />
        <Asking {...props} answering={answering} question={question} name={name} spoken={spoken} onStartOver={() => setAsks(true)} />
        <Ending {...props} answering={answering} />
      </form>
      {step === 0 && <Later {...props} />}
      {asks !== undefined && <StartOver open={asks} worrying={props.worrying} onClose={() => setAsks(false)} onYes={answering.startOver} />}
    </>
  )
}

/** Outside the form, whose keys answer the question. */
function StartOver(about: Pick<AskOnceProps, 'open' | 'worrying' | 'onClose' | 'onYes'>) {
  const { again, yesAgain, keep } = words.value.askOnce
  return <AskOnce {...about} title={again} yes={yesAgain} no={keep} />
}

/** The page's, for the check-in's. */
function useTitle({ checkIn, form, place }: StepsProps): string {
  const name = nameOf(checkIn, place.zone, form)
  useEffect(() => void (document.title = `${name} · ${common.value.name}`), [name])
  return name
}

interface AskingProps extends StepsProps {
  answering: Answering
  question: Question
  name: string
  /** The form's own language, which may not be the person's. */
  spoken: Language
  onStartOver: () => void
}

function Asking(props: AskingProps) {
  const { answering, question, name, spoken, form, body, place, draft, before, saving, returned } = props
  const { step, count, start, addRound } = answering
  const lead = useId()
  const isForeign = spoken !== place.language
  return (
    <section class="gap">
      <h1 class="hidden" tabIndex={-1} aria-describedby={lead}>
        {name}. {words.value.step(step + 1, count)}. {question.text}
      </h1>
      <Notes {...props} isFirst={step === start && !returned} unkept={props.unkept && !saving.failed} />
      <div class="gap" lang={isForeign ? spoken : undefined}>
        <Lead id={lead} question={question} />
        <TheQuestion {...props} />
        {question.foot.map((shown) => <p key={shown} class="quiet">{shown}</p>)}
      </div>
      <MoreRounds question={question} onAdd={addRound} />
      <RideIt skill={skillForOne(form, question.key, draft.values[question.key], before, body)} />
    </section>
  )
}

const TheQuestion = ({ question, draft: { values, skipped }, answering: { answer, skip } }: AskingProps) => (
  <QuestionField key={question.key} question={question} value={values[question.key]} skipped={skipped.includes(question.key)} onValue={answer} onSkip={skip} />
)

function Ending({ answering: { step, count, refused }, saving, body, place }: StepsProps & { answering: Answering }) {
  return (
    <footer>
      <p class="problem center" role="alert">{refused && words.value[refused]}</p>
      {saving.failed && <NotSaved />}
      <Button type="submit" wide disabled={saving.busy}>{submitLabel(step === count - 1, saving)}</Button>
      <Reader body={body} place={place} />
    </footer>
  )
}

function Lead({ id, question: { lead, hints, begins } }: { id: string; question: Question }) {
  const rounds = begins.filter(({ count }) => count > 1)
  return (
    <div class="lead-in" id={id}>
      {lead.filter((text) => !rounds.some((round) => round.text === text)).map((text) => <p key={text}>{text}</p>)}
      {rounds.map(({ group, text, n }) => <p key={group}><strong>{words.value.round(text, n + 1)}</strong></p>)}
      {hints.map((text) => <p key={text}>{text}</p>)}
    </div>
  )
}

const MoreRounds = ({ question: { ends }, onAdd }: { question: Question; onAdd: (round: Round) => void }) => (
  <>
    {ends.filter(({ n, count }) => n === count - 1 && count < MOST_ROUNDS).map((round) => (
      <span class="center" key={round.group}><Button kind="soft" icon="plus" onTap={() => onAdd(round)}>{words.value.addRound(round.text)}</Button></span>
    ))}
  </>
)

function submitLabel(isLast: boolean, { busy, failed }: Saving): string {
  const { saving, save } = words.value
  const { retry, next } = common.value.go
  if (busy) return saving
  if (failed && isLast) return retry
  return isLast ? save : next
}

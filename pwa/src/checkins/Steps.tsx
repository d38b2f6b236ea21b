import { useEffect, useId, useRef } from 'preact/hooks'
import { MOST_ROUNDS } from '../shared/form/places'
import type { Question, Round } from '../shared/form/questions'
import type { Scores } from '../shared/form/rules'
import { speaks } from '../shared/form/questionnaire'
import { Button } from '../ui/Button'
import { words as common } from '../ui/words'
import { ForDay, NotSaved, Notes, Reader, Top } from './Around'
import type { Draft } from './draft'
import type { FormProps } from './Form'
import { nameOf } from './names'
import { skillForOne } from './offer'
import { QuestionField } from './QuestionField'
import { RideIt } from './RideIt'
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
  const { checkIn, form, body, place, draft, before, saving, returned } = props
  const spoken = speaks(form, place.language) ? place.language : 'en'
  const element = useRef<HTMLFormElement>(null)
  const lead = useId()
  const answering = useAnswering(props, spoken, element)
  const { question, step, count } = answering
  const name = nameOf(checkIn, place.zone, form)
  const press = useKeys(question, answering.press)
  useReadOut(element, step, returned)
  useEffect(() => void (document.title = `${name} · ${common.value.name}`), [name])
  if (!question) return null

  const { key, text } = question
  const value = draft.values[key]
  const submit = (event: Event) => {
    event.preventDefault()
    answering.next()
  }
  return (
    <form class="checkin" ref={element} onKeyDown={press} onSubmit={submit} noValidate>
      <Top step={step} count={count} onBack={answering.back} />
      <section class="gap">
        <h1 class="hidden" tabIndex={-1} aria-describedby={lead}>
          {name}. {words.value.step(step + 1, count)}. {text}
        </h1>
        <ForDay checkIn={checkIn} place={place} />
        <Notes
          {...props}
          startOver={answering.startOver}
          isFirst={step === answering.start && !returned}
          isForeign={spoken !== place.language}
          unkept={props.unkept && !saving.failed}
        />
        <div class="gap" lang={spoken === place.language ? undefined : spoken}>
          <Lead id={lead} question={question} />
          <QuestionField key={key} question={question} value={value} skipped={draft.skipped.includes(key)} onValue={answering.answer} onSkip={answering.skip} />
          {question.foot.map((shown) => <p key={shown} class="quiet">{shown}</p>)}
        </div>
        <MoreRounds question={question} onAdd={answering.addRound} />
        <RideIt skill={skillForOne(form, key, value, before, body)} />
      </section>
      <footer>
        <p class="problem center" role="alert">{answering.refused && words.value[answering.refused]}</p>
        {saving.failed && <NotSaved />}
        <Button type="submit" wide disabled={saving.busy}>{submitLabel(step === count - 1, saving)}</Button>
        <Reader body={body} place={place} />
      </footer>
    </form>
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

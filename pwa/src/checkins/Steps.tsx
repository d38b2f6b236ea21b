import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../ui/Button'
import { words as common } from '../ui/words'
import { NotSaved, Notes, Reader, Top } from './Around'
import type { Draft } from './draft'
import { stepOf, withSkipped, withValue } from './draft'
import type { FormProps, Saving } from './Form'
import { nameOf } from './names'
import { QuestionField } from './QuestionField'
import { RideIt } from './RideIt'
import type { Drafting } from './useDraft'
import { useKeys, useReadOut } from './useKeys'
import { useSteps } from './useSteps'
import { words } from './words'

interface StepsProps extends FormProps, Drafting {
  draft: Draft
  saving: Saving
}

/** One question on the screen. */
export function Steps(props: StepsProps) {
  const { checkIn, questions, body, place, draft, change, saving } = props
  // The draft moves on; where this visit began does not.
  const [start] = useState(() => stepOf(draft, questions))
  const { step, forward, back, restart, leave } = useSteps(start, questions.length)
  const question = questions[step]
  const form = useRef<HTMLFormElement>(null)
  const answer = (value: Draft['values'][string] | undefined) =>
    question && change(withValue({ ...draft, at: question.id }, question.id, value))
  const press = useKeys(question, answer)
  const name = nameOf(checkIn, place.zone)
  useReadOut(form, step)
  useEffect(() => void (document.title = `${name} · ${common.value.name}`), [name])
  if (!question) return null

  const following = questions[step + 1]
  const value = draft.values[question.id]
  const goOn = async (given: Draft) => {
    const next = { ...given, at: (following ?? question).id }
    change(next)
    if (following) forward()
    else if (await saving.save(next)) leave()
  }
  const startOver = () => {
    props.startOver()
    restart()
  }
  const submit = (event: Event) => {
    event.preventDefault()
    // What is half typed is neither sent nor passed over.
    if (!Number.isNaN(value)) void goOn(draft)
  }
  return (
    <form class="checkin" ref={form} onKeyDown={press} onSubmit={submit}>
      <Top step={step} count={questions.length} onBack={step > 0 ? back : undefined} />
      <section class="gap">
        <h1 class="hidden" tabIndex={-1}>
          {name}. {words.value.step(step + 1, questions.length)}. {question.text}
        </h1>
        <Notes {...props} startOver={startOver} isFirst={step === start} unkept={props.unkept && !saving.failed} />
        <QuestionField
          key={question.id}
          question={question}
          value={value}
          skipped={draft.skipped.includes(question.id)}
          onValue={answer}
          onSkip={() => void goOn(withSkipped(draft, question.id))}
        />
        <RideIt question={question} value={value} body={body} />
      </section>
      <footer>
        {saving.failed && <NotSaved />}
        <Button type="submit" wide disabled={saving.busy}>{submitLabel(!following, saving)}</Button>
        <Reader body={body} place={place} />
      </footer>
    </form>
  )
}

function submitLabel(isLast: boolean, { busy, failed }: Saving): string {
  const { saving, save } = words.value
  const { retry, next } = common.value.go
  if (busy) return saving
  if (failed && isLast) return retry
  return isLast ? save : next
}

import { useRef, useState } from 'preact/hooks'
import { sayAnswer } from '../data/say'
import type { Place } from '../shared/i18n'
import type { CheckInOut, Home } from '../shared/wire'
import { Loading } from '../ui/States'
import type { Draft } from './draft'
import { itemsOf, keyOf } from './draft'
import type { Question, Questionnaire } from './questions'
import { Saved } from './Saved'
import { Steps } from './Steps'
import { useDraft } from './useDraft'

export interface FormProps {
  checkIn: CheckInOut | undefined
  form: Questionnaire
  questions: readonly Question[]
  body: Home
  place: Place
}

/** From the first question to "saved". */
export function Form(props: FormProps) {
  const { checkIn, form, questions, body, place } = props
  const key = keyOf(checkIn?.id)
  const drafting = useDraft(key, form, questions)
  const { draft, settled } = drafting
  const saving = useSaving(async (given) => {
    await settled()
    return sayAnswer(answerOf(given, props), key, new Date())
  })
  if (!draft) return <Loading />
  if (saving.answer) return <Saved answer={saving.answer} values={draft.values} body={body} place={place} />
  return <Steps {...props} {...drafting} draft={draft} saving={saving} />
}

const answerOf = (draft: Draft, { checkIn, form, questions, place }: FormProps) => ({
  check_in: checkIn?.id ?? null,
  instrument: form.id,
  version: form.version,
  language: place.language,
  answered_at: new Date().toISOString(),
  items: itemsOf(draft, questions),
})

export interface Saving {
  /** The id of the answer, once it is on the disk. */
  answer: string | undefined
  busy: boolean
  failed: boolean
  /** Resolves to whether it worked. */
  save: (draft: Draft) => Promise<boolean>
}

function useSaving(say: (draft: Draft) => Promise<string>): Saving {
  const [state, setState] = useState<Omit<Saving, 'save'>>({ answer: undefined, busy: false, failed: false })
  // A second tap comes before the page has drawn the first.
  const running = useRef(false)
  const save = async (draft: Draft) => {
    if (running.current) return false
    running.current = true
    setState({ answer: undefined, busy: true, failed: false })
    const answer = await say(draft).catch(() => undefined)
    running.current = false
    setState({ answer, busy: false, failed: answer === undefined })
    return answer !== undefined
  }
  return { ...state, save }
}

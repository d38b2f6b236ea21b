import { useLocation } from 'preact-iso'
import { useRef, useState } from 'preact/hooks'
import { loadHome } from '../data/home'
import { AlreadySaid, sayAnswer } from '../data/say'
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import { spokenIn } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import type { AnswerIn, AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { Loading } from '../ui/States'
import { Worry } from '../worry/Worry'
import { scoresBefore } from './before'
import { canCorrect, differs, valuesOf } from './correct'
import type { Draft } from './draft'
import { begun, itemsOf, opening } from './draft'
import { answerTo } from './due'
import { Elsewhere } from './Elsewhere'
import type { Opened } from './follow'
import { behindOf, followOf, openedAt } from './follow'
import { isWorrying, worries } from './offer'
import type { Said } from './Saved'
import { Saved } from './Saved'
import { Steps } from './Steps'
import { TooLate } from './TooLate'
import { useDraft } from './useDraft'
import { useOtherTabs } from './useOtherTabs'
import { useSaving } from './useSaving'

export interface FormProps {
  checkIn: CheckInOut | undefined
  form: Questionnaire
  /** Where its draft is kept. */
  draftKey: string
  body: Home
  place: Place
  /** The answer that is corrected. */
  revises?: AnswerSeen | undefined
  /** What a correction begins with. */
  values?: Values | undefined
  /** A short form has led here: a moment ago, or in an earlier visit. */
  opened?: 'now' | 'before' | undefined
}

/** From the first question to "saved", also through a second form that the first one opens. */
export function Form(props: FormProps) {
  const [second, setSecond] = useState<Opened>()
  const [said, setSaid] = useState<readonly Said[]>([])
  const [isOver, setOver] = useState(false)
  const first = useRef<number>(undefined)
  const { path, route } = useLocation()
  const savedAs = (one: Said, opened: Opened | undefined) => {
    setSaid([...said, one])
    setOver(opened === undefined)
    setSecond(opened)
    if (opened) route(`${path}?q=${opened.step + 1}`)
    return opened ? 'opened' : 'over'
  }
  if (isOver) return <Saved said={said} isCorrection={props.revises !== undefined} body={props.body} place={props.place} />
  if (second) return <One key={second.key} {...props} form={second.form} draftKey={second.key} given={second} revises={undefined} values={undefined} opened="now" first={first} onSaved={savedAs} />
  return <One {...props} first={first} onSaved={savedAs} />
}

interface OneProps extends FormProps {
  given?: Opened
  /** See `useSteps`. */
  first: { current: number | undefined }
  onSaved: (said: Said, opened: Opened | undefined) => 'over' | 'opened'
}

/** One form, and the page with help where an answer opens it. */
function One(props: OneProps) {
  const { checkIn, draftKey, body, place, values, revises } = props
  // When it is saved, it is the latest itself.
  const [before] = useState(() => scoresBefore(props.form, body, revises))
  const isOurs = useRef(false)
  const other = checkIn && !revises && !isOurs.current ? answerTo(checkIn.id, body.answers, props.form.id) : undefined
  const drafting = useDraft(draftKey, props.form, { fresh: () => freshOf(props), given: props.given, isOver: other !== undefined, isWorrying: (one) => worries(one, before, values) })
  const { draft, change } = drafting
  const form = draft?.form ?? props.form
  const returned = useRef(false)
  useOtherTabs()
  const saving = useSaving(async (given) => {
    await drafting.settled()
    const at = now.value
    const follows = followOf(form, given.values, props, at)
    const behind = behindOf(form, given.values, follows, props, at)
    isOurs.current = true
    const answer = await sayAnswer(answerOf(given, props), draftKey, new Date(), { worrying: isWorrying(form, given.values, before), behind }).catch(async (error: unknown) => {
      isOurs.current = false
      if (error instanceof AlreadySaid) await loadHome()
      throw error
    })
    const opened = follows && (await openedAt(follows, at))
    return () => props.onSaved({ answer, form, values: given.values, before }, opened)
  })
  if (!draft) return <Loading />
  if (!draft.facing && other && checkIn) {
    return <Elsewhere checkIn={checkIn} answer={other} draft={draft} draftKey={draftKey} settled={drafting.settled} before={before} body={body} place={place} />
  }
  if (!draft.facing && isTooLate(props)) {
    return <TooLate id={props.revises?.id} form={form} draft={differs(draft, form, values) ? draft : undefined} worrying={drafting.worrying} body={body} />
  }
  if (!draft.facing) return <Steps {...props} {...drafting} form={form} draft={draft} before={before} saving={saving} returned={returned.current} />
  const { rule } = draft.facing
  const goOn = () => {
    returned.current = true
    change({ ...draft, facing: undefined })
  }
  return <Worry rule={rule} call={draft.calls?.[rule]} body={body} place={place} onCall={(request) => change({ ...draft, calls: { ...draft.calls, [rule]: request } })} onGoOn={goOn} />
}

/** A form behind a short one begins with what that says. */
function freshOf({ form, values, opened, checkIn, body }: FormProps): Draft {
  const short = opened && checkIn && answerTo(checkIn.id, body.answers, checkIn.instrument)
  return short ? opening(form, valuesOf(short), new Date()) : begun(form, new Date(), values)
}

/** The server may have moved the end of its day since: it counts from when the answer arrived. */
function isTooLate({ revises, body }: FormProps): boolean {
  const answer = revises && (body.answers.find(({ id }) => id === revises.id) ?? revises)
  return answer !== undefined && !canCorrect(answer, now.value)
}

/** A form is answered in the language it was shown in. */
const answerOf = (draft: Draft, { checkIn, place, revises }: FormProps): AnswerIn => ({
  check_in: revises ? revises.check_in : (checkIn?.id ?? null),
  instrument: draft.form.id,
  version: draft.form.version,
  language: spokenIn(draft.form, place.language),
  answered_at: new Date().toISOString(),
  items: itemsOf(draft, draft.form),
  revises: revises?.id ?? null,
})

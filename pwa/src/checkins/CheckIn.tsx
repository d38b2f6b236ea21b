import { useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { drafts } from '../data/db'
import { device, home } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { Loading } from '../ui/States'
import { Answered } from './Answered'
import { scoresBefore } from './before'
import type { Begun } from './begun'
import { begunOf, keyOf } from './begun'
import './checkins.css'
import { Correcting } from './Correction'
import type { Draft } from './draft'
import { resumed } from './draft'
import { answerTo, chosen } from './due'
import { Elsewhere } from './Elsewhere'
import { Form } from './Form'
import { DAILY, formOf, nameOf } from './names'
import { NoForm } from './NoForm'
import { placeOf } from './place'
import { useStored, useTidied } from './useCorrectable'
import { useFirst } from './useFirst'

/** The check-in that was asked for, the one that is open, or one that nobody asked for. */
export function CheckIn() {
  const id = useRoute().params['id']
  return home.value ? <Visit key={id ?? ''} id={id} body={home.value} /> : <NoHome />
}

/** The same, of an answer that is to be changed. */
export function Correction() {
  const id = useRoute().params['answer']
  return home.value ? <Correcting key={id ?? ''} id={id} body={home.value} /> : <NoHome />
}

const NoHome = () => (device.value && online.value ? <Loading /> : <NotHere title={nameOf(undefined, 'UTC')} icon="check" back="/" />)

interface VisitProps {
  id: string | undefined
  body: Home
}

function Visit({ id, body }: VisitProps) {
  // What this visit is about stays, also when the next window opens or this one is answered meanwhile.
  const [checkIn] = useState(() => chosen(id, body.check_ins, now.value))
  const form = useFirst(formOf(body, checkIn?.instrument ?? DAILY))
  useTidied(body, keyOf(checkIn?.id))
  if (checkIn?.answered_at) return <Again checkIn={checkIn} body={body} />
  const isTold = form && (id === undefined || checkIn?.id === id)
  return isTold ? <Fresh checkIn={checkIn} form={form} body={body} /> : <Untold id={id} checkIn={checkIn} form={form} body={body} />
}

interface AskedProps {
  checkIn: CheckInOut | undefined
  form: Questionnaire | undefined
  body: Home
}

const Fresh = ({ checkIn, form, body }: AskedProps) =>
  form ? <Form checkIn={checkIn} form={form} draftKey={keyOf(checkIn?.id)} body={body} place={placeOf(body)} /> : <NoForm />

/** The server tells of it no more, for it is long over, was withdrawn, or has no form now, or nobody asked: whoever has begun it goes on with what the phone has. */
function Untold({ id, ...asked }: AskedProps & { id: string | undefined }) {
  const { checkIn, body } = asked
  const begun = useBegunOf(id ?? checkIn?.id, body)
  if (begun === undefined) return <Loading />
  return begun ? <GoOn begun={begun} checkIn={begun.checkIn ?? gone(id, begun)} body={body} /> : <Fresh {...asked} />
}

/** It was open when it was begun. */
const gone = (id: string | undefined, { form, began_at }: Begun): CheckInOut | undefined =>
  id && keyOf(id) !== keyOf(undefined)
    ? { id, instrument: form.id, slot: '', local_date: began_at.slice(0, 10), opens_at: began_at, closes_at: began_at, answered_at: null }
    : undefined

const GoOn = ({ begun: { form, key, isBehind }, checkIn, body }: { begun: Begun; checkIn: CheckInOut | undefined; body: Home }) => (
  <Form checkIn={checkIn} form={form} draftKey={key} body={body} place={placeOf(body)} opened={isBehind ? 'before' : undefined} />
)

/** It is answered; a second form that it has opened may still be on its way. */
function Again({ checkIn, body }: { checkIn: CheckInOut; body: Home }) {
  const begun = useBegunOf(checkIn.id, body)
  if (begun === undefined) return <Loading />
  return begun ? <GoOn begun={begun} checkIn={checkIn} body={body} /> : <Done checkIn={checkIn} body={body} />
}

/** What was begun here, before it was answered elsewhere, is not passed over. */
function Done({ checkIn, body }: { checkIn: CheckInOut; body: Home }) {
  const found = useStored(keyOf(checkIn.id))
  if (found === undefined) return <Loading />
  const { instrument, form = formOf(body, instrument ?? '') } = (found ?? {}) as Partial<Draft>
  const draft = form && resumed(found, form)
  const answer = answerTo(checkIn.id, body.answers, draft?.instrument)
  if (!draft || !answer) return <Answered checkIn={checkIn} answer={answer} body={body} place={placeOf(body)} />
  return <Elsewhere checkIn={checkIn} answer={answer} draft={draft} draftKey={keyOf(checkIn.id)} before={scoresBefore(draft.form, body, answer)} body={body} place={placeOf(body)} />
}

/** As the visit began; null when there is nothing, undefined while it is looked for. */
function useBegunOf(checkIn: string | undefined, body: Home): Begun | null | undefined {
  const [found, setFound] = useState<Begun | null>()
  useEffect(() => void drafts().then((all) => setFound(begunOf(checkIn, all, body) ?? null), () => setFound(null)), [])
  return found
}

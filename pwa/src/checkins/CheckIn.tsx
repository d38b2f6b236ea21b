import { useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { draft as stored } from '../data/db'
import { device, home } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { PageHead } from '../ui/PageHead'
import { Empty, Loading } from '../ui/States'
import { language } from '../ui/words'
import { Answered } from './Answered'
import { keyOf } from './begun'
import './checkins.css'
import { canCorrect, valuesOf } from './correct'
import { resumed } from './draft'
import { answerTo, chosen } from './due'
import { followsOf } from './follow'
import { Form } from './Form'
import { DAILY, formOf, nameOf } from './names'
import { words } from './words'

/** The check-in that was asked for, the one that is open, or one that nobody asked for. */
export function CheckIn() {
  const id = useRoute().params['id']
  return home.value ? <Visit key={id ?? ''} id={id} body={home.value} /> : <NoHome />
}

/** An answer of the last day, to be said anew; the earlier one is kept. */
export function Correction() {
  const id = useRoute().params['answer']
  return home.value ? <Correcting key={id ?? ''} id={id} body={home.value} /> : <NoHome />
}

const NoHome = () => (device.value && online.value ? <Loading /> : <NotHere title={nameOf(undefined, 'UTC')} icon="check" back="/" />)

interface VisitProps {
  id: string | undefined
  body: Home
}

const placeOf = ({ person }: Home) => ({ zone: person.zone, language: language.value })

function Visit({ id, body }: VisitProps) {
  // What this visit is about stays, also when the next window opens or this one is answered meanwhile.
  const [checkIn] = useState(() => chosen(id, body.check_ins, now.value))
  const form = useFirst(formOf(body, checkIn?.instrument ?? DAILY))
  if (checkIn?.answered_at) return <Again checkIn={checkIn} form={form} body={body} />
  return form ? <Form checkIn={checkIn} form={form} draftKey={keyOf(checkIn?.id)} body={body} place={placeOf(body)} /> : <NoForm />
}

/** A newer version of the form that comes in the middle of a visit is for the next one. */
function useFirst(form: Questionnaire | undefined): Questionnaire | undefined {
  const [found, setFound] = useState(form)
  useEffect(() => setFound((before) => before ?? form), [form])
  return found ?? form
}

interface AgainProps {
  checkIn: CheckInOut
  form: Questionnaire | undefined
  body: Home
}

/** It is answered; a second form that it has opened may still be on its way. */
function Again({ checkIn, form, body }: AgainProps) {
  const [begun, setBegun] = useState<{ form: Questionnaire; key: string } | null>()
  const place = placeOf(body)
  useEffect(() => void (form ? begunBehind(form, checkIn, body) : Promise.resolve(null)).then(setBegun, () => setBegun(null)), [])
  if (begun === undefined) return <Loading />
  if (begun) return <Form checkIn={checkIn} form={begun.form} draftKey={begun.key} body={body} place={place} opened />
  return <Answered checkIn={checkIn} answer={answerTo(checkIn.id, body.answers)} body={body} place={place} />
}

async function begunBehind(form: Questionnaire, checkIn: CheckInOut, body: Home): Promise<{ form: Questionnaire; key: string } | null> {
  for (const one of followsOf(form, checkIn, body)) {
    if (resumed(await stored(one.key), one.form)) return one
  }
  return null
}

function Correcting({ id, body }: VisitProps) {
  // Once it is corrected it is no longer among the answers, and the page still says what became of it.
  const [answer] = useState(() => body.answers.find((one) => one.id === id && canCorrect(one, now.value)))
  const [checkIn] = useState(() => body.check_ins.find((one) => one.id === answer?.check_in))
  const form = useFirst(formOf(body, answer?.instrument ?? ''))
  if (!answer) return <NoForm>{words.value.notCorrectable}</NoForm>
  if (!form) return <NoForm />
  return <Form checkIn={checkIn} form={form} draftKey={`correct:${answer.id}`} body={body} place={placeOf(body)} revises={answer} values={valuesOf(answer)} />
}

const NoForm = ({ children }: { children?: string }) => (
  <>
    <PageHead title={nameOf(undefined, 'UTC')} back="/" />
    <Empty icon="check">{children ?? words.value.noForm}</Empty>
  </>
)

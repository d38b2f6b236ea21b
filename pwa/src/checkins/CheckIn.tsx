import { useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { draft as stored } from '../data/db'
import { device, home } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { Loading } from '../ui/States'
import { Answered } from './Answered'
import { keyOf } from './begun'
import './checkins.css'
import { Correcting } from './Correction'
import { resumed } from './draft'
import { answerTo, chosen } from './due'
import { followsOf } from './follow'
import { Form } from './Form'
import { DAILY, formOf, nameOf } from './names'
import { NoForm } from './NoForm'
import { placeOf } from './place'
import { useTidied } from './useCorrectable'
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
  useTidied(body)
  if (checkIn?.answered_at) return <Again checkIn={checkIn} form={form} body={body} />
  return form ? <Form checkIn={checkIn} form={form} draftKey={keyOf(checkIn?.id)} body={body} place={placeOf(body)} /> : <NoForm />
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
  if (begun) return <Form checkIn={checkIn} form={begun.form} draftKey={begun.key} body={body} place={place} opened="before" />
  return <Answered checkIn={checkIn} answer={answerTo(checkIn.id, body.answers)} body={body} place={place} />
}

async function begunBehind(form: Questionnaire, checkIn: CheckInOut, body: Home): Promise<{ form: Questionnaire; key: string } | null> {
  for (const one of followsOf(form, checkIn, body)) {
    if (resumed(await stored(one.key), one.form)) return one
  }
  return null
}

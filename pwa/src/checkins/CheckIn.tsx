import { useRoute } from 'preact-iso'
import { useState } from 'preact/hooks'
import { device, home } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { PageHead } from '../ui/PageHead'
import { Empty, Loading } from '../ui/States'
import { language } from '../ui/words'
import { Answered } from './Answered'
import './checkins.css'
import { answerTo, chosen } from './due'
import { Form } from './Form'
import { nameOf } from './names'
import { formOf, questionsOf } from './questions'
import { words } from './words'

/** The check-in that was asked for, the one that is open, or one that nobody asked for. */
const UNASKED = 'daily'

export function CheckIn() {
  const id = useRoute().params['id']
  if (!home.value) return device.value && online.value ? <Loading /> : <NotHere title={nameOf(undefined, 'UTC')} icon="check" back="/" />
  return <Visit key={id ?? ''} id={id} body={home.value} />
}

function Visit({ id, body }: { id: string | undefined; body: Home }) {
  // What this visit is about stays, also when the next window opens or this one is answered meanwhile.
  const [checkIn] = useState(() => chosen(id, body.check_ins, now.value))
  const place = { zone: body.person.zone, language: language.value }
  const form = formOf(body, checkIn?.instrument ?? UNASKED)
  if (checkIn?.answered_at) return <Answered checkIn={checkIn} answer={answerTo(checkIn.id, body.answers)} body={body} place={place} />
  if (!form) return <NoForm />
  return <Form checkIn={checkIn} form={form} questions={questionsOf(form, place.language)} body={body} place={place} />
}

const NoForm = () => (
  <>
    <PageHead title={nameOf(undefined, 'UTC')} back="/" />
    <Empty icon="check">{words.value.noForm}</Empty>
  </>
)

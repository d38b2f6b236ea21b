import { useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { isCallable } from '../../shared/phone'
import type { Kept, Overview, PhoneNumberIn } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { Refused, saidOf } from '../Refused'
import { words } from './words'

interface NumberProps {
  person: Overview['person']
  onChange: () => void
}

/** The way to write down where somebody is reached; to call them is a button above it. */
export function PhoneNumber({ person, onChange }: NumberProps) {
  const [open, setOpen] = useState(false)
  const [news, setNews] = useState('')
  const said = words.value.phone
  const name = person.called ?? person.name
  const done = (_: Kept, { phone }: PhoneNumberIn) => {
    setNews((phone ? said.done : said.gone)(name))
    setOpen(false)
    onChange()
  }
  return (
    <section class="stack noprint">
      <h2>{said.title}</h2>
      {!person.phone && <p>{said.none}</p>}
      <p role="status" class="news">{news}</p>
      <Button kind="soft" icon="phone" onTap={() => setOpen(true)}>{person.phone ? said.change : said.add}</Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={person.phone ? said.change : said.add}>
        <Form person={person} onDone={done} />
      </Sheet>
    </section>
  )
}

const NUMBER = 40

function Form({ person, onDone }: { person: Overview['person']; onDone: (kept: Kept, said: PhoneNumberIn) => void }) {
  const [typed, setTyped] = useState(person.phone ?? '')
  const [wrong, setWrong] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { label, hint, wrong: how, save } = words.value.phone
  const { say, saying, refusal } = useIntention<PhoneNumberIn, Kept>((id) => `/api/phone-numbers/${id}`, onDone)
  const send = (event: Event) => {
    event.preventDefault()
    const phone = typed.trim() || null
    const isWrong = phone !== null && !isCallable(phone)
    setWrong(isWrong)
    if (isWrong) form.current?.querySelector('input')?.focus()
    else say({ person: person.id, phone })
  }
  return (
    <form class="gap" ref={form} onSubmit={send} noValidate>
      <TextField label={label} hint={hint} type="tel" autocomplete="off" maxLength={NUMBER} value={typed} onValue={setTyped} error={wrong ? how : saidOf(refusal, 'phone')} />
      <Refused refusal={refusal} fields={['phone']} />
      <div><Button type="submit" disabled={saying}>{save}</Button></div>
    </form>
  )
}

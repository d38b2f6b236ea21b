import { useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { words as common } from '../../ui/words'
import { useTyped } from './useTyped'
import { words } from './words'

interface GiveProps {
  busy: boolean
  /** What the server said of the address. */
  refusal: Refusal | undefined
  onGive: (address: string) => void
}

/** Off unless the person wants it, and it says first what it means. `another`: one was given, and they want to give another. */
export function Give({ another, ...rest }: GiveProps & { another: boolean }) {
  const [open, setOpen] = useState(another)
  const { lead, neutral, read, stop, setUp } = words.value
  return (
    <>
      <p>{lead}</p>
      <ul class="howto">
        {[neutral, read, stop].map((each) => <li key={each}>{each}</li>)}
      </ul>
      {open ? <Address {...rest} onLeave={() => setOpen(false)} /> : <div class="row"><Button kind="soft" onTap={() => setOpen(true)}>{setUp}</Button></div>}
    </>
  )
}

function Address({ busy, refusal, onGive, onLeave }: GiveProps & { onLeave: () => void }) {
  const { address: label, addressHint, send, notNow, wrong } = words.value
  const { form, submit, field } = useTyped({ clean: (value) => value.trim(), looksRight: /^\S+@\S+\.\S+$/, wrong, refusal, onRight: onGive })
  return (
    <form class="gap" ref={form} onSubmit={submit} noValidate>
      <TextField label={label} hint={addressHint} type="email" autocomplete="email" maxLength={254} {...field} />
      <div class="row">
        <Button type="submit" kind="soft" disabled={busy}>{busy ? common.value.state.loading : send}</Button>
        <Button kind="bare" onTap={onLeave}>{notNow}</Button>
      </div>
    </form>
  )
}

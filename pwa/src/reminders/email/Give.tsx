import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { words as common } from '../../ui/words'
import { words } from './words'

interface GiveProps {
  busy: boolean
  onGive: (address: string) => void
}

/** Off unless the person wants it, and it says first what it means. */
export function Give({ busy, onGive }: GiveProps) {
  const [open, setOpen] = useState(false)
  const { lead, neutral, read, stop, setUp } = words.value
  return (
    <>
      <p>{lead}</p>
      <ul class="howto">
        {[neutral, read, stop].map((each) => <li key={each}>{each}</li>)}
      </ul>
      {open ? <Address busy={busy} onGive={onGive} onLeave={() => setOpen(false)} /> : <div class="row"><Button kind="soft" onTap={() => setOpen(true)}>{setUp}</Button></div>}
    </>
  )
}

function Address({ busy, onGive, onLeave }: GiveProps & { onLeave: () => void }) {
  const [address, setAddress] = useState('')
  const [isWrong, setWrong] = useState(false)
  const { address: label, addressHint, send, notNow, wrong } = words.value
  const submit = (event: Event) => {
    event.preventDefault()
    const looksWrong = !/^\S+@\S+\.\S+$/.test(address.trim())
    setWrong(looksWrong)
    if (!looksWrong) onGive(address.trim())
  }
  return (
    <form class="gap" onSubmit={submit} noValidate>
      <TextField label={label} hint={addressHint} type="email" autocomplete="email" maxLength={254} value={address} error={isWrong ? wrong : undefined} onValue={setAddress} />
      <div class="row">
        <Button type="submit" kind="soft" disabled={busy}>{busy ? common.value.state.loading : send}</Button>
        <Button kind="bare" onTap={onLeave}>{notNow}</Button>
      </div>
    </form>
  )
}

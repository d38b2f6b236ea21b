import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import type { GivenProps } from './Email'
import { words } from './words'

export function Code({ address, busy, onAgain, onCode, onRemove }: GivenProps) {
  const [code, setCode] = useState('')
  const [isWrong, setWrong] = useState(false)
  const said = words.value
  const submit = (event: Event) => {
    event.preventDefault()
    const typed = code.replace(/\s/g, '')
    const looksWrong = !/^[0-9]{6}$/.test(typed)
    setWrong(looksWrong)
    if (!looksWrong) onCode(typed)
  }
  return (
    <form class="gap" onSubmit={submit} noValidate>
      <p>{said.sentTo(address.address)}</p>
      <TextField label={said.code} hint={said.codeHint} inputMode="numeric" autocomplete="one-time-code" value={code} error={isWrong ? said.sixDigits : undefined} onValue={setCode} />
      <div class="row">
        <Button type="submit" disabled={busy}>{said.confirm}</Button>
        <Button kind="bare" disabled={busy} onTap={onAgain}>{said.again}</Button>
        <Button kind="bare" disabled={busy} onTap={onRemove}>{said.other}</Button>
      </div>
    </form>
  )
}

import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import type { GivenProps } from './Email'
import { useTyped } from './useTyped'
import { words } from './words'

export function Code({ address, busy, refusal, onAgain, onCode, onOther, onRemove }: GivenProps) {
  const said = words.value
  const { form, submit, field } = useTyped({ clean: (value) => value.replace(/\s/g, ''), looksRight: /^[0-9]{6}$/, wrong: said.sixDigits, refusal, onRight: onCode })
  return (
    <form class="gap" ref={form} onSubmit={submit} noValidate>
      <p>{said.sentTo(address.address)}</p>
      <TextField label={said.code} hint={said.codeHint} inputMode="numeric" autocomplete="one-time-code" {...field} />
      <div class="row">
        <Button type="submit" disabled={busy}>{said.confirm}</Button>
        <Button kind="bare" disabled={busy} onTap={onAgain}>{said.again}</Button>
        <Button kind="bare" disabled={busy} onTap={onOther}>{said.other}</Button>
        <Button kind="bare" disabled={busy} onTap={onRemove}>{said.off}</Button>
      </div>
    </form>
  )
}

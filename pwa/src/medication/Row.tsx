import type { MedicationOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { words } from './words'
import { dayOf, whenWords } from './when'

interface RowProps {
  one: MedicationOut
  onChange: () => void
  onStop: () => void
  onRefilled: () => void
}

export function Row({ one, onChange, onStop, onRefilled }: RowProps) {
  const { change, changeOf, stop, stopOf, refill, refilled } = words.value.list
  const id = `taken-${one.id}`
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{one.name}</h2>
      <p>{whenWords(one)}{one.note && <><br /><small>{one.note}</small></>}</p>
      {one.refill_on && (
        <div class="row between">
          <span>{refill(dayOf(one.refill_on))}</span>
          <Button kind="soft" label={`${refilled}: ${one.name}`} onTap={onRefilled}>{refilled}</Button>
        </div>
      )}
      <div class="row">
        <Button kind="soft" label={changeOf(one.name)} onTap={onChange}>{change}</Button>
        <Button kind="bare" label={stopOf(one.name)} onTap={onStop}>{stop}</Button>
      </div>
    </section>
  )
}

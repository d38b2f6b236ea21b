import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { words } from './words'

/** Somebody else changed the series that a draft was written upon. It stays until the viewer says how to go on. */
export function ChangedSince({ onKeep, onDrop }: { onKeep: () => void; onDrop: () => void }) {
  const { form } = words.value
  return (
    <Card tone="dawn">
      <p role="status">{form.changedSince}</p>
      <div class="row">
        <Button kind="soft" onTap={onKeep}>{form.onTop}</Button>
        <Button kind="soft" onTap={onDrop}>{form.fromNow}</Button>
      </div>
    </Card>
  )
}

import { batch, signal } from '@preact/signals'
import type { Item, Pending } from './outbox'
import { countOf, isSaid, items, onChange } from './outbox'

/** How much is still on its way, and how much the server refused. */
export const pending = signal<Pending>({ waiting: 0, parked: 0 })
/** Of what somebody should see soon: an answer that asks for help, a call that was asked for. */
export const worrying = signal<Pending>({ waiting: 0, parked: 0 })

/** All that waits or was refused, as this page last saw it. */
export const unsent = signal<readonly Item[]>([])

export function watchPending(): void {
  const look = () => void items().then(show, () => undefined)
  onChange(look)
  look()
}

const show = (found: readonly Item[]): void =>
  batch(() => {
    unsent.value = found
    pending.value = countOf(found.filter(isSaid))
    worrying.value = countOf(found.filter((item) => item.worrying))
  })

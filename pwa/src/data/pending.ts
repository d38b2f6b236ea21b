import { signal } from '@preact/signals'
import type { Pending } from './outbox'
import { onChange, pending as count } from './outbox'

/** How much is still on its way, and how much the server refused. */
export const pending = signal<Pending>({ waiting: 0, parked: 0 })

export function watchPending(): void {
  const look = () => void count().then((now) => (pending.value = now), () => undefined)
  onChange(look)
  look()
}

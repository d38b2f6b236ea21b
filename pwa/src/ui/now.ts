import { signal } from '@preact/signals'

/** The moment that pages speak of; it moves on every half minute and whenever the person comes back. */
export const now = signal(new Date())

const HALF_A_MINUTE = 30_000

export function keepTime(): void {
  const look = () => void (now.value = new Date())
  setInterval(look, HALF_A_MINUTE)
  document.addEventListener('visibilitychange', look)
}

import type { Signal } from '@preact/signals'
import { signal } from '@preact/signals'

/** How this phone likes a page: a signal that outlives the visit. Nothing about a person belongs in it. */
export function remembered<Value extends string>(name: string, first: Value, known: readonly Value[]): Signal<Value> {
  const kept = stored(name)
  const value = signal(known.find((one) => one === kept) ?? first)
  let before = value.peek()
  value.subscribe((chosen) => {
    if (chosen !== before) keep(name, chosen)
    before = chosen
  })
  return value
}

/** Browsers that keep nothing throw here. */
function stored(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Then it holds for this visit.
  }
}

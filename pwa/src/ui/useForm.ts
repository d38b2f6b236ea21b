import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'

interface Filled<W, P> {
  written: W
  /** The first part that something is missing from, once somebody tried to save. */
  wrong: P | undefined
  write: (change: Partial<W>) => void
  /** For the form element. */
  form: { ref: RefObject<HTMLFormElement | null>; onSubmit: (event: Event) => void; noValidate: true }
}

/** A form that says what is missing only when somebody tries to save it, and then leads there: to the first field in the
 *  `data-part` of that name. */
export function useForm<W extends object, P extends string>(first: W, wrongIn: (written: W) => P | undefined, onSave: (written: W) => void): Filled<W, P> {
  const [written, setWritten] = useState(first)
  const [tried, setTried] = useState(false)
  const ref = useRef<HTMLFormElement>(null)
  const onSubmit = (event: Event) => {
    event.preventDefault()
    setTried(true)
    const part = wrongIn(written)
    if (!part) return onSave(written)
    ref.current?.querySelector<HTMLElement>(`[data-part="${part}"] :is(input, textarea, button)`)?.focus()
  }
  return {
    written,
    wrong: tried ? wrongIn(written) : undefined,
    write: (change) => setWritten({ ...written, ...change }),
    form: { ref, onSubmit, noValidate: true },
  }
}

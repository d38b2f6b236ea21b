import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Question } from '../shared/form/questions'
import type { Single } from '../shared/form/questionnaire'
import type { Typed } from './keys'
import { typed } from './keys'

/** The number keys answer and Enter goes on, wherever in the form the focus is, unless it is written there. */
export function useKeys(question: Question | undefined, onValue: (value: Single) => void): (event: KeyboardEvent) => void {
  const before = useRef<Typed | undefined>(undefined)
  return (event) => {
    const { key, target, currentTarget, timeStamp } = event
    if (event.ctrlKey || event.metaKey || event.altKey || !question) return
    if (target instanceof HTMLHeadingElement && key === 'Enter') return (currentTarget as HTMLFormElement).requestSubmit()
    if (isWrittenIn(target)) return
    if (question.kind === 'amount' && /^\d$/.test(key)) return fieldIn(currentTarget)?.focus()
    const meant = typed(question, before.current, key, timeStamp)
    before.current = meant
    if (meant) onValue(meant.value)
  }
}

const isWrittenIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && ['text', 'date'].includes(target.type))

/** Focused while the key goes down, it gets the digit. */
const fieldIn = (form: EventTarget | null): HTMLInputElement | null => (form as HTMLElement).querySelector('input')

/**
 * A new question is silent to a screen reader, and may be out of sight, until the focus is on it. `returning`: the person
 * comes back to a question from the page that its answer opened, so the focus goes back to that answer. Before the
 * question is painted: a key that is pressed as soon as it can be read must not be lost.
 */
export function useReadOut(form: RefObject<HTMLElement | null>, at: number | string, returning = false): void {
  useLayoutEffect(() => {
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector)
    const answer = returning ? (find('input:checked') ?? find('input')) : undefined
    ;(answer ?? find('h1'))?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [at])
}

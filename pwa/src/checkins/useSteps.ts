import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'

interface Steps {
  step: number
  to: (step: number) => void
  back: () => void
  /** To the first question. */
  restart: () => void
  /** Leaves the form's steps out of the way of the phone's Back. */
  leave: () => void
}

/**
 * The question as a place in the browser's history (`?q=2`), so that the phone's own Back leads to the question before.
 * `start` is the step of a visit whose address names none. `first` holds the step where the visit began: the steps of one
 * visit lie in a row in the history, also where a second form goes on from the first.
 */
export function useSteps(start: number, count: number, first: { current: number | undefined }): Steps {
  const { path, query, route } = useLocation()
  const [begunAt] = useState(start)
  const asked = Number(query['q']) - 1
  const step = Math.min(Math.max(Number.isInteger(asked) ? asked : begunAt, 0), count - 1)
  const earliest = (first.current ??= step)
  const to = (next: number, replace = false) => next !== asked && route(`${path}?q=${next + 1}`, replace)
  const back = () => {
    if (step > earliest) return history.back()
    first.current = step - 1
    to(step - 1, true)
  }
  const restart = () => {
    first.current = 0
    to(0, true)
  }
  return { step, to, back, restart, leave: () => step > earliest && history.go(earliest - step) }
}

import { useLocation } from 'preact-iso'
import { useRef } from 'preact/hooks'

interface Steps {
  step: number
  forward: () => void
  back: () => void
  /** To the first question. */
  restart: () => void
  /** Leaves the form's steps out of the way of the phone's Back. */
  leave: () => void
}

/**
 * The question as a place in the browser's history (`?q=2`), so that the phone's own Back leads to the question before.
 * `start` is the step of a visit whose address names none.
 */
export function useSteps(start: number, count: number): Steps {
  const { path, query, route } = useLocation()
  const asked = Number(query['q']) - 1
  const step = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), count - 1) : start
  // The steps of one visit lie in a row in the history; this is the first of them.
  const first = useRef(step)
  const to = (next: number, replace: boolean) => route(`${path}?q=${next + 1}`, replace)
  const back = () => {
    if (step > first.current) return history.back()
    first.current = step - 1
    to(step - 1, true)
  }
  const restart = () => {
    first.current = 0
    to(0, true)
  }
  return {
    step,
    restart,
    forward: () => to(step + 1, false),
    back,
    leave: () => step > first.current && history.go(first.current - step),
  }
}

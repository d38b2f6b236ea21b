import { useEffect, useState } from 'preact/hooks'
import type { Questionnaire } from '../shared/form/questionnaire'

/** A newer version of the form that comes in the middle of a visit is for the next one. */
export function useFirst(form: Questionnaire | undefined): Questionnaire | undefined {
  const [found, setFound] = useState(form)
  useEffect(() => setFound((before) => before ?? form), [form])
  return found ?? form
}

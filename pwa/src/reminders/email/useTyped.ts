import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { refusalWords } from './refusalWords'

interface Asked {
  /** As it is meant: without what people type beside it. */
  clean: (value: string) => string
  looksRight: RegExp
  /** What is said of one that does not. */
  wrong: string
  /** What the server said of it. */
  refusal: Refusal | undefined
  onRight: (value: string) => void
}

export interface Typed {
  form: RefObject<HTMLFormElement | null>
  submit: (event: Event) => void
  /** Those of the field. */
  field: { value: string; error: string | undefined; onValue: (value: string) => void }
}

/** A form of one field: whatever is wrong with what was typed stands at the field, and the focus goes there. */
export function useTyped({ clean, looksRight, wrong, refusal, onRight }: Asked): Typed {
  const [value, setValue] = useState('')
  const [fault, setFault] = useState<'looks' | Refusal>()
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const known = useRef(refusal)
  const fail = (why: 'looks' | Refusal) => {
    setFault(why)
    setTries((before) => before + 1)
  }
  useLayoutEffect(() => {
    if (refusal && refusal !== known.current) fail(refusal)
    known.current = refusal
  }, [refusal])
  useFirstWrong(form, tries)
  const submit = (event: Event) => {
    event.preventDefault()
    const typed = clean(value)
    if (!looksRight.test(typed)) return fail('looks')
    setFault(undefined)
    onRight(typed)
  }
  const error = fault === 'looks' ? wrong : fault && refusalWords(fault)
  return { form, submit, field: { value, error, onValue: setValue } }
}

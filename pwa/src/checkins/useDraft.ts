import { useEffect, useRef, useState } from 'preact/hooks'
import { draft as stored, keepDraft } from '../data/db'
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import type { Draft } from './draft'
import { begun, resumed } from './draft'
import type { Opened } from './follow'

export interface Drafting {
  /** Undefined while it is looked for. */
  draft: Draft | undefined
  /** When it was begun, if that was in an earlier visit. */
  resumedFrom: string | undefined
  /** The phone could not keep the latest step; the page still holds all of it. */
  unkept: boolean
  change: (next: Draft) => void
  /** Resolves when no step is on its way to the disk any more. */
  settled: () => Promise<unknown>
  startOver: () => void
}

interface Beginning {
  /** What an answer that is corrected says. */
  values?: Values | undefined
  /** A form that has opened a moment ago: it lies on the phone already. */
  given?: Opened | undefined
  /** It was answered elsewhere meanwhile: what is changed now stays on the page. */
  isOver: boolean
  /** Whether somebody should see soon what it says: see `worries`. */
  isWorrying: (draft: Draft) => boolean
}

/** A check-in in the making, kept on the phone at each step. */
export function useDraft(key: string, form: Questionnaire, { values, given, isOver, isWorrying }: Beginning): Drafting {
  const [draft, setDraft] = useState(given?.draft)
  const [resumedFrom, setResumedFrom] = useState(given?.resumedFrom)
  const [unkept, setUnkept] = useState(false)
  const writing = useRef<Promise<unknown>>(Promise.resolve())
  const fresh = () => begun(form, new Date(), values)
  useEffect(() => {
    let left = false
    if (given) return
    const found = stored(key).then((kept) => resumed(kept, form), () => undefined)
    void found.then((before) => {
      if (left) return
      setDraft(before ?? fresh())
      setResumedFrom(before?.began_at)
    })
    return () => void (left = true)
  }, [key])
  const change = (next: Draft) => {
    setDraft(next)
    if (!isOver) writing.current = keepDraft(key, { ...next, worrying: isWorrying(next) }).then(() => setUnkept(false), () => setUnkept(true))
  }
  const startOver = () => {
    setResumedFrom(undefined)
    change(fresh())
  }
  return { draft, resumedFrom, unkept, change, settled: () => writing.current, startOver }
}

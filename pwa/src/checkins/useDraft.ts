import { useEffect, useRef, useState } from 'preact/hooks'
import { draft as stored, dropDrafts, keepDraft } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Draft } from './draft'
import { resumed } from './draft'
import type { Opened } from './follow'

export interface Drafting {
  /** Undefined while it is looked for. */
  draft: Draft | undefined
  /** When it was begun, if that was in an earlier visit. */
  resumedFrom: string | undefined
  /** The phone could not keep the latest step; the page still holds all of it. */
  unkept: boolean
  /** Somebody should see soon what it says. */
  worrying: boolean
  change: (next: Draft) => void
  /** Resolves when no step is on its way to the disk any more. */
  settled: () => Promise<unknown>
  startOver: () => void
}

interface Beginning {
  /** With nothing chosen yet. */
  fresh: () => Draft
  /** A form that has opened a moment ago: it lies on the phone already. */
  given?: Opened | undefined
  /** It was answered elsewhere meanwhile: what is changed now stays on the page. */
  isOver: boolean
  /** Whether somebody should see soon what it says: see `worries`. */
  isWorrying: (draft: Draft) => boolean
}

/** A check-in in the making, kept on the phone at each step. */
export function useDraft(key: string, form: Questionnaire, { fresh, given, isOver, isWorrying }: Beginning): Drafting {
  const [draft, setDraft] = useState(given?.draft)
  const [resumedFrom, setResumedFrom] = useState(given?.resumedFrom)
  const [unkept, setUnkept] = useState(false)
  const writing = useRef<Promise<unknown>>(Promise.resolve())
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
  const put = (next: Draft, keep: () => Promise<unknown>) => {
    setDraft(next)
    if (!isOver) writing.current = keep().then(() => setUnkept(false), () => setUnkept(true))
  }
  const change = (next: Draft) => put(next, () => keepDraft(key, { ...next, worrying: isWorrying(next) }))
  const startOver = () => {
    setResumedFrom(undefined)
    const next = fresh()
    // One that a short form has opened goes on from there; any other is not begun any more.
    if (next.at) change(next)
    else put(next, () => dropDrafts((one) => one === key))
  }
  return { draft, resumedFrom, unkept, worrying: draft !== undefined && isWorrying(draft), change, settled: () => writing.current, startOver }
}

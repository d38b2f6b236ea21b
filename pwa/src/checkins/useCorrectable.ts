import { useEffect, useState } from 'preact/hooks'
import { draft as stored, dropDrafts } from '../data/db'
import { refresh, told } from '../data/home'
import type { AnswerSeen, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { answerNamed, correctable } from './correct'
import { isOver } from './over'

type Asked = Awaited<ReturnType<typeof refresh>> | 'problem'

export interface Correctable {
  /** As it was when the visit began: once it is corrected it is no longer among the answers, and the page still says so. */
  answer: AnswerSeen | undefined
  /** What came of asking the server for an answer that this phone does not know. */
  asked: Asked | undefined
  ask: () => void
}

/** What this phone has of the server may be older than the answer, so it is renewed before one that it lacks is called gone. */
export function useCorrectable(id: string | undefined, body: Home): Correctable {
  const [first, setFirst] = useState<AnswerSeen>()
  const [asked, setAsked] = useState<Asked>()
  const answer = first ?? correctable(id, body, now.value)
  const ask = () => {
    setAsked(undefined)
    void refresh(new Date()).then(setAsked, () => setAsked('problem'))
  }
  useEffect(() => setFirst(answer), [answer?.id])
  useEffect(() => {
    if (!answerNamed(id, body)) online.value ? ask() : setAsked('offline')
  }, [online.value])
  return { answer, asked, ask }
}

/** What the phone kept under the key; null when there is nothing, undefined while it is looked for. */
export function useStored(key: string): unknown {
  const [found, setFound] = useState<unknown>()
  useEffect(() => void stored(key).then((draft) => setFound(draft ?? null), () => setFound(null)), [key])
  return found
}

/** Whoever opens a check-in has the drafts removed that nobody can go on with; never the one that is looked at. */
export function useTidied(body: Home, mine: string): void {
  const known = { body, told: told.value?.body }
  useEffect(() => void dropDrafts((key, draft) => key !== mine && isOver(key, draft, known, now.value)).catch(() => undefined), [])
}

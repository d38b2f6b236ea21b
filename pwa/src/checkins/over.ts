/** Which drafts nobody can go on with. Pure. */
import type { Home } from '../shared/wire'
import { isOfCheckIn, isSettled } from './begun'
import { isSaidBy } from './beside'
import { answerNamed, canCorrect, CORRECTION, readableUntil } from './correct'
import type { Draft } from './draft'
import { resumed } from './draft'

interface Known {
  /** With what was said on this phone. */
  body: Home
  /** As the server told it: what is answered there has been sent. */
  told: Home | undefined
}

/** The person had a week to read what differs from the answer. */
export function isOver(key: string, draft: unknown, { body, told }: Known, now: Date): boolean {
  const { began_at, worrying } = (draft ?? {}) as Partial<Draft>
  const isYoung = now < readableUntil({ began_at: String(began_at) })
  if (key.startsWith(CORRECTION)) {
    const answer = answerNamed(key.slice(CORRECTION.length), body)
    // Nobody has seen what worries in it, and nobody will if it goes.
    return !isYoung && !(answer && (worrying || canCorrect(answer, now)))
  }
  return told !== undefined && isOfCheckIn(key) && isSettled(key, told) && !(isYoung && saysMore(key, draft, told))
}

function saysMore(key: string, stored: unknown, told: Home): boolean {
  const draft = resumed(stored, (stored as Draft).form)
  const answers = told.answers.filter(({ check_in }) => check_in === key.split(':')[1])
  return !draft || !answers.some((answer) => isSaidBy(answer, draft))
}

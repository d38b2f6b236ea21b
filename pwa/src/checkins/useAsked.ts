import { useState } from 'preact/hooks'
import type { Question } from '../shared/form/questions'
import { questionsOf } from '../shared/form/questions'
import type { Language } from '../shared/words/language'
import type { Draft } from './draft'
import { stepOf } from './draft'
import type { Refusal } from './onward'
import type { StepsProps } from './Steps'
import { useSteps } from './useSteps'

export interface Asked {
  question: Question | undefined
  /** Of the question; empty when there is none. */
  key: string
  step: number
  count: number
  /** Where this visit began; the draft moves on from there. */
  start: number
  refused: Refusal | undefined
  refuse: (why: Refusal | undefined) => void
  /** All that a draft asks for. */
  asking: (draft: Draft) => readonly Question[]
  turnTo: (step: number, draft: Draft, why?: Refusal) => void
  back: (() => void) | undefined
  restart: () => void
  leave: () => void
}

/** The question on the screen, and how another one comes there. */
export function useAsked({ form, draft, change, first }: StepsProps, language: Language): Asked {
  const asking = (given: Draft) => questionsOf(form, language, given.values, given.rounds)
  const questions = asking(draft)
  const [start] = useState(() => stepOf(draft, questions))
  const { step, to, back, restart, leave } = useSteps(start, questions.length, first)
  const question = questions[step]
  const key = question?.key ?? ''
  const { refused, refuse } = useRefused(key)
  const turnTo = (at: number, given: Draft, why?: Refusal) => {
    const there = asking(given)[at]?.key
    change({ ...given, at: there })
    refuse(why, there)
    to(at)
  }
  return { question, key, step, count: questions.length, start, refused, refuse, asking, turnTo, back: step > 0 ? back : undefined, restart, leave }
}

/** The phone's own Back leaves it behind with its question. */
function useRefused(key: string) {
  const [last, setLast] = useState<{ why: Refusal; at: string }>()
  const refuse = (why: Refusal | undefined, at = key) => setLast(why && { why, at })
  return { refused: last?.at === key ? last.why : undefined, refuse }
}

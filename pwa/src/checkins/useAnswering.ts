import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { listOf } from '../shared/form/enabled'
import type { Question, Round } from '../shared/form/questions'
import { questionsOf } from '../shared/form/questions'
import type { Single, Value } from '../shared/form/questionnaire'
import type { Language } from '../shared/words/language'
import { newlyWorrying } from '../worry/when'
import type { Draft } from './draft'
import { stepMissing, stepOf, toggled, withRound, withSkipped, withValue } from './draft'
import type { StepsProps } from './Steps'
import { useSteps } from './useSteps'

interface Answering {
  question: Question | undefined
  step: number
  count: number
  /** Where this visit began; the draft moves on from there. */
  start: number
  /** Why it does not go on: this question wants an answer, now or before the form can be saved. */
  refused: 'required' | 'wanted' | undefined
  answer: (value: Value | undefined) => void
  /** A number key: where several answers are taken, one more or one less. */
  press: (one: Single) => void
  next: () => void
  skip: () => void
  back: (() => void) | undefined
  addRound: (round: Round) => void
  startOver: () => void
}

/** What a tap on a question does: to the draft, to the step, and at the end to the answer. */
export function useAnswering(props: StepsProps, language: Language, element: RefObject<HTMLFormElement | null>): Answering {
  const { form, draft, change, saving, before } = props
  const asking = (given: Draft) => questionsOf(form, language, given.values, given.rounds)
  const questions = asking(draft)
  const [start] = useState(() => stepOf(draft, questions))
  const [refused, setRefused] = useState<{ key: string; why: Answering['refused'] }>()
  const { step, to, back, restart, leave } = useSteps(start, questions.length, props.first)
  const question = questions[step]
  const key = question?.key ?? ''
  const value = draft.values[key]

  const answer = (given: Value | undefined) => {
    const next = withValue({ ...draft, at: key }, key, given)
    const rule = newlyWorrying(form, draft.values, next.values, before)
    setRefused(undefined)
    change(rule === undefined ? next : { ...next, facing: { rule } })
  }
  const turnTo = (at: number, given: Draft, asked: readonly Question[], why?: 'wanted') => {
    change({ ...given, at: asked[at]?.key })
    setRefused(why && { key: asked[at]?.key ?? '', why })
    to(at)
  }
  const save = async (given: Draft) => {
    change(given)
    const show = await saving.save(given)
    if (show?.() === 'over') leave()
  }
  const goOn = (given: Draft) => {
    const asked = asking(given)
    const following = asked.findIndex((one) => one.key === key) + 1
    if (following < asked.length) return turnTo(following, given, asked)
    const wanted = stepMissing(given, form, asked)
    if (wanted !== undefined) return turnTo(wanted, given, asked, 'wanted')
    void save(given)
  }
  const next = () => {
    // What is half typed is neither sent nor passed over.
    if (listOf(value).some(Number.isNaN) || isHalfTyped(element.current)) return
    if (question?.required && value === undefined) return setRefused({ key, why: 'required' })
    goOn(draft)
  }
  const addRound = (round: Round) => {
    const given = withRound(draft, form, round)
    const asked = asking(given)
    turnTo(asked.findIndex(({ begins }) => begins.some(({ group, n }) => group === round.group && n === round.count)), given, asked)
  }
  return {
    question,
    step,
    count: questions.length,
    start,
    // The phone's own Back leaves it behind with its question.
    refused: refused?.key === key ? refused.why : undefined,
    answer,
    press: (one) => answer(question?.many ? toggled(value, one) : one),
    next,
    skip: () => goOn(withSkipped(draft, key)),
    back: step > 0 ? back : undefined,
    addRound,
    startOver: () => {
      props.startOver()
      restart()
    },
  }
}

/** A date with its year still missing is no value yet; leaving the field makes it say so. */
function isHalfTyped(form: HTMLFormElement | null): boolean {
  const half = form?.querySelector<HTMLInputElement>('input[type="date"]:invalid')
  half?.blur()
  half?.focus()
  return Boolean(half)
}

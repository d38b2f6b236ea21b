import type { RefObject } from 'preact'
import { listOf } from '../shared/form/enabled'
import type { Round } from '../shared/form/questions'
import type { Single, Value } from '../shared/form/questionnaire'
import type { Language } from '../shared/words/language'
import { newlyWorrying } from '../worry/when'
import type { Draft } from './draft'
import { toggled, withRound, withSkipped, withValue } from './draft'
import { onward, roundAfter } from './onward'
import type { StepsProps } from './Steps'
import type { Asked } from './useAsked'
import { useAsked } from './useAsked'

export interface Answering extends Asked {
  answer: (value: Value | undefined) => void
  /** A number key: where several answers are taken, one more or one less. */
  press: (one: Single) => void
  next: () => void
  skip: () => void
  addRound: (round: Round) => void
  startOver: () => void
}

/** What a tap on a question does: to the draft, to the step, and at the end to the answer. */
export function useAnswering(props: StepsProps, language: Language, element: RefObject<HTMLFormElement | null>): Answering {
  const { form, draft } = props
  const asked = useAsked(props, language)
  const { question, key, refuse, asking, turnTo, restart } = asked
  const value = draft.values[key]
  const goOn = goingOn(props, asked)
  const answer = (given: Value | undefined) => {
    refuse(undefined)
    props.change(answered(props, key, given))
  }
  const next = () => {
    if (isHalfWritten(value, element.current)) return
    if (question?.required && value === undefined) return refuse('required')
    goOn(draft)
  }
  const addRound = (round: Round) => {
    const given = withRound(draft, form, round)
    turnTo(roundAfter(round, asking(given)), given)
  }
  const startOver = () => {
    props.startOver()
    restart()
  }
  const press = (one: Single) => answer(question?.many ? toggled(value, one) : one)
  return { ...asked, answer, press, next, skip: () => goOn(withSkipped(draft, key)), addRound, startOver }
}

/** Also to the page with help, where the answer opens it. */
function answered({ form, draft, before }: StepsProps, key: string, value: Value | undefined): Draft {
  const next = withValue({ ...draft, at: key }, key, value)
  const rule = newlyWorrying(form, draft.values, next.values, before)
  return rule === undefined ? next : { ...next, facing: { rule } }
}

/** To the next question, or from the last one to the disk. */
function goingOn({ form, change, saving }: StepsProps, { key, asking, turnTo, leave }: Asked): (draft: Draft) => void {
  const save = async (draft: Draft) => {
    change(draft)
    const show = await saving.save(draft)
    if (show?.() === 'over') leave()
  }
  return (draft) => {
    const way = onward(draft, form, asking(draft), key)
    if (way === 'save') void save(draft)
    else turnTo(way.step, draft, way.why)
  }
}

/** What is half written is neither sent nor passed over. */
const isHalfWritten = (value: Value | undefined, form: HTMLFormElement | null): boolean => listOf(value).some(Number.isNaN) || isHalfADate(form)

/** A date with its year still missing is no value yet; leaving the field makes it say so. */
function isHalfADate(form: HTMLFormElement | null): boolean {
  const half = form?.querySelector<HTMLInputElement>('input[type="date"]:invalid')
  half?.blur()
  half?.focus()
  return Boolean(half)
}

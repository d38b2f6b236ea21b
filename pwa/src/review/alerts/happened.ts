/** What happened to an alert, as it is told. Pure. */
import type { AlertEventOut, AlertOut } from '../../shared/wire'

/** `noted`: it was resolved already, and somebody else said what they had done, too. */
export type Step = Omit<AlertEventOut, 'step'> & { step: AlertEventOut['step'] | 'noted' }

export function stepsOf(events: AlertOut['events']): Step[] {
  let isResolved = false
  return events.map((event) => {
    const step = event.step === 'resolved' && isResolved ? 'noted' : event.step
    isResolved = event.step === 'resolved' || (isResolved && event.step !== 'reopened')
    return { ...event, step }
  })
}

/** When the same came in for the last time after the first. */
export const againAt = (events: AlertOut['events']): string | undefined => events.findLast(({ step }) => step === 'reopened' || step === 'added')?.at

/** When they said that they come after all, and the same did not come in again since. */
export function comesAt(events: AlertOut['events']): string | undefined {
  const last = events.findLast(({ step }) => step === 'coming' || step === 'reopened' || step === 'added')
  return last?.step === 'coming' ? last.at : undefined
}

/** What was written when it was resolved the last time: by whoever was first, then by the others. */
export function notesOf(events: AlertOut['events']): Step[] {
  const steps = stepsOf(events)
  return steps.slice(steps.findLastIndex(({ step }) => step === 'resolved')).filter(({ note }) => note)
}

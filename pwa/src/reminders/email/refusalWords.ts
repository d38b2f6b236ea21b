import type { Refusal } from '../../data/intend'
import { words as common } from '../../ui/words'
import { words } from './words'

/** The server's sentences are in English; what it says here has a word for each. */
export function refusalWords(refusal: Refusal): string {
  const { refused, wrong, offline } = words.value
  const { problem, signedOut } = common.value.state
  if (refusal.kind !== 'refused') return { offline, 'signed-out': signedOut, problem }[refusal.kind]
  return refused[refusal.reason as keyof typeof refused] ?? (refusal.field === 'address' ? wrong : problem)
}

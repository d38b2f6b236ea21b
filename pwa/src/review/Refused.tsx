import type { Refusal } from '../data/intend'
import { Notice } from '../ui/States'
import { words } from './words'

/** Why something was not taken, beside the button that tried. A field that the server named says its own sentence. */
export function Refused({ refusal, fields = [] }: { refusal: Refusal | undefined; fields?: readonly string[] }) {
  if (!refusal) return null
  const { offline, signedOut, problem, changed } = words.value.refused
  if (refusal.kind === 'refused') return fields.includes(refusal.field ?? '') ? null : <Notice kind="alert">{refusal.reason === 'changed' ? changed : refusal.sentence}</Notice>
  return <Notice kind="alert">{{ offline, 'signed-out': signedOut, problem }[refusal.kind]}</Notice>
}

export const saidOf = (refusal: Refusal | undefined, field: string): string | undefined =>
  refusal?.kind === 'refused' && refusal.field === field ? refusal.sentence : undefined

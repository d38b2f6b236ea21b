/** What somebody is writing, kept in this browser until the server has it. */
import { draft } from '../data/db'
import { keeperOf as keeper } from '../data/keeper'
import type { PlanContent } from '../shared/wire'
import type { PlanForm } from './planForm'
import { contentOf, textOf } from './planForm'

export interface Draft {
  form: PlanForm
  /** The server's draft that it was written upon, as `textOf` it. */
  upon: string
}

const keyOf = (person: string): string => `plan:${person}`

/** Undefined where there is none, or where this browser keeps nothing. */
export async function draftOf(person: string): Promise<Draft | undefined> {
  const kept = await draft(keyOf(person)).catch(() => undefined)
  const { form, upon } = (kept ?? {}) as Partial<Draft>
  return form?.rows && typeof upon === 'string' ? { form, upon } : undefined
}

/** How to go on: with what the server has, with what was typed here, or by asking. */
export function beginning(kept: Draft | undefined, theirs: PlanContent | null): 'server' | 'restored' | 'conflict' {
  if (!kept) return 'server'
  const told = textOf(theirs)
  return kept.upon === told || savedOf(kept.form) === told ? 'restored' : 'conflict'
}

/** What the server would have of the form, as `textOf` it. */
export const savedOf = (form: PlanForm): string => JSON.stringify(contentOf(form))

/** `onFailure` is told when this browser keeps nothing. */
export const keeperOf = (person: string, onFailure: () => void): ((value: Draft | undefined) => void) => keeper<Draft>(keyOf(person), onFailure)

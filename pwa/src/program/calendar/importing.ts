/** Pure: what of a calendar file is to be imported, and for whom. */
import type { Chosen, Found, ImportIn, SessionKind } from '../../shared/wire'
import { forWhom } from './series'

export type ReadFile = { problem: 'tooLarge' | 'notRead' } | { text: string }

/** As the server takes it. */
const LARGEST = 1_000_000

export async function readCalendar(file: Pick<File, 'size' | 'text'>): Promise<ReadFile> {
  if (file.size > LARGEST) return { problem: 'tooLarge' }
  return file.text().then((text) => ({ text }), () => ({ problem: 'notRead' as const }))
}

/** For whom one found series is; `take` is false for one that stays out. */
export interface Choice {
  take: boolean
  whose: string
  kind: SessionKind
  facilitator: string
}

/** What was imported before stays as it is. */
export const first = ({ known, series }: Found): Choice => ({ take: !known, whose: '', kind: series.kind, facilitator: series.facilitator ?? '' })

const taken = (found: readonly Found[], choices: Readonly<Record<string, Choice>>) =>
  found.map((each) => ({ uid: each.uid, choice: choices[each.uid] ?? first(each), known: each.known })).filter(({ choice, known }) => choice.take && !known)

/** The uids of those that nobody was chosen for. */
export const lacking = (found: readonly Found[], choices: Readonly<Record<string, Choice>>): string[] =>
  taken(found, choices).filter(({ choice }) => !choice.whose).map(({ uid }) => uid)

export function importOf(text: string, found: readonly Found[], choices: Readonly<Record<string, Choice>>): ImportIn {
  const chosen = taken(found, choices).map(({ uid, choice: { whose, kind, facilitator } }): Chosen => ({ uid, kind, facilitator: facilitator || null, ...forWhom(whose) }))
  return { text, chosen }
}

/** Pure: what of a calendar file is to be imported, and for whom. */
import type { Chosen, Found, ImportIn, SessionKind } from '../../shared/wire'
import { forWhom } from './series'

export type ReadFile = { problem: 'tooLarge' | 'notRead' } | { text: string }

/** As the server takes it. */
const LARGEST = 1_000_000

export async function readCalendar(file: Pick<File, 'size' | 'arrayBuffer'>): Promise<ReadFile> {
  if (file.size > LARGEST) return { problem: 'tooLarge' }
  return file.arrayBuffer().then((bytes) => ({ text: textOf(bytes) }), () => ({ problem: 'notRead' as const }))
}

/** The standard says UTF-8. What is none comes from an old program, which wrote as Windows did, or says UTF-16 with its first bytes. */
function textOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
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

/** A join as far as it has come: it survives closing the app. */
import { useEffect, useState } from 'preact/hooks'
import type { Joining } from '../data/db'
import { draft as stored, keepDraft, kept } from '../data/db'
import { DRAFT } from '../data/joining'
import type { InviteOut } from '../shared/wire'
import { codeIn } from './code'
import { zoneHere } from '../me/ZoneField'

export const steps = ['welcome', 'called', 'zone', 'what', 'who', 'danger'] as const
export type Step = (typeof steps)[number]

export interface Draft {
  code: string
  /** What the server told about the code. */
  invite?: InviteOut | undefined
  step: Step
  called: string
  zone: string
  /** On an iPhone: the person goes on in the browser, knowing that no reminders come there. */
  inBrowser?: boolean
  /** "Join" was tapped before the app was closed, and no answer has come. */
  tapped?: Joining | undefined
}

const fresh = (code: string): Draft => ({ code, step: 'welcome', called: '', zone: zoneHere() })

/** What is in the address counts before what was kept: it was just opened. */
async function begin(): Promise<Draft> {
  const opened = codeIn(location.hash)
  const before = (await stored(DRAFT).catch(() => undefined)) as Draft | undefined
  const tapped = await kept('joining').catch(() => undefined)
  return before && (opened === '' || opened === before.code) ? { ...before, tapped } : fresh(opened)
}

/** Undefined until the phone has been asked. */
export function useDraft(): [Draft | undefined, (change: Partial<Draft>) => void] {
  const [draft, set] = useState<Draft>()
  useEffect(() => {
    const look = () => void begin().then(set)
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  useEffect(() => {
    if (draft) void keepDraft(DRAFT, draft).catch(() => undefined)
  }, [draft])
  const change = (part: Partial<Draft>) => set((before) => before && { ...before, ...part })
  return [draft, change]
}

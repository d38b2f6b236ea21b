/** One test reminder, from the tap to the notification. */
import { useEffect, useState } from 'preact/hooks'
import { v7 as uuid } from 'uuid'
import { ApiError, put } from '../../data/api'

export type Test = { at: 'sending' | 'coming' | 'nothing' | 'offline' } | { at: 'refused'; sentence: string } | { at: 'arrived'; shown_at: string }

const LONG_ENOUGH = 30_000

/** `last` as from `useLastReminder`: one that is shown after the tap is taken for the test. */
export function useTest(last: string | undefined): [Test | undefined, () => void] {
  const [state, set] = useState<Test>()
  const [since, setSince] = useState('')
  useEffect(() => {
    if (state && last && last >= since) set({ at: 'arrived', shown_at: last })
  }, [last])
  useEffect(() => {
    if (state?.at !== 'coming') return
    const timer = setTimeout(() => set({ at: 'nothing' }), LONG_ENOUGH)
    return () => clearTimeout(timer)
  }, [state?.at])
  const send = () => {
    setSince(new Date().toISOString())
    set({ at: 'sending' })
    put(`/api/test-reminders/${uuid()}`, {}).then(() => set((before) => (before?.at === 'arrived' ? before : { at: 'coming' })), (error: unknown) => set(failed(error)))
  }
  return [state, send]
}

const failed = (error: unknown): Test => (error instanceof ApiError ? { at: 'refused', sentence: error.message } : { at: 'offline' })

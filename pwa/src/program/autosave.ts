/**
 * Saves what is being written, without being asked.
 *
 * 1. Every change is a writing of its own, with its own id; the server lets the newest win.
 * 2. It is sent once the hands rest. While one is on its way the next waits, so that they arrive in order.
 * 3. A lost one is sent again with the same id. A refused one waits for the next change.
 */
import { v7 as uuid } from 'uuid'
import { ApiError, Offline } from '../data/api'

export type Saving =
  | { state: 'unsaved' | 'saving' | 'offline' | 'signed-out' | 'failed' }
  | { state: 'saved'; at: Date }
  | { state: 'refused'; sentence: string }

export interface Ports<Content> {
  /** Throws `ApiError` or `Offline`. */
  send: (id: string, content: Content) => Promise<unknown>
  onState: (saving: Saving, saved: Content | undefined) => void
}

const PAUSE = 1_000
const AGAIN = 10_000

export interface Autosave<Content> {
  change: (content: Content) => void
  /** Sends now what waits: the network or the person is back, or the page is being left. */
  hurry: () => void
  /** Nothing is tried again from now on. */
  stop: () => void
}

export function autosave<Content>({ send, onState }: Ports<Content>): Autosave<Content> {
  let waiting: { id: string; content: Content; refused?: boolean } | undefined
  let sending = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const later = (milliseconds: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void sendWaiting(), milliseconds)
  }

  async function sendWaiting(): Promise<void> {
    clearTimeout(timer)
    const mine = waiting
    if (!mine || sending || mine.refused) return
    sending = true
    onState({ state: 'saving' }, undefined)
    const failure = await send(mine.id, mine.content).then(() => undefined, (error: unknown) => ({ error }))
    sending = false
    if (waiting !== mine) return sendWaiting()
    if (!failure) {
      waiting = undefined
      return onState({ state: 'saved', at: new Date() }, mine.content)
    }
    const saving = stateOf(failure.error)
    onState(saving, undefined)
    if (saving.state === 'refused') mine.refused = true
    else later(waitOf(failure.error))
  }

  return {
    change(content) {
      waiting = { id: uuid(), content }
      if (!sending) onState({ state: 'unsaved' }, undefined)
      later(PAUSE)
    },
    hurry: () => void sendWaiting(),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function stateOf(error: unknown): Saving {
  if (error instanceof Offline) return { state: 'offline' }
  if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) return { state: 'failed' }
  return error.status === 401 ? { state: 'signed-out' } : { state: 'refused', sentence: error.message }
}

const waitOf = (error: unknown): number => Math.max(AGAIN, error instanceof ApiError || error instanceof Offline ? (error.retryAfter ?? 0) : 0)

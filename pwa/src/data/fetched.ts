/** One resource of the server while its page is open: asked again when the person or the network comes back. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ApiError, get, Offline } from './api'

/** Why it could not be had. `missing`: there is no such thing, or it is not for this person. */
export type Trouble = 'offline' | 'signed-out' | 'missing' | 'problem'

export interface Fetched<Body> {
  /** The newest that came through; it stays when asking again fails. */
  body: Body | undefined
  /** When that was. */
  at: Date | undefined
  /** How the last asking failed, if it did. */
  trouble: Trouble | undefined
  reload: () => void
}

export interface State<Body> extends Pick<Fetched<Body>, 'body' | 'at' | 'trouble'> {
  path: string | undefined
  etag?: string | undefined
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Offline) return 'offline'
  if (!(error instanceof ApiError)) return 'problem'
  return error.status === 401 ? 'signed-out' : error.status === 404 ? 'missing' : 'problem'
}

export const nothing = (path: string | undefined) => ({ path, body: undefined, at: undefined, trouble: undefined })

/** Asks once more, and tells what the page has then. */
export async function next<Body>(path: string, before: State<Body>): Promise<State<Body>> {
  try {
    const got = await get<Body>(path, before.etag)
    const said = got.unchanged ? { body: before.body, etag: before.etag } : { body: got.body, etag: got.etag }
    return { path, ...said, at: new Date(), trouble: undefined }
  } catch (error) {
    const trouble = troubleOf(error)
    // Nobody who is no longer signed in goes on reading.
    return trouble === 'signed-out' ? { ...nothing(path), trouble } : { ...before, trouble }
  }
}

/** Nothing is asked while the path is undefined; another path starts over. */
export function useFetched<Body>(path: string | undefined): Fetched<Body> {
  const [state, setState] = useState<State<Body>>(() => nothing(path))
  const newest = useRef(state)
  const asked = useRef(0)
  const reload = useCallback(() => {
    if (path === undefined) return
    const mine = (asked.current += 1)
    const before = newest.current.path === path ? newest.current : nothing(path)
    void next(path, before).then((after) => {
      if (asked.current !== mine) return
      newest.current = after
      setState(after)
    })
  }, [path])
  useEffect(() => forgetLater(asked, reload), [reload])
  useEffect(() => onReturn(reload), [reload])
  const { body, at, trouble } = state.path === path ? state : nothing(path)
  return { body, at, trouble, reload }
}

/** Asks now; an answer that comes after the page has gone is dropped. */
function forgetLater(asked: { current: number }, reload: () => void): () => void {
  reload()
  return () => void (asked.current += 1)
}

/** A tab that comes to the front tells it twice. */
const TOGETHER = 50

/** Calls back when the person or the network returns. Returns how to stop. */
export function onReturn(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const back = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') timer = setTimeout(act, TOGETHER)
  }
  document.addEventListener('visibilitychange', back)
  addEventListener('online', back)
  addEventListener('focus', back)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', back)
    removeEventListener('online', back)
    removeEventListener('focus', back)
  }
}

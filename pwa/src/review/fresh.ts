/**
 * What pages of staff show stays fresh: it is asked for each minute, when something has happened to an alert, and when a
 * push, the person or the network comes.
 */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Fetched, State } from '../data/fetched'
import { next, nothing, onReturn } from '../data/fetched'
import { onPressing } from './pressing'

const A_MINUTE = 60_000

/** Calls back each minute that the page is looked at, when an alert has changed, and when a push has come. Returns how to stop. */
function onTheMinute(act: () => void): () => void {
  const timer = setInterval(() => document.visibilityState === 'visible' && act(), A_MINUTE)
  const heard = ({ data }: MessageEvent) => data?.type === 'push' && act()
  const stop = onPressing(act)
  navigator.serviceWorker?.addEventListener('message', heard)
  return () => {
    clearInterval(timer)
    stop()
    navigator.serviceWorker?.removeEventListener('message', heard)
  }
}

/** For what `useFetched` asks again by itself when the person or the network comes back. */
export const useFresh = (reload: () => void): void => useEffect(() => onTheMinute(reload), [reload])

/** One resource that several parts of the page follow; forgotten when the last of them has gone. */
export function followed<Body>(path: string): () => Fetched<Body> {
  const state = signal<State<Body>>(nothing(path))
  let followers = 0
  let asked = 0
  let stop = () => {}
  const reload = () => {
    const mine = (asked += 1)
    void next(path, state.peek()).then((after) => {
      if (asked === mine) state.value = after
    })
  }
  const begin = () => {
    const stops = [onReturn(reload), onTheMinute(reload)]
    stop = () => stops.forEach((each) => each())
    reload()
  }
  const end = () => {
    stop()
    asked += 1
    state.value = nothing(path)
  }
  const follow = () => {
    if ((followers += 1) === 1) begin()
    return () => {
      if ((followers -= 1) === 0) end()
    }
  }
  return () => {
    useEffect(follow, [])
    const { body, at, trouble } = state.value
    return { body, at, trouble, reload }
  }
}

/** What a running count-down needs of the page: the time, often enough, and at once when the phone wakes. */
import { useEffect, useState } from 'preact/hooks'
import type { Countdown } from './countdown'
import { begun, elapsed, paused, resumed, secondsLeft } from './countdown'

const OFTEN = 200

/** Half-minutes, as pages have them, are too few here. */
const moment = (): number => Date.now()

function ticking(look: () => void): () => void {
  const timer = setInterval(look, OFTEN)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

export interface Running {
  /** Milliseconds, at most the whole length. */
  elapsed: number
  left: number
  over: boolean
  paused: boolean
  /** Pauses it, or goes on. */
  toggle: () => void
}

/** A count-down that begins when its component is first shown. */
export function useCountdown(seconds: number): Running {
  const [run, setRun] = useState<Countdown>(() => begun(moment()))
  const [now, setNow] = useState(moment)
  const left = secondsLeft(run, seconds, now)
  const resting = run.since === null
  useEffect(() => (resting || left === 0 ? undefined : ticking(() => setNow(moment()))), [resting, left === 0])

  const toggle = () => {
    const at = moment()
    setNow(at)
    setRun((before) => (before.since === null ? resumed : paused)(before, at))
  }
  return { elapsed: Math.min(elapsed(run, now), seconds * 1000), left, over: left === 0, paused: resting, toggle }
}

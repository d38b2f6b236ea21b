import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Rhythm } from './breathing'
import { cycle } from './breathing'

const SMALL = 'scale(0.6)'
const LARGE = 'scale(1)'

export interface Motion {
  keyframes: Keyframe[]
  /** Milliseconds. */
  duration: number
  iterations: number
}

/** It grows with the breath in and shrinks with the breath out. */
export const breathing = (rhythm: Rhythm): Motion => ({
  keyframes: [
    { transform: SMALL, easing: 'ease-in-out' },
    { transform: LARGE, offset: (rhythm.breathe_in * 1000) / cycle(rhythm), easing: 'ease-in-out' },
    { transform: SMALL },
  ],
  duration: cycle(rhythm),
  iterations: Infinity,
})

/** It grows small while the time runs out. */
export const waning = (seconds: number): Motion => ({
  keyframes: [{ transform: LARGE }, { transform: SMALL }],
  duration: seconds * 1000,
  iterations: 1,
})

interface AirProps {
  motion: Motion
  /** Milliseconds since the motion began. */
  elapsed: number
  moving: boolean
  still: boolean
  children?: ComponentChildren
}

/** Milliseconds that the drawn circle may be off before it is set right, as after a phone's sleep. */
const OFF = 250

/** The calm circle. It only decorates: what to do stands in it as words. */
export function Air({ motion, elapsed, moving, still, children }: AirProps) {
  const rings = useRef<HTMLSpanElement>(null)
  const drawn = useRef<Animation | undefined>(undefined)
  useEffect(() => {
    if (still) return undefined
    drawn.current = rings.current?.animate(motion.keyframes, { duration: motion.duration, iterations: motion.iterations, fill: 'both' })
    return () => drawn.current?.cancel()
  }, [still])
  useEffect(() => follow(drawn.current, elapsed, moving), [elapsed, moving, still])
  return (
    <div class="air" aria-hidden="true">
      <span class="rings" ref={rings} />
      <span class="inside">{children}</span>
    </div>
  )
}

function follow(drawn: Animation | undefined, elapsed: number, moving: boolean): void {
  if (!drawn) return
  if (moving && drawn.playState === 'paused') drawn.play()
  if (!moving && drawn.playState === 'running') drawn.pause()
  if (Math.abs(Number(drawn.currentTime) - elapsed) > OFF) drawn.currentTime = elapsed
}

/** What the phone is set to, also when that changes. */
export function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(() => matchMedia(REDUCED).matches)
  useEffect(() => {
    const setting = matchMedia(REDUCED)
    const look = () => setReduced(setting.matches)
    setting.addEventListener('change', look)
    return () => setting.removeEventListener('change', look)
  }, [])
  return reduced
}

const REDUCED = '(prefers-reduced-motion: reduce)'

import type { BreatheStep } from '../shared/wire'

export type Rhythm = Pick<BreatheStep, 'breathe_in' | 'breathe_out'>

export interface Breath {
  phase: 'in' | 'out'
  /** How long this phase is. */
  seconds: number
  /** Whole seconds until the next one, never 0. */
  left: number
}

/** Milliseconds of one breath in and out. */
export const cycle = ({ breathe_in, breathe_out }: Rhythm): number => (breathe_in + breathe_out) * 1000

/** What to do `elapsed` milliseconds after the first breath in began. */
export function breathAt(elapsed: number, rhythm: Rhythm): Breath {
  const into = (elapsed % cycle(rhythm)) / 1000
  const { breathe_in, breathe_out } = rhythm
  return into < breathe_in
    ? { phase: 'in', seconds: breathe_in, left: Math.ceil(breathe_in - into) }
    : { phase: 'out', seconds: breathe_out, left: Math.ceil(breathe_in + breathe_out - into) }
}

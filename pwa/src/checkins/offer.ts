/** What a check-in offers at once, by the phone's own rules: they hold offline too. Pure. */
import type { ExerciseOut, Home } from '../shared/wire'
import type { Value } from './questions'

const CRAVING = 'craving'
const STRONG = 7
const RIDE = 'ride-the-urge'

/** The skill for a craving that is strong, if the phone has it. */
export const skillFor = (link: string, value: Value | undefined, { exercises }: Home): ExerciseOut | undefined =>
  link === CRAVING && typeof value === 'number' && value >= STRONG ? exercises.find(({ key }) => key === RIDE) : undefined

export const skillForAll = ({ [CRAVING]: value }: Readonly<Record<string, Value>>, home: Home): ExerciseOut | undefined =>
  skillFor(CRAVING, value, home)

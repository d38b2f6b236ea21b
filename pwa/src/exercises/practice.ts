/** One practice while it is being done: where the person is in it and what was said so far. Every move is pure. */
import type { AssignmentOut, ExerciseOut, PracticeIn } from '../shared/wire'

export type Step = ExerciseOut['steps'][number]
/** The exercise's own steps, between asking how strong it is before and after. */
export type Screen = Step | { readonly kind: 'before' | 'after'; readonly id: string }

/** Also the draft that the phone keeps, so a change of its shape needs another `shape`. */
export interface Begun {
  readonly shape: 1
  readonly exercise: string
  readonly version: number
  readonly started_at: string
  /** When it was last touched. */
  readonly kept_at: string
  /** Which screen. */
  readonly at: number
  readonly before: number | null
  readonly after: number | null
  /** By step id, so that answering again replaces the number. */
  readonly ratings: Readonly<Record<string, number | null>>
  readonly notes: Readonly<Record<string, string>>
}

export type Patch = Partial<Omit<Begun, 'shape' | 'exercise' | 'version'>>

const STALE = 2 * 3_600_000

export const draftOf = (exercise: string): string => `practice:${exercise}`

export const screensOf = ({ steps }: ExerciseOut): readonly Screen[] => [{ kind: 'before', id: 'before' }, ...steps, { kind: 'after', id: 'after' }]

export const begin = ({ key, version }: ExerciseOut, now: Date): Begun => ({
  shape: 1,
  exercise: key,
  version,
  started_at: now.toISOString(),
  kept_at: now.toISOString(),
  at: 0,
  before: null,
  after: null,
  ratings: {},
  notes: {},
})

/** A draft of this exercise as it is now, with something in it. Steps of another version may be other ones. */
export function isDraft(kept: unknown, exercise: ExerciseOut): kept is Begun {
  const draft = kept as Partial<Begun> | null | undefined
  const fits = draft?.shape === 1 && draft.exercise === exercise.key && draft.version === exercise.version
  return fits && typeof draft.at === 'number' && draft.at > 0 && draft.at < screensOf(exercise).length
}

/** What was left for long is begun now: a week's practices count by when they were begun. */
export const goOn = (draft: Begun, now: Date): Begun =>
  now.getTime() - Date.parse(draft.kept_at) < STALE ? draft : { ...draft, started_at: now.toISOString() }

/** The number of the last step that asks for one, which then need not be asked again right after. */
const lastRating = (exercise: ExerciseOut, { ratings }: Begun): number | undefined => {
  const last = exercise.steps.findLast(({ kind }) => kind === 'rate')
  return (last && ratings[last.id]) ?? undefined
}

/** Where the next screen is; undefined when this was the last one. */
export function nextAt(exercise: ExerciseOut, begun: Begun): number | undefined {
  const screens = screensOf(exercise)
  const next = begun.at + 1
  if (screens[next]?.kind === 'after' && lastRating(exercise, begun) !== undefined) return undefined
  return next < screens.length ? next : undefined
}

const given = (numbers: readonly (number | null | undefined)[]): number[] => numbers.filter((one) => typeof one === 'number')

const ratingsOf = (exercise: ExerciseOut, { ratings }: Begun): number[] => given(exercise.steps.map(({ id }) => ratings[id]))

/** Every number in the order it was said, where the exercise itself asks on the way. */
export function waveOf(exercise: ExerciseOut, begun: Begun): number[] {
  const ratings = ratingsOf(exercise, begun)
  return ratings.length > 0 ? given([begun.before, ...ratings, begun.after]) : []
}

/** What a screen's number is called in a practice. */
export function rated(begun: Begun, screen: Screen, rating: number | null): Patch {
  if (screen.kind === 'before' || screen.kind === 'after') return { [screen.kind]: rating }
  return { ratings: { ...begun.ratings, [screen.id]: rating } }
}

export const ratingOf = (begun: Begun, screen: Screen): number | null =>
  screen.kind === 'before' || screen.kind === 'after' ? begun[screen.kind] : (begun.ratings[screen.id] ?? null)

/** The step that looks back at the numbers: the first one to read after them. */
export const looksBack = (screens: readonly Screen[], at: number): boolean => screens[at]?.kind === 'say' && screens[at - 1]?.kind === 'rate'

/** What is sent. It never ends before it began, even when the phone's clock was set back in between. */
export function practiceOf(exercise: ExerciseOut, begun: Begun, assignments: readonly AssignmentOut[], now: Date): PracticeIn {
  const { key, version } = exercise
  const ended = Math.max(now.getTime(), Date.parse(begun.started_at))
  const written = Object.entries(begun.notes).map(([id, text]) => [id, text.trim()] as const)
  return {
    exercise: key,
    version,
    assignment: assignments.find((one) => one.exercise === key)?.id ?? null,
    started_at: begun.started_at,
    ended_at: new Date(ended).toISOString(),
    before: begun.before,
    after: begun.after ?? lastRating(exercise, begun) ?? null,
    ratings: ratingsOf(exercise, begun),
    notes: Object.fromEntries(written.filter(([, text]) => text)),
  }
}

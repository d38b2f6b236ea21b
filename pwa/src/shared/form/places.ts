/** Where the items of a form stand: inside a repeating group once for each round. Pure. */
import type { FormItem, Questionnaire, Values } from './questionnaire'

/** How often each repeating group stands in the form, by the group's key: also rounds with nothing answered yet. */
export type Rounds = Readonly<Record<string, number>>

export interface Place {
  item: FormItem
  key: string
  /** Which round of each repeating group around it, the outermost first. */
  rounds: readonly number[]
  above: Place | undefined
}

/** Of one group. */
export const MOST_ROUNDS = 50

export const linkOf = (key: string): string => key.split('~')[0] ?? key

/** Every place of the form in its order, enabled or not. Of each repeating group there is at least one round. */
export function placesOf({ item }: Questionnaire, values: Values, rounds: Rounds = {}): Place[] {
  const answered = Object.keys(values).map((key) => ({ link: linkOf(key), at: key.split('~').slice(1).map(Number) }))
  const walk = (items: readonly FormItem[], at: readonly number[], above: Place | undefined): Place[] =>
    items.flatMap((one) => {
      const place = { item: one, key: [one.linkId, ...at].join('~'), rounds: at, above }
      const inside = one.item ?? []
      if (!isRepeating(one)) return [place, ...walk(inside, at, place)]
      const count = Math.max(1, rounds[place.key] ?? 0, answeredRounds(one, at, answered))
      return [place, ...Array.from({ length: count }, (_, n) => walk(inside, [...at, n], place)).flat()]
    })
  return walk(item, [], undefined)
}

export const isRepeating = ({ type, repeats }: FormItem): boolean => type === 'group' && repeats === true

type Answered = { link: string; at: readonly number[] }

function answeredRounds(group: FormItem, at: readonly number[], answered: readonly Answered[]): number {
  const depths = depthsIn(group, at.length)
  const inside = answered.filter((one) => depths.get(one.link) === one.at.length && at.every((n, i) => one.at[i] === n))
  const rounds = inside.filter((one) => one.at.every((n) => Number.isInteger(n) && n >= 0 && n < MOST_ROUNDS)).map((one) => (one.at[at.length] ?? 0) + 1)
  return Math.max(0, ...rounds)
}

/** How many repeating groups lie around each item inside the group, by link id. */
function depthsIn(group: FormItem, depth: number): Map<string, number> {
  const inside = depth + (isRepeating(group) ? 1 : 0)
  return new Map((group.item ?? []).flatMap((one) => [[one.linkId, inside] as const, ...depthsIn(one, inside)]))
}

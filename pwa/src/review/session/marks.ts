/** Pure: the marks of a group, and what a key or a button makes of them. */
import type { Attending, Mark } from '../../shared/wire'
import type { Said } from './marking'

export const marks: readonly Mark[] = ['attended', 'late', 'left_early', 'excused', 'no_show']

/** Somebody with the mark that the page shows. */
export interface Shown extends Attending {
  waits: boolean
}

/** What was said on this page lies over what was fetched. */
export const shownOf = (people: readonly Attending[], said: ReadonlyMap<string, Said>): Shown[] =>
  people.map((one) => {
    const mine = said.get(one.person)
    return mine ? { ...one, mark: mine.mark, marked_by: mine.mark === one.mark ? one.marked_by : null, waits: mine.waits } : { ...one, waits: false }
  })

export const markedOf = (people: readonly Shown[]): number => people.filter(({ mark }) => mark !== null).length

/** Whom "everybody attended" marks: not those who said that they can't come. */
export const everybody = (people: readonly Shown[]): Shown[] => people.filter(({ mark, reply }) => mark === null && reply?.kind !== 'cant_come')

/** Those who say that they are here, and have no mark yet. */
export const saysHere = (people: readonly Shown[]): Shown[] => people.filter(({ mark, reply }) => mark === null && reply?.kind === 'here')

/** What a letter means; undefined when it means nothing. */
export function markOf(key: string, letters: Readonly<Record<Mark, string>>, none: string): Mark | null | undefined {
  const letter = key.toLowerCase()
  return letter === none ? null : marks.find((mark) => letters[mark] === letter)
}

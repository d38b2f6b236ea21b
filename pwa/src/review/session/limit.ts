/** Pure: how near somebody is to what the program allows, in words. */
import type { AbsencesOut } from '../../shared/wire'
import type { Words } from './words'

type Counts = readonly [n: number, limit: number, said: string]

const countsOf = ({ in_row, in_twelve_weeks, allowed_in_row, allowed_in_twelve_weeks }: AbsencesOut, words: Words): Counts[] => [
  [in_row, allowed_in_row, words.inRow(in_row, allowed_in_row)],
  [in_twelve_weeks, allowed_in_twelve_weeks, words.inWeeks(in_twelve_weeks, allowed_in_twelve_weeks)],
]

/** "One more missed session reaches the program's limit: 2 of 3 in a row."; undefined while there is nothing to warn of. */
export function limitSaid(absences: AbsencesOut, words: Words): string | undefined {
  if (!absences.warns && !absences.over) return undefined
  const missing = absences.over ? 0 : 1
  const near = countsOf(absences, words).filter(([n, limit]) => n > 0 && n + missing >= limit)
  return words.limit(absences.over ? words.over : words.near, near.map(([, , said]) => said).join(', '))
}

/** "Unexcused: 1 of 3 in a row, 4 of 6 in twelve weeks." */
export function countsSaid(absences: AbsencesOut, words: Words): string {
  const [row, weeks] = countsOf(absences, words)
  return absences.in_twelve_weeks === 0 || !row || !weeks ? words.person.none : words.person.counts(row[2], weeks[2])
}

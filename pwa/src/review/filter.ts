/** Pure: which people of the caseload are shown. */
import type { CaseloadRow, Phase } from '../shared/wire'
import { needsSomeone } from './why'

export const filters = ['all', 'needing', 'unread', 'silent'] as const
export type Filter = (typeof filters)[number]

export interface Sieve {
  filter: Filter
  /** A group's name. */
  group: string | undefined
  phase: Phase | undefined
  typed: string
}

export const everybody: Sieve = { filter: 'all', group: undefined, phase: undefined, typed: '' }

const passes: Record<Filter, (row: CaseloadRow) => boolean> = {
  all: () => true,
  needing: needsSomeone,
  unread: ({ unreviewed }) => unreviewed > 0,
  silent: ({ today }) => today === 'open' || today === 'missed',
}

/** The same letters whatever their accents and case: "jose" finds José. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Every word that was typed begins a word of the name, of what the person is called, or of a group. */
function isMeant({ name, called, groups }: CaseloadRow, typed: string): boolean {
  const known = plain([name, called ?? '', ...groups].join(' ')).split(/\s+/)
  return plain(typed).split(/\s+/).filter(Boolean).every((word) => known.some((each) => each.startsWith(word)))
}

export const shownOf = (people: readonly CaseloadRow[], { filter, group, phase, typed }: Sieve): CaseloadRow[] =>
  people
    .filter(passes[filter])
    .filter((row) => group === undefined || row.groups.includes(group))
    .filter((row) => phase === undefined || row.phase === phase)
    .filter((row) => isMeant(row, typed))

/** What there is to choose from; one alone is no choice. */
export function choicesOf(people: readonly CaseloadRow[]): { groups: string[]; phases: Phase[] } {
  const several = <Value>(values: readonly Value[]) => (new Set(values).size > 1 ? [...new Set(values)].sort() : [])
  return { groups: several(people.flatMap(({ groups }) => groups)), phases: several(people.flatMap(({ phase }) => phase ?? [])) }
}

/** How many need somebody today, and how many answers nobody has read. */
export const totals = (people: readonly CaseloadRow[]): { need: number; toRead: number } => ({
  need: people.filter(needsSomeone).length,
  toRead: people.reduce((sum, { unreviewed }) => sum + unreviewed, 0),
})

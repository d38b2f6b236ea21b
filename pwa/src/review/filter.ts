/** Pure: which people of the caseload are shown. */
import type { CaseloadRow } from '../shared/wire'
import { needsSomeone } from './why'

export const filters = ['all', 'needing', 'unread', 'silent'] as const
export type Filter = (typeof filters)[number]

const passes: Record<Filter, (row: CaseloadRow) => boolean> = {
  all: () => true,
  needing: needsSomeone,
  unread: ({ unreviewed }) => unreviewed > 0,
  silent: ({ today }) => today === 'open' || today === 'missed',
}

/** The same letters whatever their accents and case: "jose" finds José. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Every word that was typed begins a word of the name, of what the person is called, or of a group. */
export function shownOf(people: readonly CaseloadRow[], filter: Filter, typed: string): CaseloadRow[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean)
  return people.filter(passes[filter]).filter(({ name, called, groups }) => {
    const known = plain([name, called ?? '', ...groups].join(' ')).split(/\s+/)
    return wanted.every((word) => known.some((each) => each.startsWith(word)))
  })
}

/** How many need somebody today, and how many answers nobody has read. */
export const totals = (people: readonly CaseloadRow[]): { need: number; toRead: number } => ({
  need: people.filter(needsSomeone).length,
  toRead: people.reduce((sum, { unreviewed }) => sum + unreviewed, 0),
})

/**
 * How the caseload was left in this tab: whoever comes back finds the same people, and is at the same row. A name that was
 * typed stands in no address: those are read by others.
 */
import { computed, effect, signal, untracked } from '@preact/signals'
import { device } from '../data/home'
import { inTab, keepInTab } from '../data/tab'
import type { Sieve } from './filter'
import { everybody, filters } from './filter'

/** The row that had the focus last, and how far it stood below the top of the window, in pixels. */
export interface LeftRow {
  id: string
  top: number
}

interface Left {
  sieve: Sieve
  row: LeftRow | undefined
}

const NAME = 'caseload'
const nothing: Left = { sieve: everybody, row: undefined }

export const left = signal<Left>(nothing)

export const sift = (sieve: Sieve): void => void (left.value = { ...left.peek(), sieve })

export const leaveAt = (row: LeftRow | undefined): void => void (left.value = { ...left.peek(), row })

/**
 * By the menu the list begins with everybody: a filter of this morning must not hide somebody this afternoon. From a page
 * of one of them the menu leads back into the list as it was, like "Back".
 */
export const beginAnew = (path: string): void => {
  if (!path.startsWith('/people/')) left.value = nothing
}

const viewer = computed(() => device.value?.id)

// Whoever signs in next begins anew.
effect(() => {
  const mine = viewer.value
  untracked(() => void (left.value = leftBy(mine)))
})
left.subscribe((now) => viewer.peek() && keepInTab(NAME, { by: viewer.peek(), ...now }))

function leftBy(mine: string | undefined): Left {
  const { by, sieve, row } = (inTab(NAME) ?? {}) as Partial<Left> & { by?: string }
  return mine !== undefined && by === mine && sieve && filters.includes(sieve.filter) ? { sieve: { ...everybody, ...sieve }, row } : nothing
}

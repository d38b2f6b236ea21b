// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { device } from '../data/home'
import { forgetTab } from '../data/tab'
import { everybody } from './filter'

const dana = { id: 'd1', role: 'counselor', person: 'dana' } as const
const evening = { filter: 'unread', group: 'Evening A', phase: undefined, typed: 'may' } as const

/** As in a page that is loaded now. */
async function opened() {
  vi.resetModules()
  const home = await import('../data/home')
  home.device.value = device.value
  return import('./left')
}

beforeEach(() => {
  forgetTab()
  device.value = dana
})

it('Dana finds the list as she left it, also where the page is loaded anew', async () => {
  const before = await opened()
  before.sift(evening)
  before.leaveAt({ id: 'maya', top: 120 })
  expect((await opened()).left.value).toEqual({ sieve: evening, row: { id: 'maya', top: 120 } })
})

it('Ben, who signs in after her in the same tab, begins with everybody', async () => {
  const before = await opened()
  before.sift(evening)
  device.value = { ...dana, id: 'd2' }
  expect((await opened()).left.value).toEqual({ sieve: everybody, row: undefined })
})

it('so does he where the page was not loaded anew', async () => {
  const { left, sift } = await opened()
  const home = await import('../data/home')
  sift(evening)
  home.device.value = undefined
  home.device.value = { ...dana, id: 'd2' }
  expect(left.value.sieve).toEqual(everybody)
})

it('by the menu it begins with everybody, and from a page of one of them it is as it was', async () => {
  const { left, sift, beginAnew } = await opened()
  sift(evening)
  beginAnew('/people/maya')
  expect(left.value.sieve).toEqual(evening)
  beginAnew('/alerts')
  expect(left.value.sieve).toEqual(everybody)
})

it('nothing of it stays in a tab that was signed out', async () => {
  const { sift } = await opened()
  sift(evening)
  forgetTab()
  expect((await opened()).left.value.sieve).toEqual(everybody)
})

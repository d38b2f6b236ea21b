import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nothingSaid } from '../shared/said'
import type { Home } from '../shared/wire'
import { keep, wipe } from './db'
import { device, home, refresh, said, told } from './home'
import { discard, items } from './outbox'
import { letGo, sayOwnTime } from './say'

const evening = new Date('2026-11-26T23:00:00Z')
const line = (wall_time: string) => ({ slot: 'daily', instrument: 'daily', title: { en: 'Daily', es: 'Diario' }, wall_time, usual: '20:00', own: wall_time !== '20:00' })
const homeAt = (wallTime: string) =>
  ({ person: { id: 'sam' }, rhythm: [line(wallTime)], check_ins: [], answers: [], practices: [], plan: null, proposed: null }) as unknown as Home

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  said.value = nothingSaid
  told.value = { body: homeAt('20:00'), etag: undefined, read_at: evening.toISOString() }
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  device.value = { id: 'd1', role: 'participant', person: 'sam' }
})
afterEach(() => void vi.unstubAllGlobals())

const shown = () => home.value?.rhythm[0]?.wall_time
const serverTells = (wallTime: string) => void vi.stubGlobal('fetch', async () => Response.json(homeAt(wallTime)))

it('Sam’s latest time is shown at once, and each change goes out', async () => {
  await sayOwnTime({ slot: 'daily', wall_time: '07:30' }, evening)
  await sayOwnTime({ slot: 'daily', wall_time: '21:15' }, evening)
  expect(shown()).toBe('21:15')
  expect(said.value.times).toHaveLength(1)
  const sent = await items()
  expect(sent.map(({ body }) => body)).toEqual([{ slot: 'daily', wall_time: '07:30' }, { slot: 'daily', wall_time: '21:15' }])
  expect(sent.every(({ id, path }) => path === `/api/own-times/${id}`)).toBe(true)
})

it('stays until it has arrived, and then the server’s word counts: another phone may have been later', async () => {
  await sayOwnTime({ slot: 'daily', wall_time: '07:30' }, evening)
  serverTells('20:00')
  await refresh(evening)
  expect(shown()).toBe('07:30')

  for (const { id } of await items()) await discard(id)
  serverTells('09:00')
  await refresh(evening)
  expect(shown()).toBe('09:00')
})

it('one that the server refused is gone when Sam lets it go', async () => {
  await sayOwnTime({ slot: 'daily', wall_time: '07:30' }, evening)
  const [item] = await items()
  if (item) await letGo(item)
  expect(shown()).toBe('20:00')
})

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Home } from '../shared/wire'
import { wipe } from './db'
import { told } from './home'
import { sayLook } from './look'
import { items, pending } from './outbox'

const now = new Date('2026-11-26T23:00:00Z')

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  await wipe()
})
afterEach(() => {
  told.value = undefined
  vi.unstubAllGlobals()
})

function serverTold(last_accepted_at: string | null): void {
  told.value = { body: { reminders: { last_accepted_at } } as unknown as Home, etag: undefined, read_at: now.toISOString() }
}

const looks = async () => (await items()).map(({ path, body }) => [path.split('/').slice(0, -1).join('/'), body])

it('that Sam has the app before him is said once after each reminder', async () => {
  serverTold('2026-11-26T22:00:00Z')
  await sayLook(now)
  await sayLook(now)
  expect(await looks()).toEqual([['/api/looks', { looked_at: now.toISOString() }]])
  serverTold('2026-11-26T22:30:00Z')
  await sayLook(now)
  expect(await items()).toHaveLength(2)
  expect(await pending()).toEqual({ waiting: 0, parked: 0 }) // nothing that Sam said
})

it('is not said where no reminder came, nor of a page that nobody looks at', async () => {
  serverTold(null)
  await sayLook(now)
  serverTold('2026-11-26T22:00:00Z')
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  await sayLook(now)
  expect(await items()).toEqual([])
})

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wipe, write } from './db'
import { itemOf, items, put } from './outbox'
import { postQuietly } from './post'

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('navigator', {})
  await wipe()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('an answer whose sending the phone’s own storage has stopped goes out by itself later', async () => {
  const item = itemOf('/api/answers/a', {}, new Date('2026-11-26T23:00:00Z'), 'a')
  await write(['outbox'], (tx) => put(tx, item))
  const sent = vi.fn(async () => Response.json({ id: 'a' }))
  vi.stubGlobal('fetch', sent)
  const lost = new DOMException('Connection to Indexed Database server lost', 'UnknownError')
  const storage = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw lost
  })

  postQuietly()
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
  expect(sent).not.toHaveBeenCalled()
  storage.mockRestore()
  await vi.runAllTimersAsync()

  await vi.waitFor(async () => expect(await items()).toEqual([]))
})

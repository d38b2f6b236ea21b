import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, keep, kept, keepDraft, wipe, write } from './db'

beforeEach(wipe)

/** Every connection that the app opens from here on. */
function connections(): IDBDatabase[] {
  const opened: IDBDatabase[] = []
  const open = IDBDatabase.prototype.transaction
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    if (!opened.includes(this)) opened.push(this)
    return open.apply(this, given)
  })
  return opened
}

describe('when the connection to the database is lost', () => {
  it('Sam’s draft is written on a new connection', async () => {
    const opened = connections()
    await keepDraft('evening', { craving: 6 })
    opened[0]?.close()

    await keepDraft('evening', { craving: 7 })

    expect(opened).toHaveLength(2)
    expect(await draft('evening')).toEqual({ craving: 7 })
  })

  it('in the middle of a write, the whole write happens once more', async () => {
    let runs = 0
    await write(['drafts', 'kept'], async (tx) => {
      runs += 1
      await tx.objectStore('drafts').put(runs, 'evening')
      if (runs === 1) throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError')
      await tx.objectStore('kept').put({ shown_at: '2026-11-26T23:00:00Z' }, 'lastReminder')
    })

    expect(await draft('evening')).toBe(2)
    expect(await kept('lastReminder')).toEqual({ shown_at: '2026-11-26T23:00:00Z' })
  })

  it('and stays lost, the page gets the error instead of a false "saved"', async () => {
    const lost = new DOMException('Connection to Indexed Database server lost', 'UnknownError')
    await expect(write(['drafts'], () => Promise.reject(lost))).rejects.toBe(lost)
  })
})

it('a write that fails half-way leaves nothing behind', async () => {
  const failing = write(['drafts', 'kept'], async (tx) => {
    await tx.objectStore('drafts').put('half', 'evening')
    throw new RangeError('no such answer')
  })

  await expect(failing).rejects.toThrow('no such answer')
  expect(await draft('evening')).toBeUndefined()
})

it('writes wait for the disk, not only for the cache', async () => {
  const asked = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await keep('settings', { language: 'es' })
  expect(asked.mock.lastCall?.[2]).toEqual({ durability: 'strict' })
})

it('makes way for a newer version of the app in another tab', async () => {
  await keep('settings', { language: 'es' })

  const newer = await openDB('daymark', 99)

  expect(newer.version).toBe(99)
  newer.close()
})

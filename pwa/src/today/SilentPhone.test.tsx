// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, kept, wipe } from '../data/db'
import { device } from '../data/home'
import { silentSince } from '../data/silent'
import { now } from '../ui/now'
import { SilentPhone } from './SilentPhone'

const page = document.body.appendChild(document.createElement('main'))
const sams = { id: 'd', role: 'participant', person: 'p' } as const
const since = '2026-11-24T01:00:00.000Z'
const morning = '2026-11-26T12:00:00.000Z'

beforeEach(async () => {
  await wipe()
  await keep('device', sams)
  device.value = sams
})
afterEach(() => {
  render(null, page)
  device.value = undefined
  vi.unstubAllGlobals()
})

/** How often the server is asked. */
function serverSays(silent_since: string | null): () => number {
  const asked = vi.fn(async (_path: string) => Response.json({ vapid_key: 'k', subscription: null, silent_since }))
  vi.stubGlobal('fetch', asked)
  return () => asked.mock.calls.filter(([path]) => path === '/api/push').length
}

async function openedAt(time: string): Promise<void> {
  render(null, page)
  now.value = new Date(time)
  await act(() => render(<SilentPhone />, page))
}

const isSaid = () => vi.waitFor(() => expect(page.textContent).toContain('Reminders may not reach this phone'))
const isKept = (value: unknown) => vi.waitFor(async () => expect(await kept('silent')).toEqual(value))

it('a phone that shows no reminders says how to mend it; it asks when the app is opened, at most every quarter of an hour', async () => {
  const asked = serverSays(since)
  await openedAt(morning)
  await isSaid()
  await openedAt('2026-11-26T12:14:00.000Z')
  await isSaid()
  expect(asked()).toBe(1)
  serverSays(null)
  await openedAt('2026-11-26T12:15:00.000Z')
  await isKept({ since: null, asked_at: '2026-11-26T12:15:00.000Z' })
  expect(page.textContent).toBe('')
})

it('without a network what was told last holds', async () => {
  await keep('silent', { since, asked_at: '2026-11-25T12:00:00.000Z' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  await openedAt(morning)
  await isSaid()
})

it('a reminder that was shown since ends it', async () => {
  await keep('silent', { since, asked_at: morning })
  await keep('lastReminder', { shown_at: '2026-11-26T11:00:00.000Z' })
  expect(await silentSince(new Date(morning))).toBeNull()
})

it('what was asked for somebody who has signed out meanwhile is not kept', async () => {
  vi.stubGlobal('fetch', async () => {
    await wipe()
    return Response.json({ vapid_key: 'k', subscription: null, silent_since: since })
  })
  expect(await silentSince(new Date(morning))).toBeNull()
  expect(await kept('silent')).toBeUndefined()
})

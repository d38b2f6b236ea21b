import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kept, wipe } from './db'
import type { Home } from '../shared/wire'
import { device, home, loadHome, refresh, told } from './home'
import { signedOut } from './post'

const evening = new Date('2026-11-26T23:00:00Z')
const homeOf = (called: string) => ({ person: { called }, check_ins: [], answers: [], practices: [], plan: null, proposed: null }) as unknown as Home
const yesterday = { body: homeOf('Sam'), etag: '"1"', read_at: '2026-11-25T23:00:00Z' }

beforeEach(async () => {
  await wipe()
  told.value = yesterday
  device.value = { id: 'd1', role: 'participant', person: 'p1' }
})
afterEach(() => void vi.unstubAllGlobals())

const serverAnswers = (answer: (init: RequestInit) => Response) => void vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => answer(init))

it('what is new is shown, and still there when the app opens without a network', async () => {
  serverAnswers(() => Response.json(homeOf('Sammy'), { headers: { ETag: '"2"' } }))
  expect(await refresh(evening)).toBe('fresh')

  told.value = undefined
  await loadHome()
  expect(home.value?.person.called).toBe('Sammy')
  expect(told.value).toMatchObject({ etag: '"2"', read_at: evening.toISOString() })
})

it('asks only for what has changed', async () => {
  serverAnswers(({ headers }) => new Response(null, { status: new Headers(headers).get('If-None-Match') === '"1"' ? 304 : 500 }))
  expect(await refresh(evening)).toBe('fresh')
  expect(told.value).toBe(yesterday)
})

it.each([
  ['offline', () => { throw new TypeError('Failed to fetch') }, 'offline', false],
  ['signed out', () => Response.json({ error: 'Please sign in.' }, { status: 401 }), 'signed-out', true],
] as const)('%s, Sam keeps what the phone has', async (_name, answer, end, out) => {
  signedOut.value = false
  serverAnswers(answer)
  expect(await refresh(evening)).toBe(end)
  expect(signedOut.value).toBe(out)
  expect(told.value).toBe(yesterday)
  expect(await kept('home')).toBeUndefined()
})

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keep, kept, wipe, write } from './db'
import { nothingSaid } from '../shared/said'
import type { Home } from '../shared/wire'
import { device, home, loadHome, refresh, said, told } from './home'
import { discard, items } from './outbox'
import { revoked, signedOut } from './post'
import { sayProfile } from './say'

const evening = new Date('2026-11-26T23:00:00Z')
const homeOf = (called: string) => ({ person: { id: 'sam', called }, check_ins: [], answers: [], practices: [], plan: null, proposed: null }) as unknown as Home
const yesterday = { body: homeOf('Sam'), etag: '"1"', read_at: '2026-11-25T23:00:00Z' }

beforeEach(async () => {
  await wipe()
  said.value = nothingSaid
  told.value = yesterday
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  device.value = { id: 'd1', role: 'participant', person: 'sam' }
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
  expect(told.value).toEqual(yesterday)
})

describe('a name changed on this phone', () => {
  const sammy = { called: 'Sammy', zone: 'America/Chicago', language: 'en' } as const

  it('is shown until the server has it, and then what the server says', async () => {
    await sayProfile(sammy, evening)
    serverAnswers(() => Response.json(homeOf('Sam')))
    await refresh(evening)
    expect(home.value?.person.called).toBe('Sammy')

    for (const { id } of await items()) await discard(id)
    serverAnswers(() => Response.json(homeOf('Samuel')))
    await refresh(evening)
    expect(home.value?.person.called).toBe('Samuel')
  })

  it('does not stay when nothing has changed on the server, because another phone was later', async () => {
    await sayProfile(sammy, evening)
    for (const { id } of await items()) await discard(id)
    serverAnswers(() => new Response(null, { status: 304 }))
    await refresh(evening)
    expect(home.value?.person.called).toBe('Sam')
    expect((await kept('said'))?.profile).toBeUndefined()
  })

  it('and not yet sent when the server was asked, it stays', async () => {
    await sayProfile(sammy, evening)
    const [item] = await items()
    vi.stubGlobal('fetch', async () => {
      await discard(item?.id ?? '') // it arrives while the server is already telling the old name
      return Response.json(homeOf('Sam'))
    })
    await refresh(evening)
    expect(home.value?.person.called).toBe('Sammy')
  })
})

describe('when the phone changes hands while the server is asked', () => {
  const ana = { id: 'd2', role: 'participant', person: 'ana' } as const

  it('Ana never gets Sam’s home', async () => {
    vi.stubGlobal('fetch', async () => {
      await write(['kept'], (tx) => tx.objectStore('kept').put(ana, 'device'))
      return Response.json(homeOf('Sam'))
    })
    expect(await refresh(evening)).toBe('changed-hands')
    expect(await kept('home')).toBeUndefined()
  })

  it('Sam’s phone keeps nothing of Ana, who has just joined and whose answer was lost', async () => {
    serverAnswers(() => Response.json({ ...homeOf('Ana'), person: { id: 'ana', called: 'Ana' } }))
    expect(await refresh(evening)).toBe('changed-hands')
    expect(await kept('home')).toBeUndefined()
    expect(home.value?.person.called).toBe('Sam')
  })

  it('Ana is not signed out because Sam was', async () => {
    signedOut.value = revoked.value = false
    serverAnswers(() => {
      device.value = ana
      return Response.json({ error: 'You are signed out.', reason: 'revoked' }, { status: 401 })
    })
    expect(await refresh(evening)).toBe('changed-hands')
    expect([signedOut.value, revoked.value]).toEqual([false, false])
  })
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

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Home } from '../shared/wire'
import { Offline } from './api'
import { keep, keepDraft, kept, wipe, write } from './db'
import { home, loadHome, told } from './home'
import { signOut, wipeIfAllIsSent } from './leaving'
import { itemOf, items, put } from './outbox'
import { signedOut } from './post'
import { sayAnswer } from './say'

const evening = new Date('2026-11-26T23:00:00Z')
const samsHome = { person: { id: 'sam', called: 'Sam' }, check_ins: [], answers: [], practices: [], plan: null, proposed: null } as unknown as Home

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  await keep('home', { body: samsHome, etag: '"1"', read_at: evening.toISOString() })
  await keep('settings', { language: 'es' })
  await keepDraft('evening', { craving: 6 })
  await loadHome()
  signedOut.value = false
})
afterEach(() => void vi.unstubAllGlobals())

const serverAnswers = (answer: (path: string) => Response) => void vi.stubGlobal('fetch', async (path: string) => answer(path))
const anAnswer = () => write(['outbox'], (tx) => put(tx, itemOf('/api/answers/1', {}, evening, '1')))

it('Sam signs out: the server hears it first, then nothing of him is left but the language', async () => {
  const asked: string[] = []
  serverAnswers((path) => {
    asked.push(path)
    return Response.json({ id: 'd1' })
  })
  await signOut()
  expect(asked).toEqual(['/api/devices/d1/revoked'])
  expect(home.value).toBeUndefined()
  expect(await kept('device')).toBeUndefined()
  expect(await kept('settings')).toEqual({ language: 'es' })
})

it('without a network he stays signed in, with everything', async () => {
  serverAnswers(() => { throw new TypeError('Failed to fetch') })
  await expect(signOut()).rejects.toBeInstanceOf(Offline)
  expect(told.value?.body).toEqual(samsHome)
})

it('a phone that the server has signed out already is wiped all the same', async () => {
  serverAnswers(() => Response.json({ error: 'You are signed out.' }, { status: 401 }))
  await signOut()
  expect(await kept('home')).toBeUndefined()
})

it('a lost phone that was signed out from another forgets him, and says that it is signed out', async () => {
  await wipeIfAllIsSent()
  expect(home.value).toBeUndefined()
  expect(signedOut.value).toBe(true)
})

it('an answer that is saved while the browser’s subscription is given back is not lost', async () => {
  const answer = { check_in: 'c1', instrument: 'daily', version: '1', language: 'en', answered_at: evening.toISOString(), items: [], revises: null } as const
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: () => sayAnswer(answer, 'evening', evening).then(() => undefined) } })
  await wipeIfAllIsSent()
  expect(await items()).toHaveLength(1)
})

it('but never an answer that is still unsent', async () => {
  await anAnswer()
  await wipeIfAllIsSent()
  expect(await items()).toHaveLength(1)
  expect(await kept('home')).toBeDefined()
})

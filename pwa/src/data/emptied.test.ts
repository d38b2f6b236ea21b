import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Home } from '../shared/wire'
import { keep, kept, unkeep, wipe } from './db'
import { device, home, loadHome } from './home'
import { wipePhone } from './leaving'
import { items } from './outbox'
import { unsent, watchPending } from './pending'
import { ChangedHands, sayAnswer } from './say'

const evening = new Date('2026-11-26T23:00:00Z')
const sams = { id: 'd-sam', role: 'participant', person: 'sam' } as const
const samsHome = { person: { id: 'sam', called: 'Sam', language: 'es' }, check_ins: [], answers: [], practices: [], plan: null, proposed: null } as unknown as Home
const answer = { check_in: null, instrument: 'daily', version: '1', language: 'en', answered_at: evening.toISOString(), items: [], revises: null } as const

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await keep('device', sams)
  await keep('home', { body: samsHome, etag: '"1"', read_at: evening.toISOString() })
  await loadHome()
  watchPending()
})

it('Sam’s phone is emptied under the page: what is said next is kept, with all that the page still knows', async () => {
  const first = await sayAnswer(answer, 'one', evening)
  await vi.waitFor(() => expect(unsent.value).toHaveLength(1))
  await deleteDB('daymark')

  const second = await sayAnswer(answer, 'other', evening)

  expect((await items()).map(({ id }) => id)).toEqual([first, second])
  expect(await kept('device')).toEqual(sams)
  expect(await kept('settings')).toEqual({ language: 'es' })
  await loadHome()
  expect(home.value?.person.called).toBe('Sam')
  expect(home.value?.answers.map(({ id }) => id)).toEqual([first, second])
})

it('nothing comes back to a phone that somebody has signed out of in another tab', async () => {
  const before = device.value
  await wipePhone()
  device.value = before
  await expect(sayAnswer(answer, 'one', evening)).rejects.toBeInstanceOf(ChangedHands)
  expect(await kept('home')).toBeUndefined()
})

it('nor to one on which somebody else is about to join', async () => {
  await unkeep('device')
  await keep('joining', { id: 'd-ana', drop: false, body: { code: 'c' } } as never)
  await expect(sayAnswer(answer, 'one', evening)).rejects.toBeInstanceOf(ChangedHands)
  expect(await items()).toEqual([])
})

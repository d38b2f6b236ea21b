// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider, Route, Router } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { device, home, told } from '../data/home'
import { itemOf } from '../data/outbox'
import { unsent } from '../data/pending'
import type { Home, ReplyOut } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { pageOf } from './next'
import { Session } from './Session'
import { session } from './session.fixture'

const page = document.body.appendChild(document.createElement('main'))
const noon = new Date('2026-11-26T17:00:00Z')
const reply: ReplyOut = { occurrence: session().id, kind: 'cant_come', hindrance: null, help: false, note: null, said_at: noon.toISOString() }
const sams = {
  person: { zone: 'America/New_York' }, reading: { counselor: 'Dana' }, attended: { notice_hours: 48 }, occurrences: [session()], commitments: [],
  replies: [], check_ins: [], answers: [], practices: [], rhythm: [],
} as unknown as Home

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  device.value = { id: 'd', role: 'participant', person: 'p' }
  now.value = noon
})
afterEach(() => {
  render(null, page)
  told.value = device.value = undefined
  unsent.value = []
  online.value = true
})

async function shown(differs: Partial<Home> = {}, read_at = now.value.toISOString()): Promise<string> {
  told.value = { body: { ...sams, ...differs }, etag: undefined, read_at }
  return opened()
}

async function opened(): Promise<string> {
  history.replaceState(null, '', pageOf(session()))
  await act(() => render(<LocationProvider><Router>{[<Route path="/sessions/:id" component={Session} />]}</Router></LocationProvider>, page))
  return page.textContent ?? ''
}

it('a session that is on says what became of what Sam said', async () =>
  expect(await shown({ replies: [reply] })).toContain('You said you can’t make it.'))

it('of one that is cancelled nothing is left to say, whatever became of what he said before', async () => {
  unsent.value = [{ ...itemOf('/api/replies/r1', reply, noon, 'r1'), state: 'parked' }]
  const text = await shown({ occurrences: [session({ state: 'cancelled' })], replies: [reply] })
  expect(home.value?.replies).toHaveLength(1)
  expect(text).toContain('This session is cancelled. You don’t have to come.')
  expect(text).not.toMatch(/You said|could not be sent|call the clinic/i)
})

it.each([
  ['a session', [session()]],
  ['one that is not on this phone', []],
])('without a network %s says how old this is', async (_which, occurrences) => {
  online.value = false
  expect(await shown({ occurrences }, '2026-11-25T17:00:00Z')).toMatch(/You are offline\. This is from yesterday, 12:00\spm\./)
  online.value = true
  expect(await shown({ occurrences }, '2026-11-25T17:00:00Z')).not.toContain('You are offline')
})

it('a phone that holds nothing yet does not say that the session may have been changed', async () => {
  const text = await opened()
  expect(text).toContain('This is not on this phone yet.')
  expect(text).not.toContain('It may have been changed')
})

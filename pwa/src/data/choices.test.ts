import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usual } from '../shared/reminders'
import { nothingSaid } from '../shared/said'
import type { Home } from '../shared/wire'
import { keep, wipe } from './db'
import { device, home, refresh, said, told } from './home'
import { discard, items } from './outbox'
import { letGo, sayReminderChoice, saySnooze } from './say'

const evening = new Date('2026-11-26T23:00:00Z')
const homeWith = (nudge: boolean) =>
  ({ person: { id: 'sam' }, check_ins: [], answers: [], practices: [], plan: null, proposed: null, reminders: { choices: { ...usual, nudge }, snoozed: [] } }) as unknown as Home

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  said.value = nothingSaid
  told.value = { body: homeWith(true), etag: undefined, read_at: evening.toISOString() }
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  device.value = { id: 'd1', role: 'participant', person: 'sam' }
})
afterEach(() => void vi.unstubAllGlobals())

const shown = () => home.value?.reminders
const serverTells = (nudge: boolean) => void vi.stubGlobal('fetch', async () => Response.json(homeWith(nudge)))

it('Sam’s latest choice of each is shown at once, and each goes out with nothing else', async () => {
  await sayReminderChoice('nudge', false, evening)
  await sayReminderChoice('days_off', ['SU'], evening)
  await sayReminderChoice('nudge', true, evening)
  expect(shown()?.choices).toEqual({ ...usual, days_off: ['SU'] })
  expect(said.value.choices).toHaveLength(2)
  const sent = await items()
  expect(sent.map(({ body }) => body)).toEqual([{ nudge: false }, { days_off: ['SU'] }, { nudge: true }])
  expect(sent.every(({ id, path }) => path === `/api/reminder-choices/${id}`)).toBe(true)
})

it('stays until it has arrived, and then the server’s word counts: another phone may have been later', async () => {
  await sayReminderChoice('nudge', false, evening)
  serverTells(true)
  await refresh(evening)
  expect(shown()?.choices.nudge).toBe(false)
  for (const { id } of await items()) await discard(id)
  await refresh(evening)
  expect(shown()?.choices.nudge).toBe(true)
})

it('one that the server refused is gone when Sam lets it go', async () => {
  await saySnooze({ subject: 's1', due_at: '2026-11-27T01:00:00Z' }, evening)
  expect(shown()?.snoozed).toHaveLength(1)
  const [item] = await items()
  if (item) await letGo(item)
  expect(shown()?.snoozed).toEqual([])
})

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, kept, wipe } from '../../data/db'
import { device, loadHome, told } from '../../data/home'
import { pending } from '../../data/pending'
import type { Home, RemindersAhead } from '../../shared/wire'
import { now } from '../../ui/now'
import { speak } from '../../ui/words'
import { ahead, sams } from '../reminders.fixture'
import { Ahead } from './Ahead'

const page = document.body.appendChild(document.createElement('main'))

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  noNetwork()
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T17:00:00Z') })
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  await loadHome()
  now.value = new Date()
  pending.value = { waiting: 0, parked: 0 }
})
afterEach(async () => {
  render(null, page)
  vi.useRealTimers()
  device.value = undefined
  await speak('en')
})

const serverTells = (body: RemindersAhead) => void vi.stubGlobal('fetch', async () => Response.json(body))
const noNetwork = () => void vi.stubGlobal('fetch', async () => { throw new TypeError('Failed to fetch') })

async function shown(differs: Partial<Home> = {}): Promise<void> {
  told.value = { body: { ...sams, ...differs }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<LocationProvider><Ahead /></LocationProvider>, page))
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')

it('Sam sees day by day what will come and what it says, and why one does not', async () => {
  serverTells(ahead)
  await shown()
  await vi.waitFor(() => expect(text()).toContain('Today, Thursday, November 26'))
  expect(text()).toContain('4:00 pmRelapse prevention, 6:00 pm“You have a reminder. Tap to see it.”')
  expect(text()).toContain('8:00 pmDaily check-in')
  expect(text()).toContain('9:00 pmOnce more: Daily check-inDoes not come: that day already has three.')
  expect(text()).toContain('9:30 pmOnce more: Daily check-in“You have a reminder. Tap to see it.” Only if you have not seen an earlier one, and it is still open.')
  expect(text()).toContain('9:45 pmOnce more: Daily check-inDoes not come: you have seen an earlier one.')
  expect(text()).toContain('Sunday, November 298:00 amSession“You have a reminder. Tap to see it.”Would be at 6:30 am; moved for your quiet hours.')
  expect(page.querySelector('a[href="/check-in/c1"]')).not.toBeNull()
})

it('without a network he sees what was kept, as of when, and nothing that is over', async () => {
  await keep('ahead', { body: ahead, read_at: '2026-11-26T16:00:00Z' })
  noNetwork()
  now.value = new Date('2026-11-26T22:00:00Z')
  await shown()
  await vi.waitFor(() => expect(text()).toContain('No network right now. This is how it was: 11:00 am.'))
  expect(text()).not.toContain('4:00 pm')
  expect(text()).toContain('8:00 pm')
})

it('without a network and with nothing kept it says so, and that they come all the same', async () => {
  noNetwork()
  await shown()
  await vi.waitFor(() => expect(text()).toContain('Your reminders come all the same.'))
  expect(text()).toContain('Try again')
})

it('what comes is kept, but not on a phone that has changed hands meanwhile', async () => {
  serverTells(ahead)
  await shown()
  await vi.waitFor(async () => expect((await kept('ahead'))?.body).toEqual(ahead))
  await wipe()
  await keep('device', { id: 'd2', role: 'participant', person: 'charlie' })
  expect(device.value?.id).toBe('d1')
  told.value = { body: sams, etag: undefined, read_at: '2026-11-26T17:01:00Z' }
  await act(() => render(<LocationProvider><Ahead /></LocationProvider>, page))
  await new Promise((done) => setTimeout(done))
  expect(await kept('ahead')).toBeUndefined()
})

it('none is fine', async () => {
  serverTells({ ...ahead, days: [] })
  await shown()
  await vi.waitFor(() => expect(text()).toContain('No reminders in the next seven days.'))
})

it('says when a change has not arrived yet, when reminders are off here, and whose clocks these are', async () => {
  serverTells({ ...ahead, zone: 'America/Chicago' })
  pending.value = { waiting: 1, parked: 0 }
  await shown({ reminders: { ...sams.reminders, subscription: null } })
  await vi.waitFor(() => expect(text()).toContain('still on its way'))
  expect(text()).toContain('Reminders are off on this phone.')
  expect(text()).toContain('Times are where you are: Chicago.')
  expect(text()).toContain('3:00 pm')
})

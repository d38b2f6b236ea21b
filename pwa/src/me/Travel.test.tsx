// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, kept, wipe } from '../data/db'
import { device } from '../data/home'
import { items } from '../data/outbox'
import type { Home } from '../shared/wire'
import { now } from '../ui/now'
import { Travel } from './Travel'

const page = document.body.appendChild(document.createElement('main'))
const person = { called: 'Sam', zone: 'America/New_York', language: 'en' } as Home['person']
const button = (name: string) => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)

async function openedIn(zone: string): Promise<void> {
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({ timeZone: zone } as Intl.ResolvedDateTimeFormatOptions)
  render(null, page)
  await act(() => render(<Travel body={{ person }} />, page))
}

beforeEach(async () => {
  await wipe()
  device.value = { id: 'd', role: 'participant', person: 'p' }
  await keep('device', device.value)
  now.value = new Date('2026-11-26T17:00:00Z')
})
afterEach(() => {
  render(null, page)
  device.value = undefined
})

it('a phone that is elsewhere asks whose clock counts, and one tap changes it', async () => {
  await openedIn('Pacific/Auckland')
  await vi.waitFor(() => expect(page.textContent).toContain('This phone is on Auckland time now. Reminders and times here still go by New York time.'))
  await act(() => button('Change to Auckland time')?.click())
  await vi.waitFor(async () => expect((await items())[0]?.body).toMatchObject({ called: 'Sam', zone: 'Pacific/Auckland', language: 'en' }))
})

it('who keeps theirs is not asked again there, and is asked in another place', async () => {
  await openedIn('Pacific/Auckland')
  await vi.waitFor(() => expect(button('Keep New York time')).toBeDefined())
  await act(() => button('Keep New York time')?.click())
  await vi.waitFor(() => expect(page.textContent).toBe(''))
  await openedIn('Pacific/Auckland')
  await vi.waitFor(() => expect(page.textContent).toBe(''))
  await openedIn('Europe/Madrid')
  await vi.waitFor(() => expect(page.textContent).toContain('Madrid'))
})

it.each(['America/New_York', 'America/Toronto'])('on the same clock, in %s, nothing is asked', async (zone) => {
  await openedIn(zone)
  await kept('stayed') // by then it has looked that up, too
  expect(page.textContent).toBe('')
})

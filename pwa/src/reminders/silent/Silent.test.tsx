// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kept, wipe } from '../../data/db'
import { now } from '../../ui/now'
import { Silent } from './Silent'

const page = document.body.appendChild(document.createElement('main'))

beforeEach(async () => {
  await wipe()
  now.value = new Date('2026-11-26T17:00:00Z')
})
afterEach(() => render(null, page))

async function shown(since: string): Promise<void> {
  render(null, page)
  await act(() => render(<Silent since={since} />, page))
  // Whether it was put away is in the database: what is asked for after it comes after it.
  await act(async () => void (await kept('silentRead')))
}

const text = () => page.textContent ?? ''

it('says since when, that nothing is lost, and how to mend it', async () => {
  await shown('2026-11-24T01:00:00Z')
  await vi.waitFor(() => expect(text()).toContain('Reminders may not reach this phone'))
  expect(text()).toContain('It has not shown any since Tuesday.')
  expect(text()).toContain('Nothing is lost')
  expect(page.querySelectorAll('li').length).toBeGreaterThan(3)
  expect(page.querySelector('a[href="/reminders"]')?.textContent).toContain('Go to reminders for a test')
})

it('put away it stays away, until it happens again', async () => {
  await shown('2026-11-24T01:00:00Z')
  await vi.waitFor(() => expect(text()).toContain('Put away'))
  await act(() => page.querySelector('button')?.click())
  expect(text()).toBe('')
  await shown('2026-11-24T01:00:00Z')
  expect(text()).toBe('')
  await shown('2026-11-25T01:00:00Z')
  await vi.waitFor(() => expect(text()).toContain('Reminders may not reach this phone'))
})

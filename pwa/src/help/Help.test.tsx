// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { keepDraft, wipe } from '../data/db'
import { told } from '../data/home'
import { worrying } from '../data/pending'
import type { Home } from '../shared/wire'
import { online } from '../ui/online'
import { speak } from '../ui/words'
import { Help } from './Help'

const page = document.createElement('main')
afterEach(async () => {
  render(null, page)
  told.value = undefined
  worrying.value = { waiting: 0, parked: 0 }
  online.value = true
  await speak('en')
})

/** A home as an older version, or a broken disk, may have left it. */
const keptAs = (body: unknown) => ({ body: body as Home, etag: undefined, read_at: '2026-11-26T23:00:00Z' })

async function links(): Promise<(string | null)[]> {
  await act(() => render(<Help />, page))
  return [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))
}

it('Sam, signed out and offline, can call or text somebody', async () => {
  expect(await links()).toEqual(['tel:988', 'sms:988', 'tel:911', 'sms:741741?&body=HOME'])
  expect(page.textContent).toContain('Veterans: press 1')
})

it('in Spanish the lines are answered in Spanish', async () => {
  await speak('es')
  expect(await links()).toContain('sms:741741?&body=AYUDA')
  expect(page.textContent).toContain('presiona 2')
})

it('the clinic’s number is there once the phone has it', async () => {
  told.value = keptAs({ program: { phone: '(555) 013-4000' } })
  expect(await links()).toContain('tel:5550134000')
})

it('what nobody has seen yet is said on top, until it has arrived', async () => {
  online.value = false
  worrying.value = { waiting: 1, parked: 0 }
  told.value = keptAs({ program: { phone: '(555) 013-4000' } })
  expect((await links()).slice(0, 3)).toEqual(['tel:988', 'sms:988', 'tel:5550134000'])
  expect(page.querySelector('[role=alert]')?.textContent).toContain('Nobody has seen it yet')
  await act(() => void (worrying.value = { waiting: 0, parked: 0 }))
  expect(page.querySelector('[role=alert]')).toBeNull()
})

it('what was said in a form that is not finished is said to be there', async () => {
  await keepDraft('check-in:week', { worrying: true })
  await links()
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('that form isn’t finished'))
  await wipe()
})

it.each([[null], ['text'], [{ program: null }], [{ program: { phone: 7 } }]])('a kept home that is %j does not break the page', async (body) => {
  told.value = keptAs(body)
  expect(await links()).toContain('tel:988')
})

// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import { told } from '../data/home'
import type { Home } from '../shared/wire'
import { speak } from '../ui/words'
import { Help } from './Help'

const page = document.createElement('main')
afterEach(async () => {
  render(null, page)
  told.value = undefined
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

it.each([[null], ['text'], [{ program: null }], [{ program: { phone: 7 } }]])('a kept home that is %j does not break the page', async (body) => {
  told.value = keptAs(body)
  expect(await links()).toContain('tel:988')
})

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
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

describe('what was said in a form that is not finished', () => {
  const alert = () => page.querySelector('[role=alert]')?.textContent
  const week = { id: 'week', answered_at: null as string | null }
  const ana = (about: object) => keptAs({ person: { zone: 'America/New_York' }, program: {}, check_ins: [week], answers: [{ id: 'a1' }], practices: [], instruments: [], ...about })
  afterEach(wipe)

  it.each([
    ['check-in:week', '/check-in/week'],
    ['check-in:gone', '/check-in/gone'],
    ['correct:a1', '/check-in/correct/a1'],
  ])('at %s is said to be there, with the way to go on with it', async (key, href) => {
    await keepDraft(key, { worrying: true })
    told.value = ana({})
    await links()
    await vi.waitFor(() => expect(alert()).toContain('that form isn’t finished'))
    expect([...page.querySelectorAll('a')].find(({ textContent }) => textContent === 'Go on with it')?.getAttribute('href')).toBe(href)
  })

  it('is not, once its check-in is answered, on whatever device', async () => {
    await keepDraft('check-in:week', { worrying: true })
    told.value = ana({})
    await links()
    await vi.waitFor(() => expect(alert()).toBeDefined())
    await act(() => void (told.value = ana({ check_ins: [{ ...week, answered_at: '2026-11-27T01:12:00Z' }] })))
    expect(alert()).toBeUndefined()
  })

  it('is, with a home that is broken', async () => {
    await keepDraft('check-in:week', { worrying: true })
    told.value = keptAs('text')
    await links()
    await vi.waitFor(() => expect(alert()).toContain('Nobody has seen it yet'))
  })
})

it.each([[null], ['text'], [{ program: null }], [{ program: { phone: 7 } }]])('a kept home that is %j does not break the page', async (body) => {
  told.value = keptAs(body)
  expect(await links()).toContain('tel:988')
})

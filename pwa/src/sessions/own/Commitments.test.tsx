// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wipe } from '../../data/db'
import { loadHome, told } from '../../data/home'
import { items } from '../../data/outbox'
import type { Home } from '../../shared/wire'
import { now } from '../../ui/now'
import { online } from '../../ui/online'
import { speak } from '../../ui/words'
import { session, work } from '../session.fixture'
import { Commitments } from './Commitments'

const page = document.body.appendChild(document.createElement('main'))
const sams = {
  person: { zone: 'America/New_York' }, reading: { counselor: 'Dana' }, occurrences: [session()], commitments: [],
  replies: [], check_ins: [], answers: [], practices: [], rhythm: [],
} as unknown as Home

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T17:00:00Z') })
  await wipe()
  await loadHome()
  now.value = new Date()
})
afterEach(async () => {
  render(null, page)
  vi.useRealTimers()
  online.value = true
  await speak('en')
})

async function shown(differs: Partial<Home> = {}): Promise<void> {
  told.value = { body: { ...sams, ...differs }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<LocationProvider><Commitments /></LocationProvider>, page))
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
const tap = (name: string) =>
  act(() => [...page.querySelectorAll<HTMLElement>('button, label')].findLast((each) => each.textContent?.trim() === name || each.getAttribute('aria-label') === name)?.click())
const write = (label: string, value: string) =>
  act(() => {
    const of = [...page.querySelectorAll('label')].find((each) => each.textContent === label)?.getAttribute('for')
    const field = page.querySelector<HTMLInputElement>(`[id="${of}"]`)
    if (!field) throw new Error(`no field ${label} in ${text()}`)
    field.value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })

it('Sam writes his work down, and sees at once where it meets a session', async () => {
  await shown()
  expect(text()).toContain('Only you see this')
  await tap('Add a time')
  await tap('Work')
  await write('What you call it', 'Diner')
  await tap('Thursday')
  await write('From', '17:00')
  await write('To', '21:00')
  await tap('Save')
  await vi.waitFor(() => expect(text()).toContain('Thursday, 5:00 – 9:00 pm'))
  expect(text()).toContain('Relapse prevention: 6:00 – 7:30 pmAt the same time: Diner (5:00 – 9:00 pm)')
  expect((await items())[0]?.body).toMatchObject({ kind: 'work', title: 'Diner', rule: 'FREQ=WEEKLY;BYDAY=TH', minutes: 240, zone: 'America/New_York', shared: false })
})

it('what is missing is said where it is, and nothing is kept', async () => {
  await shown()
  await tap('Add a time')
  await tap('Save')
  expect(text()).toContain('Choose what it is first.')
  await tap('Family')
  expect(text()).toContain('Choose at least one day.')
  expect(await items()).toEqual([])
})

it('that it is shown as busy is his choice, and takes back as well', async () => {
  await shown({ commitments: [{ ...work, shared: true }] })
  expect(text()).toContain('Your counselor sees “busy”')
  await tap('Change: Diner')
  await act(() => page.querySelector<HTMLInputElement>('input[value="me"]')?.click())
  await tap('Save')
  await vi.waitFor(() => expect(text()).toContain('Only you see it'))
  expect((await items())[0]?.body).toMatchObject({ commitment: 'work', removed: false, shared: false, rule: work.rule, minutes: 240 })
})

it('what he removes is gone, once he has said so twice', async () => {
  await shown({ commitments: [work] })
  await tap('Remove: Diner')
  expect(await items()).toEqual([])
  await tap('Remove')
  await vi.waitFor(() => expect(text()).toContain('Removed.'))
  expect(text()).toContain('Nothing yet.')
  expect((await items())[0]?.body).toMatchObject({ commitment: 'work', removed: true })
})

it('the days are said in Spanish as Spanish says them', async () => {
  await speak('es')
  await shown({ commitments: [work] })
  expect(text()).toContain('Lunes y jueves')
})

it('without a network they say how old they are', async () => {
  online.value = false
  await shown()
  expect(text()).not.toContain('You are offline')
  await act(() => void (now.value = new Date('2026-11-27T17:00:00Z')))
  expect(text()).toContain('You are offline. This is from yesterday, 12:00 pm.')
})

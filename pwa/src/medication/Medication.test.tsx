// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, wipe } from '../data/db'
import { device, home, loadHome, told } from '../data/home'
import { items } from '../data/outbox'
import { pending } from '../data/pending'
import { now } from '../ui/now'
import { speak } from '../ui/words'
import { withTablet } from './medication.fixture'
import { Medication } from './Medication'
import { Next } from './Next'

const page = document.body.appendChild(document.createElement('main'))
const noon = '2026-11-26T17:00:00Z'

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('fetch', async () => { throw new TypeError('Failed to fetch') })
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(noon) })
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

async function shown(body = withTablet()): Promise<void> {
  told.value = { body, etag: undefined, read_at: noon }
  await act(() => render(<LocationProvider><Medication /></LocationProvider>, page))
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
const button = (label: string) => page.querySelector<HTMLButtonElement>(`button[aria-label^="${label}"]`)
const tap = (label: string) => act(() => button(label)?.click())
const bodies = async () => (await items()).map(({ path, body }) => ({ path: path.split('/')[2], ...(body as object) }))

it('Sam sees today’s doses, what he takes, and the last days in plain words', async () => {
  await shown()
  expect(text()).toContain('8:00 am Tablet')
  expect(text()).toContain('Every day: 8:00 am and 8:00 pm')
  expect(text()).toContain('You noted 1 of 2 as taken.')
  expect(text()).toContain('8:00 pm Tablet: taken')
  expect(text()).toContain('8:00 am Tablet: nothing noted')
  expect(text()).toContain('Only you see this page.')
})

it('to be reminded later is offered with what comes of it, and not once treatment has ended and nothing comes', async () => {
  const body = withTablet()
  await shown({ ...body, reminders: { ...body.reminders, subscription: null } })
  await tap('Later: Tablet, 8:00')
  expect(text()).toContain('Reminders are off on this phone, so it only comes to your other devices.')
  await act(() => render(null, page))
  await shown({ ...body, person: { ...body.person, phase: 'ended' } })
  expect(button('Taken: Tablet, 8:00')).not.toBeNull()
  expect(button('Later: Tablet, 8:00')).toBeNull()
})

it('one tap says that it was taken, on this phone at once, and can be undone', async () => {
  await shown()
  await tap('Taken: Tablet, 8:00')
  await vi.waitFor(() => expect(text()).toContain('Noted as taken'))
  expect(text()).toContain('You noted 2 of 2 as taken.')
  expect(await bodies()).toEqual([{ path: 'doses', medication: 'tablet', original_start: '2026-11-26T08:00', word: 'taken', later_at: null, said_at: '2026-11-26T17:00:00.000Z' }])
  await tap('Undo: Tablet, 8:00')
  await vi.waitFor(() => expect(text()).toContain('You noted 1 of 2 as taken.'))
})

it('after midnight, what is left of yesterday is told from what comes tonight', async () => {
  vi.setSystemTime('2026-11-27T06:30:00Z') // 1:30 in the night
  now.value = new Date()
  const evening = { original_start: '2026-11-26T20:00', starts_at: '2026-11-27T01:00:00Z' }
  const tonight = { original_start: '2026-11-27T20:00', starts_at: '2026-11-28T01:00:00Z' }
  await shown(withTablet({ replies: [], doses: [evening, tonight] }))
  expect(text()).toContain('Yesterday, 8:00 pm Tablet')
  expect([...page.querySelectorAll('button[aria-label^="Taken"]')].map((one) => one.getAttribute('aria-label')?.replace(/\s/g, ' '))).toEqual([
    'Taken: Tablet, yesterday, 8:00 pm', 'Taken: Tablet, 8:00 pm',
  ])
  await tap('Later: Tablet, yesterday')
  expect(page.querySelector('dialog[open]')?.textContent?.replace(/\s/g, ' ')).toContain('Tablet, yesterday, 8:00 pm')
})

it('a time that is missing is asked for at its own field', async () => {
  await shown()
  const tapOn = (name: string) => act(() => [...page.querySelectorAll('button')].find((one) => one.textContent === name)?.click())
  await tapOn('Add a medication')
  const form = page.querySelector('dialog[open] form')
  const name = form?.querySelector('input')
  if (name) name.value = 'Tablet'
  await act(() => void name?.dispatchEvent(new Event('input', { bubbles: true })))
  await tapOn('Another time')
  await act(() => void form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
  const [first, second] = form?.querySelectorAll('input[type="time"]') ?? []
  expect(first?.getAttribute('aria-invalid')).toBeNull()
  expect(second?.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(second?.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Choose a time for each, or take that line away.')
  expect(document.activeElement).toBe(second)
  expect(await items()).toEqual([])
})

it('skipping is never blamed, and the page gives no advice', async () => {
  await shown()
  await tap('Skipped: Tablet, 8:00')
  await vi.waitFor(() => expect(text()).toContain('If you want to talk about it, your pharmacist and your program are there.'))
  expect(text()).toContain('Ask your pharmacist or your program.')
  expect(text()).not.toMatch(/you should|you must|double/i)
})

it('later comes again when he says', async () => {
  await shown()
  await tap('Later: Tablet, 8:00')
  await act(() => [...page.querySelectorAll<HTMLButtonElement>('dialog[open] button')].find(({ textContent }) => textContent === 'In 1 hour')?.click())
  await vi.waitFor(() => expect(text()).toContain('We’ll remind you again at 1:00 pm'))
  expect(await bodies()).toMatchObject([{ word: 'later', later_at: '2026-11-26T18:00:00.000Z' }])
})

it('off the list it stays in the record', async () => {
  await shown()
  await tap('Take it off the list: Tablet')
  await act(() => [...page.querySelectorAll<HTMLButtonElement>('dialog[open] button')].find(({ textContent }) => textContent === 'Take it off')?.click())
  await vi.waitFor(() => expect(text()).toContain('Nothing yet. Add what you take'))
  expect(text()).toContain('8:00 pm Tablet: taken')
  expect(await bodies()).toMatchObject([{ path: 'medications', medication: 'tablet', times: [] }])
})

it('who sees it is off until he turns it on', async () => {
  await shown()
  const toggle = page.querySelector<HTMLInputElement>('input[role=switch]')
  expect(toggle?.checked).toBe(false)
  await act(() => toggle?.click())
  await vi.waitFor(() => expect(text()).toContain('The staff who look after you see the names and times'))
  expect(await bodies()).toEqual([{ path: 'medication-sharing', shared: true }])
})

it('a phone that kept a home without it shows none', async () => {
  const { medication: _, ...older } = withTablet()
  await shown(older as ReturnType<typeof withTablet>)
  expect(text()).toContain('Nothing yet. Add what you take')
})

it('Today names what is next, and nothing where there is none', async () => {
  told.value = { body: withTablet(), etag: undefined, read_at: noon }
  await act(() => render(home.value ? <Next body={home.value} /> : null, page))
  expect(text()).toContain('8:00 pm: Tablet')
  await act(() => render(<Next body={withTablet({ doses: [] })} />, page))
  expect(text()).toBe('')
})

it('speaks Spanish', async () => {
  await speak('es')
  await shown()
  expect(text()).toContain('Mis medicinas')
  expect(text()).toContain('Anotaste como tomadas: 1 de 2.')
})

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider, Route, Router } from 'preact-iso'
import { act } from 'preact/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { draft, keep, wipe } from '../data/db'
import { loadHome, told } from '../data/home'
import { items } from '../data/outbox'
import type { ExerciseOut, Home } from '../shared/wire'
import { Skill } from './Skill'

const page = document.createElement('main')

const halt: ExerciseOut = {
  key: 'halt',
  version: 1,
  title: 'HALT',
  summary: 'Find out what you need.',
  minutes: 1,
  steps: [
    { id: 'which', kind: 'choose', text: 'Which one?', detail: null, options: [{ text: 'Hungry', then: 'Eat something.' }, { text: 'Tired', then: null }] },
    { id: 'act', kind: 'write', text: 'One small thing?', detail: null, hint: 'For example: a sandwich.' },
  ],
}

beforeEach(async () => {
  document.body.replaceChildren(page)
  render(null, page)
  history.replaceState(null, '', '/skills/halt')
  vi.stubGlobal('scrollTo', () => undefined)
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'p1' })
  await loadHome()
  const body = { person: { zone: 'America/Chicago' }, exercises: [halt], assignments: [], check_ins: [], answers: [], practices: [], plan: null, proposed: null }
  told.value = { body: body as unknown as Home, etag: undefined, read_at: '2026-11-26T23:00:00Z' }
})

async function open(): Promise<void> {
  await act(() => render(<LocationProvider><Router>{[<Route path="/skills/:key" component={Skill} />]}</Router></LocationProvider>, page))
  await expect.poll(() => page.querySelector('h1')).toBeTruthy()
}

const close = () => act(() => render(null, page))
const tap = (label: string) => act(() => [...page.querySelectorAll<HTMLElement>('button, label')].find((one) => one.textContent === label)?.click())
const write = (text: string) =>
  act(() => {
    const field = page.querySelector('textarea')
    if (field) field.value = text
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  })

async function toTheWriting(): Promise<void> {
  for (const label of ['8', 'Next', 'Hungry', 'Next']) await tap(label)
  await write('Eat, then sleep')
}

it('Sam does it to the end, and two taps on Done are one practice', async () => {
  await open()
  await toTheWriting()
  await tap('Next')
  await tap('5')
  await Promise.all([tap('Done'), tap('Done')])
  await expect.poll(() => page.textContent).toContain('This one went down.')
  expect(page.textContent).toContain('Saved on this phone')
  expect(await items()).toMatchObject([{ body: { exercise: 'halt', before: 8, after: 5, notes: { act: 'Eat, then sleep' } } }])
  expect(await draft('practice:halt')).toBeUndefined()
})

it('in the middle of a check-in, every way out leads back to it', async () => {
  history.replaceState(null, '', '/skills/halt?from=%2Fcheck-in%2Ftonight')
  await open()
  const ways = () => [...page.querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')])
  expect(ways()).toContainEqual(['Check-in', '/check-in/tonight'])
  await toTheWriting()
  for (const label of ['Next', '5', 'Done']) await tap(label)
  await expect.poll(ways).toContainEqual(['Go on with the check-in', '/check-in/tonight'])
})

it('what was chosen is answered', async () => {
  await open()
  for (const label of ['Skip', 'Hungry']) await tap(label)
  expect(page.textContent).toContain('Eat something.')
})

it('an app that was closed on the way goes on where it was', async () => {
  await open()
  await toTheWriting()
  await expect.poll(() => draft('practice:halt')).toMatchObject({ notes: { act: 'Eat, then sleep' } })
  await close()
  await open()
  expect(page.textContent).toContain('You were in the middle of this')
  await tap('Go on')
  expect(page.querySelector('textarea')?.value).toBe('Eat, then sleep')
  expect(await items()).toEqual([])
})

it('or starts over', async () => {
  await open()
  await toTheWriting()
  await expect.poll(() => draft('practice:halt')).toBeTruthy()
  await close()
  await open()
  await tap('Start over')
  expect(page.textContent).toContain('How strong is it now?')
  expect(page.querySelector(':checked')).toBeNull()
})

it('every question can be skipped', async () => {
  await open()
  for (const label of ['Skip', 'Next', 'Next', 'Skip']) await tap(label)
  await expect.poll(() => page.textContent).toContain('You took this time for yourself')
  expect(await items()).toMatchObject([{ body: { before: null, after: null, ratings: [], notes: {} } }])
})

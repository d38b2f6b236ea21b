/** A page of the app with check-ins in it, for tests. */
import { render } from 'preact'
import { LocationProvider, Route, Router } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { wipe } from '../data/db'
import { loadHome, told } from '../data/home'
import type { Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { CheckIn, Correction } from './CheckIn'

export const page = document.createElement('main')
document.body.append(page)

/** What the server told last. */
export const tell = (body: Home): void => void (told.value = { body, etag: undefined, read_at: '2026-11-27T01:04:00Z' })

/** Before each test: nothing on the phone but this, five minutes into the evening's check-in. */
export function startWith(home: Home): void {
  beforeEach(async () => {
    vi.stubGlobal('scrollTo', () => undefined)
    await wipe()
    await loadHome()
    now.value = new Date('2026-11-27T01:05:00Z')
    tell(home)
  })
  afterEach(() => {
    render(null, page)
    online.value = true
  })
}

export async function open(path: string): Promise<void> {
  render(null, page)
  history.replaceState(null, '', path)
  await act(() =>
    render(
      <LocationProvider>
        <Router>
          <Route path="/check-in" component={CheckIn} />
          <Route path="/check-in/:id" component={CheckIn} />
          <Route path="/check-in/correct/:answer" component={Correction} />
        </Router>
      </LocationProvider>,
      page,
    ),
  )
  await shown(/./)
}

export const text = (): string => page.textContent ?? ''
export const shown = (pattern: RegExp): Promise<void> => vi.waitFor(() => expect(text()).toMatch(pattern))
export const heading = (): string => page.querySelector('h1')?.textContent ?? ''
export const isAsked = (question: string): Promise<void> => vi.waitFor(() => expect(heading()).toContain(question))

export const tap = (name: RegExp | string) =>
  act(() => {
    const found = [...page.querySelectorAll<HTMLElement>('button, a, label')].find((one) => isCalled(one, name))
    if (!found) throw new Error(`nothing to tap is called “${name}” in: ${text()}`)
    ;(found.querySelector('input') ?? found).click()
  })

const isCalled = (one: HTMLElement, name: RegExp | string): boolean =>
  typeof name === 'string' ? one.textContent === name || one.getAttribute('aria-label') === name : name.test(one.textContent ?? '')

// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followed } from './fresh'
import { serverThat, until } from './server.fixture'

const page = document.createElement('main')
beforeEach(() => document.body.replaceChildren(page))
afterEach(async () => {
  await act(() => render(null, page))
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('two parts of a page ask once, and again each minute; nobody asks when both have gone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let count = 0
  const server = serverThat({ 'GET /api/caseload': () => ({ count: (count += 1) }) })
  const useCount = followed<{ count: number }>('/api/caseload')
  const Part = () => <p>{useCount().body?.count}</p>
  await act(() => render(<><Part /><Part /></>, page))
  await until(() => expect(page.textContent).toBe('11'))
  await act(() => void vi.advanceTimersByTime(60_000))
  await until(() => expect(page.textContent).toBe('22'))
  await act(() => render(null, page))
  vi.advanceTimersByTime(600_000)
  expect(server.heard).toHaveLength(2)
})

it('what was read for one viewer is not shown to the next', async () => {
  serverThat({ 'GET /api/caseload': () => ({ name: 'Maya' }) })
  const useName = followed<{ name: string }>('/api/caseload')
  const Part = () => <p>{useName().body?.name ?? 'nothing'}</p>
  await act(() => render(<Part />, page))
  await until(() => expect(page.textContent).toBe('Maya'))
  await act(() => render(null, page))
  serverThat({ 'GET /api/caseload': () => Response.json({ error: 'No.' }, { status: 401 }) })
  await act(() => render(<Part />, page))
  expect(page.textContent).toBe('nothing')
})

// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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
  expect(server.heard.filter(({ path }) => path === '/api/caseload')).toHaveLength(2)
})

describe('an alert that comes while the page is open', () => {
  const open = async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const clinic = { urgent: 0 }
    const server = serverThat({ 'GET /api/pressing': () => ({ urgent: clinic.urgent }), 'GET /api/caseload': () => ({ count: clinic.urgent }) })
    const asked = (path: string) => server.heard.filter((one) => one.path === path).length
    const useCount = followed<{ count: number }>('/api/caseload')
    const Part = () => <p>{useCount().body?.count}</p>
    await act(() => render(<Part />, page))
    await until(() => expect(page.textContent).toBe('0'))
    return { clinic, asked }
  }
  const tenSeconds = () => act(() => void vi.advanceTimersByTime(10_000))

  it('is there ten seconds later, and where nothing has happened the list is not asked for', async () => {
    const { clinic, asked } = await open()
    await tenSeconds()
    await until(() => expect(asked('/api/pressing')).toBe(2))
    expect(asked('/api/caseload')).toBe(1)
    clinic.urgent = 1
    await tenSeconds()
    await until(() => expect(page.textContent).toBe('1'))
  })

  it('is not asked for while nobody looks at the page, nor without a network', async () => {
    const { asked } = await open()
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await tenSeconds()
    hidden.mockRestore()
    const offline = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    await tenSeconds()
    offline.mockRestore()
    expect(asked('/api/pressing')).toBe(1)
    await tenSeconds()
    await until(() => expect(asked('/api/pressing')).toBe(2))
  })
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

// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pressing } from '../ui/pressing'
import { followed } from './fresh'
import { serverThat, until } from './server.fixture'

const page = document.createElement('main')
beforeEach(() => document.body.replaceChildren(page))
afterEach(async () => {
  await act(() => render(null, page))
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
  pressing.value = 0
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
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
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

  it('is counted before the title of a tab in the back within a minute, and the list waits until somebody looks', async () => {
    const { clinic, asked } = await open()
    await until(() => expect(pressing.value).toBe(0))
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    clinic.urgent = 1
    await tenSeconds()
    expect(asked('/api/pressing')).toBe(1)
    for (let n = 0; n < 5; n += 1) await tenSeconds()
    await until(() => expect(pressing.value).toBe(1))
    expect([asked('/api/pressing'), asked('/api/caseload')]).toEqual([2, 1])
    hidden.mockRestore()
    await act(() => void dispatchEvent(new Event('focus')))
    await until(() => expect(page.textContent).toBe('1'))
  })

  it('is not asked for without a network, in the back as in front', async () => {
    const { asked } = await open()
    const offline = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    for (let n = 0; n < 12; n += 1) await tenSeconds()
    hidden.mockRestore()
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

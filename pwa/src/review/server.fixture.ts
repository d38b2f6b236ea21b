import type { ComponentType } from 'preact'
import { createElement, render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { vi } from 'vitest'

type Answer = (body: unknown, path: string) => unknown

/** The server of a test: what it says to each path, in order of what fits; an Error is no network. */
export function serverThat(says: Record<string, Answer>) {
  const heard: { method: string; path: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    const said: unknown = body ? JSON.parse(String(body)) : undefined
    heard.push({ method, path, body: said })
    const answer = Object.entries(says).find(([start]) => `${method} ${path}`.startsWith(start))?.[1]
    const result = answer ? answer(said, path) : new Response('{"error": "No."}', { status: 404 })
    if (result instanceof Error) throw result
    return result instanceof Response ? result : Response.json(result)
  })
  return { heard, put: (start: string) => heard.filter(({ method, path }) => method === 'PUT' && path.startsWith(start)) }
}

/** Shows a page at an address of the app. */
export async function show(page: ComponentType, address: string): Promise<HTMLElement> {
  history.replaceState(null, '', address)
  const place = document.body.appendChild(document.createElement('main'))
  await act(() => render(createElement(LocationProvider, null, createElement(page, null)), place))
  return place
}

/** Waits until the condition holds on the page, and the page has had its frame to hear keys in. */
export async function until(condition: () => void): Promise<void> {
  await vi.waitFor(() => act(condition), { timeout: 2_000 })
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
}

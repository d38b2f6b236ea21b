// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { Fetched } from './fetched'
import { useFetched } from './fetched'

const page = document.createElement('main')
let seen: Fetched<{ name: string }> | undefined

function Page({ path }: { path: string }) {
  seen = useFetched<{ name: string }>(path)
  return null
}

/** A server that answers one request after another, each when it is let. */
function server() {
  const asked: { path: string; etag: string | null; answer: (response: Response | Error) => void }[] = []
  vi.stubGlobal('fetch', (path: string, { headers }: RequestInit) => {
    const etag = new Headers(headers).get('If-None-Match')
    return new Promise<Response>((resolve, reject) => asked.push({ path, etag, answer: (given) => (given instanceof Error ? reject(given) : resolve(given)) }))
  })
  return asked
}

const show = (path: string) => act(() => render(<Page path={path} />, page))
const named = (name: string) => Response.json({ name }, { headers: { ETag: `"${name}"` } })
const refused = (status: number) => Response.json({ error: 'No.' }, { status })

async function answer(request: ReturnType<typeof server>[number] | undefined, given: Response | Error): Promise<void> {
  request?.answer(given)
  // The body is read in turns of its own.
  await vi.waitFor(() => act(() => expect(seen?.body ?? seen?.trouble).toBeDefined()))
  await act(() => undefined)
}

afterEach(async () => {
  await act(() => render(null, page))
  vi.unstubAllGlobals()
})

it('Maya’s page stays when newer can’t be had, and is told why', async () => {
  const asked = server()
  await show('/api/people/maya')
  await answer(asked[0], named('Maya'))
  await act(() => seen?.reload())
  await answer(asked[1], new TypeError('no network'))
  await vi.waitFor(() => expect(seen?.trouble).toBe('offline'))
  expect(seen?.body).toEqual({ name: 'Maya' })
  expect(asked[1]?.etag).toBe('"Maya"')
})

it('nobody who is signed out goes on reading', async () => {
  const asked = server()
  await show('/api/people/maya')
  await answer(asked[0], named('Maya'))
  await act(() => seen?.reload())
  await answer(asked[1], refused(401))
  await vi.waitFor(() => expect(seen?.trouble).toBe('signed-out'))
  expect(seen?.body).toBeUndefined()
})

it('Omar’s page never shows Maya, though her answer comes last', async () => {
  const asked = server()
  await show('/api/people/maya')
  await show('/api/people/omar')
  await answer(asked[1], named('Omar'))
  asked[0]?.answer(named('Maya'))
  await act(() => new Promise((resolve) => setImmediate(resolve)))
  expect(seen?.body).toEqual({ name: 'Omar' })
})

it('somebody who is not in Dana’s care is missing', async () => {
  const asked = server()
  await show('/api/people/nobody')
  await answer(asked[0], refused(404))
  expect(seen?.trouble).toBe('missing')
})

import { afterEach, expect, it, vi } from 'vitest'
import { ApiError, get, Offline, put, retryAfter } from './api'

afterEach(() => void vi.unstubAllGlobals())

const serverAnswers = (answer: () => Response | Promise<Response>) => void vi.stubGlobal('fetch', async () => answer())
const failure = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error)

it('a refusal carries the server’s sentence and the field it is about', async () => {
  serverAnswers(() => Response.json({ error: 'Choose a number from 0 to 10.', field: 'craving' }, { status: 422 }))
  const error = await failure(put('/api/answers/1', {}))
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 422, message: 'Choose a number from 0 to 10.', field: 'craving' })
})

it.each([
  ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a hotel’s sign-in page', () => new Response('<h1>Welcome</h1>', { status: 200 })],
  ['a proxy’s error page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
])('%s is offline, not an answer', async (_name, answer) => {
  serverAnswers(answer)
  expect(await failure(get('/api/home'))).toBeInstanceOf(Offline)
})

it('what has not changed is not sent again', async () => {
  serverAnswers(() => new Response(null, { status: 304 }))
  expect(await get('/api/home', '"1"')).toEqual({ unchanged: true })
})

it('what has changed comes with its etag', async () => {
  serverAnswers(() => Response.json({ today: [] }, { headers: { ETag: '"2"' } }))
  expect(await get('/api/home', '"1"')).toEqual({ unchanged: false, body: { today: [] }, etag: '"2"' })
})

it.each([
  ['120', 120_000],
  ['Thu, 26 Nov 2026 23:01:00 GMT', 60_000],
  ['Thu, 26 Nov 2026 22:00:00 GMT', 0], // already over
  ['soon', undefined],
  [null, undefined],
])('Retry-After %s is %s ms', (header, ms) => expect(retryAfter(header, new Date('2026-11-26T23:00:00Z'))).toBe(ms))

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nothingSaid } from '../shared/said'
import type { CheckInOut, Home } from '../shared/wire'
import { keep, wipe } from './db'
import { said, told } from './home'
import { sayLook } from './look'
import { items, pending } from './outbox'

const now = new Date('2026-11-26T23:00:00Z')

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  await wipe()
})
afterEach(() => {
  told.value = undefined
  vi.unstubAllGlobals()
})

const closes_at = '2026-11-27T06:00:00Z'
const checkIn = (id: string, more: Partial<CheckInOut> = {}) =>
  ({ id, opens_at: '2026-11-26T22:00:00Z', closes_at, answered_at: null, ...more }) as CheckInOut

function serverTold(...check_ins: CheckInOut[]): void {
  told.value = { body: { check_ins, answers: [], practices: [] } as unknown as Home, etag: undefined, read_at: now.toISOString() }
  said.value = nothingSaid
}

const at = (time: string) => new Date(`2026-11-26T${time}Z`)
const looks = async () => (await items()).map(({ path, body }) => [path.split('/').slice(0, -1).join('/'), body])

it('that Sam has the app before him is said once for each check-in that is open', async () => {
  serverTold(checkIn('daily'), checkIn('later', { opens_at: '2026-11-26T23:30:00Z' }), checkIn('done', { answered_at: '2026-11-26T22:10:00Z' }))
  await sayLook(now)
  await sayLook(at('23:29:00'))
  expect(await looks()).toEqual([['/api/looks', { looked_at: now.toISOString() }]])
  await sayLook(at('23:30:00'))
  await sayLook(at('23:31:00'))
  expect(await items()).toHaveLength(2)
  expect(await pending()).toEqual({ waiting: 0, parked: 0 }) // nothing that Sam said
})

it('and once after each reminder that this phone showed', async () => {
  serverTold()
  await sayLook(now)
  expect(await items()).toEqual([])
  await keep('lastReminder', { shown_at: '2026-11-26T23:10:00.000Z' })
  await sayLook(at('23:11:00'))
  await sayLook(at('23:12:00'))
  expect(await items()).toHaveLength(1)
  await keep('lastReminder', { shown_at: '2026-11-26T23:20:00.000Z' })
  await sayLook(at('23:21:00'))
  expect(await items()).toHaveLength(2)
})

it('is not said of a page that nobody looks at', async () => {
  serverTold(checkIn('daily'))
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  await sayLook(now)
  expect(await items()).toEqual([])
})

it('is not said by staff, who are asked nothing', async () => {
  await keep('lastReminder', { shown_at: '2026-11-26T22:59:00.000Z' })
  await sayLook(now)
  expect(await items()).toEqual([])
})

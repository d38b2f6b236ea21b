// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keep, kept, wipe } from './db'
import { device, loadHome } from './home'
import { wipePhone } from './leaving'
import { askStart, clinic, loadClinic } from './start'

const robins = { id: '01a2092f-b5e3-7041-b2e9-dc304315c8dd', role: 'participant', person: 'p1' } as const
const asked: string[] = []

/** A server that knows the cookie of Robin's phone, or nobody's. */
const serverKnows = (found: typeof robins | null) =>
  void vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return Response.json(path === '/api/start' ? { phone: '555-0100', device: found } : { id: robins.id })
  })

beforeEach(async () => {
  await wipe()
  await loadHome()
  asked.length = 0
  clinic.value = undefined
})
afterEach(() => void vi.unstubAllGlobals())

it('a browser that lost its storage but not its cookie finds Robin again', async () => {
  serverKnows(robins)
  await askStart()
  expect(device.value).toEqual(robins)
  expect(await kept('device')).toEqual(robins)
})

it('a phone that was emptied offline is signed out once there is a network, and stays empty', async () => {
  await keep('device', robins)
  await loadHome()
  await wipePhone()
  serverKnows(robins)
  await askStart()
  expect(asked).toContain(`/api/devices/${robins.id}/revoked`)
  expect(device.value).toBeUndefined()
})

it('the clinic’s number stays when Robin has left, for Help', async () => {
  serverKnows(null)
  await askStart()
  await wipePhone()
  clinic.value = undefined
  await loadClinic()
  expect(clinic.value).toBe('555-0100')
})

it('whoever is joining is left alone', async () => {
  await keep('joining', { id: 'd2' } as never)
  serverKnows(robins)
  await askStart()
  expect(device.value).toBeUndefined()
})

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, Offline } from './api'
import { keep, kept, wipe } from './db'
import { items } from './outbox'
import type { Mending } from './subscription'
import { bytesOf, inTime, mend, mendingOf, mineOf, textOf, turnOff, turnOn, Unanswered, wanted } from './subscription'

const evening = new Date('2026-11-26T23:00:00Z')
const KEY = textOf(new Uint8Array(65).fill(4))
const OLD_KEY = textOf(new Uint8Array(65).fill(9))
const HASH = 'f7f4a76b6ec7a4c6b0a2bd0bd8ea1d2a7e2a6c9a0e0f9a0d1c2b3a4958677685'

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
})
afterEach(() => void vi.unstubAllGlobals())

/** A browser's push manager: one subscription at a time, bound to its key, each with another address. */
class Browser {
  made = 0
  held: PushSubscription | null = null

  holds(key: string): this {
    this.made += 1
    const mine = {
      endpoint: `https://push.example/${this.made}`,
      options: { applicationServerKey: bytesOf(key).buffer },
      toJSON: () => ({ keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.held = null
        return true
      },
    }
    this.held = mine as unknown as PushSubscription
    return this
  }

  getSubscription = async () => this.held

  subscribe = async ({ applicationServerKey }: PushSubscriptionOptionsInit) => {
    if (this.held) throw new DOMException('A subscription with a different applicationServerKey exists', 'InvalidStateError')
    this.holds(textOf(applicationServerKey as Uint8Array))
    return this.held
  }
}

const managerOf = (browser: Browser) => browser as unknown as PushManager

/** What the server was told, in order. */
function server(...answers: (() => Response)[]) {
  const told: { path: string; endpoint?: string; vapid_key?: string }[] = []
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    told.push({ path, ...(JSON.parse(String(body)) as object) })
    return answers.shift()?.() ?? Response.json({ id: path.split('/').at(-1) })
  })
  return told
}

describe('what mends it', () => {
  const known = { vapid_key: KEY, subscription: { id: 's1', endpoint_hash: HASH } }
  const unknown = { vapid_key: KEY, subscription: null }
  const mine = { hash: HASH, key: KEY }

  it.each<[string, boolean, NotificationPermission, typeof mine | null | { hash: string; key: undefined }, typeof known | typeof unknown, Mending]>([
    ['all agree', true, 'granted', mine, known, 'nothing'],
    ['the browser lost it', true, 'granted', null, known, 'subscribe'],
    ['the server lost it', true, 'granted', mine, unknown, 'tell'],
    ['the server knows another address', true, 'granted', { hash: 'other', key: KEY }, known, 'tell'],
    ['the program has a new key', true, 'granted', { hash: HASH, key: OLD_KEY }, known, 'subscribe'],
    ['the browser does not tell its key', true, 'granted', { hash: HASH, key: undefined }, known, 'nothing'],
    ['permission is gone', true, 'denied', null, known, 'nothing'],
    ['permission was taken back to unasked', true, 'default', null, known, 'nothing'],
    ['Sam turned them off, and the browser still has it', false, 'granted', mine, unknown, 'leave'],
    ['Sam turned them off', false, 'granted', null, unknown, 'nothing'],
  ])('%s', (_name, wants, permission, has, says, mending) => expect(mendingOf(wants, permission, has, says)).toBe(mending))
})

it('whether Sam wants reminders is his word here, and on a forgetful phone the server’s', async () => {
  const known = { vapid_key: KEY, subscription: { id: 's1', endpoint_hash: HASH } }
  expect(await wanted(known)).toBe(true)
  await keep('reminders', { on: false })
  expect(await wanted(known)).toBe(false)
})

describe('turning them on', () => {
  it('tells the server the address, and remembers that Sam wants them', async () => {
    const told = server()
    await turnOn(managerOf(new Browser()), KEY)
    expect(told).toMatchObject([{ endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a', vapid_key: KEY }])
    expect(await kept('reminders')).toEqual({ on: true, id: told[0]?.path.split('/').at(-1) })
  })

  it('takes the subscription there is', async () => {
    const told = server()
    await turnOn(managerOf(new Browser().holds(KEY)), KEY)
    expect(told).toMatchObject([{ endpoint: 'https://push.example/1' }])
  })

  it('makes a new one when the program has a new key', async () => {
    const told = server()
    await turnOn(managerOf(new Browser().holds(OLD_KEY)), KEY)
    expect(told).toMatchObject([{ endpoint: 'https://push.example/2', vapid_key: KEY }])
  })

  it('makes a new one when the address is still somebody else’s', async () => {
    const told = server(() => Response.json({ error: 'Another person gets reminders in this browser.', field: 'endpoint' }, { status: 409 }))
    await turnOn(managerOf(new Browser().holds(KEY)), KEY)
    expect(told.map(({ endpoint }) => endpoint)).toEqual(['https://push.example/1', 'https://push.example/2'])
  })

  it.each([
    ['refused', () => Response.json({ error: 'Reminders are on for too many devices.' }, { status: 409 }), ApiError],
    ['without a network', () => { throw new TypeError('Failed to fetch') }, Offline],
  ])('%s, they are not on', async (_name, answer, error) => {
    server(answer)
    await expect(turnOn(managerOf(new Browser()), KEY)).rejects.toBeInstanceOf(error)
    expect(await kept('reminders')).toBeUndefined()
  })
})

it('a push service that says nothing is given up', async () => {
  vi.useFakeTimers()
  const waiting = expect(inTime(new Promise(() => undefined))).rejects.toBeInstanceOf(Unanswered)
  await vi.advanceTimersByTimeAsync(20_000)
  await waiting
  vi.useRealTimers()
})

it('turned off without a network, they are off here at once and the server hears of it later', async () => {
  const browser = new Browser().holds(KEY)
  await keep('reminders', { on: true, id: 's1' })
  await turnOff(managerOf(browser), undefined, evening)
  expect(browser.held).toBeNull()
  expect(await kept('reminders')).toEqual({ on: false })
  expect(await items()).toMatchObject([{ id: 's1', path: '/api/subscriptions/s1/removed' }])
})

describe('when the app is opened', () => {
  it('a lost subscription is made again and told', async () => {
    await keep('reminders', { on: true, id: 's1' })
    const told = server()
    expect(await mend(managerOf(new Browser()), 'granted', { vapid_key: KEY, subscription: { id: 's1', endpoint_hash: HASH } })).toBe('subscribe')
    expect(told).toHaveLength(1)
  })

  it('one that the server has as well is left alone', async () => {
    const browser = managerOf(new Browser().holds(KEY))
    await keep('reminders', { on: true, id: 's1' })
    const told = server()
    const { hash } = (await mineOf(browser)) ?? { hash: '' }
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await mend(browser, 'granted', { vapid_key: KEY, subscription: { id: 's1', endpoint_hash: hash } })).toBe('nothing')
    expect(told).toEqual([])
  })

  it('one that somebody before Sam has left in the browser is dropped', async () => {
    const browser = new Browser().holds(KEY)
    expect(await mend(managerOf(browser), 'granted', { vapid_key: KEY, subscription: null })).toBe('leave')
    expect(browser.held).toBeNull()
  })
})

it('a key survives both ways', () => expect(textOf(bytesOf(KEY))).toBe(KEY))

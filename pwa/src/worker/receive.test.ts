import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keep, kept, wipe } from '../data/db'
import { items } from '../data/outbox'
import type { Home } from '../shared/wire'
import type { Push } from './receive'
import { answer, buttonTapped, closed, openFrom, receive, reportOpened, subscriptionChanged, tapped } from './receive'

const evening = new Date('2026-11-26T23:00:00Z')
const delivery = '0193a1b2-0000-7000-8000-000000000001'
const message = JSON.stringify({ web_push: 8030, notification: { title: 'You have a reminder', navigate: '/check-in', data: { delivery } } })
const push = (text: string) => ({ data: { text: () => text } }) as unknown as Push

/** A worker with open pages, which writes down what happens to it. */
function phone(pages = 1, platform?: string) {
  const seen: unknown[] = []
  const screen: { data: unknown; renotify: boolean }[] = []
  const page = { focus: async () => void seen.push('focus'), postMessage: (said: unknown) => void seen.push(said) }
  const worker = {
    navigator: { languages: ['en'], ...(platform ? { userAgentData: { platform } } : {}), setAppBadge: async (count: number) => void seen.push(`badge ${count}`) },
    location: { origin: 'https://daymark.example' },
    registration: { showNotification: async (title: string, { data, renotify }: { data: unknown; renotify: boolean }) => void (seen.push(title), screen.push({ data, renotify })), getNotifications: async () => [...screen], pushManager: { getSubscription: async () => null, subscribe: async () => again } },
    clients: { matchAll: async () => Array(pages).fill(page), openWindow: async (url: string) => void seen.push(url) },
  }
  return { seen, screen, worker: worker as unknown as ServiceWorkerGlobalScope }
}

/** What the browser gives when it is asked for a subscription once more. */
const again = { endpoint: 'https://push.example/2', toJSON: () => ({ keys: { p256dh: 'p', auth: 'a' } }) }

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
})
afterEach(() => void vi.unstubAllGlobals())

const serverAnswers = (answer: () => Response) => void vi.stubGlobal('fetch', async () => answer())
const noNetwork = () => serverAnswers(() => { throw new TypeError('Failed to fetch') })

describe('a push', () => {
  it('is shown, noted, told to the open page, and its report waits for the network', async () => {
    noNetwork()
    const { seen, worker } = phone()

    await receive(worker, push(message), evening)

    expect(seen).toEqual(['You have a reminder', { type: 'push' }])
    expect(await kept('lastReminder')).toEqual({ shown_at: evening.toISOString() })
    expect(await items()).toMatchObject([{ id: delivery, path: `/api/deliveries/${delivery}`, body: { shown_at: evening.toISOString() }, state: 'waiting' }])
  })

  it('that came twice is reported once', async () => {
    noNetwork()
    const { worker } = phone()
    await receive(worker, push(message), evening)
    await receive(worker, push(message), evening)
    expect(await items()).toHaveLength(1)
  })

  it('that takes the place of another reminder sounds, and of itself does not', async () => {
    noNetwork()
    const { screen, worker } = phone()
    const about = (reminder: string) => push(JSON.stringify({ notification: { title: 'x', tag: 'one', data: { reminder } } }))
    for (const reminder of ['a day before', 'a day before', '2 hours before']) await receive(worker, about(reminder), evening)
    expect(screen.map(({ renotify }) => renotify)).toEqual([true, false, true])
  })

  it('is shown even where the browser does not say what lies on the screen', async () => {
    const { seen, worker } = phone()
    worker.registration.getNotifications = async () => { throw new TypeError('not here') }
    await receive(worker, push(message), evening)
    expect(seen).toContain('You have a reminder')
  })

  it('is reported at once when the server is there', async () => {
    serverAnswers(() => Response.json({ id: delivery }))
    await receive(phone().worker, push(message), evening)
    expect(await items()).toEqual([])
  })

  it('on a phone that is signed out is shown, and leaves nothing behind', async () => {
    await wipe()
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    expect(seen).toContain('You have a reminder')
    expect(await items()).toEqual([])
    expect(await kept('lastReminder')).toBeUndefined()
  })

  it('puts the number of open check-ins at the icon, from what the phone knows', async () => {
    noNetwork()
    const open = { id: 'c1', opens_at: '2026-11-26T22:00:00Z', closes_at: '2026-11-27T02:00:00Z', answered_at: null }
    const body = { check_ins: [open], answers: [], practices: [], plan: null, proposed: null } as unknown as Home
    await keep('home', { body, etag: undefined, read_at: evening.toISOString() })
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    expect(seen).toContain('badge 1')
  })

  it('puts the number of urgent alerts at the icon of staff, as the server counts them', async () => {
    await keep('device', { id: 'd1', role: 'counselor', person: 'dana' })
    serverAnswers(() => Response.json({ id: delivery, alerts: { urgent: 2, today: 3, overdue: 0 } }))
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    expect(seen).toContain('badge 2')
  })

  it('leaves the number of staff alone when the server cannot say it', async () => {
    await keep('device', { id: 'd1', role: 'counselor', person: 'dana' })
    noNetwork()
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    expect(seen).toEqual(['You have a reminder', { type: 'push' }])
  })

  it('is shown even when the database cannot be opened', async () => {
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => { throw new DOMException('disk full', 'QuotaExceededError') })
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    expect(seen).toContain('You have a reminder')
  })
})

describe('a tapped notification', () => {
  const notification = { close: () => undefined, data: { navigate: '/check-in?from=reminder' } } as unknown as Notification

  it('opens its page in the app that is open', async () => {
    const { seen, worker } = phone()
    await openFrom(worker, notification)
    expect(seen).toEqual(['focus', { type: 'open', path: '/check-in?from=reminder' }])
  })

  it('opens the app when none is', async () => {
    const { seen, worker } = phone(0)
    await openFrom(worker, notification)
    expect(seen).toEqual(['https://daymark.example/check-in?from=reminder'])
  })
})

describe('that somebody saw a notification', () => {
  const about = (data: object) => ({ close: () => undefined, data }) as unknown as Notification
  const shown = about({ navigate: '/check-in/c1', delivery, until: '2026-11-27T06:00:00Z' })
  const reported = async () => (await items()).filter(({ path }) => path === `/api/opened/${delivery}`).map(({ body }) => body)
  const opened_at = evening.toISOString()

  it('by a tap is told through the outbox, beside the word that it was shown', async () => {
    noNetwork()
    const { seen, worker } = phone()
    await receive(worker, push(message), evening)
    await tapped(worker, shown, evening)
    expect(seen).toContainEqual({ type: 'open', path: '/check-in/c1' })
    expect((await items()).map(({ path }) => path)).toEqual([`/api/deliveries/${delivery}`, `/api/opened/${delivery}`])
    expect(await reported()).toEqual([{ opened_at, how: 'tapped' }])
  })

  it('leaves once the server names the delivery', async () => {
    serverAnswers(() => Response.json({ id: delivery }))
    await reportOpened(shown, 'swiped', evening)
    expect(await items()).toEqual([])
  })

  it('by a button, or by swiping it away, is told too, and the first word counts', async () => {
    noNetwork()
    await buttonTapped(shown, 'hour', evening)
    await reportOpened(shown, 'swiped', new Date('2026-11-26T23:00:01Z'))
    expect(await reported()).toEqual([{ opened_at, how: 'tapped' }])
    expect((await items()).some(({ path }) => path.startsWith('/api/snoozes/'))).toBe(true)
  })

  it('is told of one that went away only where the browser says that somebody did it', async () => {
    noNetwork()
    await closed(phone(1).worker, shown, evening)
    expect(await items()).toEqual([])
    await closed(phone(1, 'Android').worker, shown, evening)
    expect(await reported()).toEqual([{ opened_at, how: 'swiped' }])
  })

  it('opens the page though nothing can be written', async () => {
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => { throw new DOMException('disk full', 'QuotaExceededError') })
    const { seen, worker } = phone()
    await tapped(worker, shown, evening)
    expect(seen).toContain('focus')
  })

  it('is nobody’s business on a phone that is signed out, nor of a message without a delivery', async () => {
    noNetwork()
    await reportOpened(about({ navigate: '/' }), 'tapped', evening)
    await wipe()
    await reportOpened(shown, 'tapped', evening)
    expect(await items()).toEqual([])
  })
})

describe('a button on a notification', () => {
  const about = { navigate: 'https://daymark.example/check-in/c1', until: '2026-11-27T06:00:00Z' }
  const tapped = (seen: unknown[], data: unknown = about) => ({ close: () => void seen.push('closed'), data }) as unknown as Notification

  it('asks for it once more, and that waits for the network like all that is said', async () => {
    noNetwork()
    const seen: unknown[] = []
    await answer(tapped(seen), 'hour', evening)
    expect(seen).toEqual(['closed'])
    const [item] = await items()
    expect(item).toMatchObject({ path: `/api/snoozes/${item?.id}`, body: { subject: 'c1', due_at: '2026-11-27T00:00:00.000Z' }, state: 'waiting' })
  })

  it('does nothing when it is too late for that, or on a phone that is signed out', async () => {
    await answer(tapped([]), 'hour', new Date('2026-11-27T05:30:00Z'))
    await wipe()
    await answer(tapped([]), 'hour', evening)
    expect(await items()).toEqual([])
  })

  it('that says it was taken is shown by the pages at once, and waits for the network', async () => {
    noNetwork()
    await answer(tapped([], { navigate: 'https://daymark.example/medication', until: '2026-11-27T01:00:00Z', dose: '2026-11-26T18:00' }), 'taken', evening)
    const [item] = await items()
    const said = { medication: null, original_start: '2026-11-26T18:00', word: 'taken', later_at: null, said_at: evening.toISOString() }
    expect(item).toMatchObject({ path: `/api/doses/${item?.id}`, body: said })
    expect((await kept('said'))?.doses).toEqual([{ ...said, item: item?.id }])
  })
})

describe('a subscription that the browser has dropped', () => {
  const key = 'BAQE'

  it('is made again and told to the server, and the pages hear of it', async () => {
    await keep('reminders', { on: true, id: 's1' })
    const told: unknown[] = []
    vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
      if (path === '/api/push') return Response.json({ vapid_key: key, subscription: { id: 's1', endpoint_hash: 'h1' } })
      told.push(JSON.parse(String(body)))
      return Response.json({ id: path.split('/').at(-1) })
    })
    const { seen, worker } = phone()
    await subscriptionChanged(worker, 'granted')
    expect(told).toEqual([{ endpoint: again.endpoint, p256dh: 'p', auth: 'a', vapid_key: key }])
    expect(seen).toEqual([{ type: 'subscription' }])
  })

  it('is told to the pages even when nothing can be done now', async () => {
    noNetwork()
    const { seen, worker } = phone()
    await subscriptionChanged(worker, 'granted')
    expect(seen).toEqual([{ type: 'subscription' }])
  })
})

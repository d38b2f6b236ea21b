import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, Offline } from './api'
import { draft, keep, keepDraft, wipe, write } from './db'
import type { Item } from './outbox'
import { discard, flush, itemOf, items, onChange, pending, put, retry, waitFor } from './outbox'

const evening = new Date('2026-11-26T23:00:00Z')
const minute = (n: number) => new Date(evening.getTime() + n * 60_000)

/** Web Locks as the browser has them, one queue for all tabs. */
class Locks {
  private last: Promise<unknown> = Promise.resolve()
  request<Result>(_name: string, work: () => Promise<Result>): Promise<Result> {
    const mine = this.last.then(work)
    this.last = mine.catch(() => undefined)
    return mine
  }
}

beforeEach(async () => {
  vi.stubGlobal('navigator', { locks: new Locks() })
  await wipe()
})
afterEach(() => void vi.unstubAllGlobals())

/** A server that keeps what it gets by id, as ours does, and answers a replay with the first result. */
class Server {
  readonly rows = new Map<string, unknown>()
  readonly asked: string[] = []
  private readonly troubles = new Map<string, Error | 'lose the answer'>()

  meets(item: Item, trouble: Error | 'lose the answer'): void {
    this.troubles.set(item.path, trouble)
  }

  recovers(): void {
    this.troubles.clear()
  }

  send = async (path: string, body: unknown): Promise<unknown> => {
    this.asked.push(path)
    const trouble = this.troubles.get(path)
    if (trouble instanceof Error) throw trouble
    const id = path.split('/').at(-1) ?? ''
    this.rows.set(id, this.rows.get(id) ?? body)
    if (trouble) throw new Offline()
    return { id }
  }
}

async function say(body: unknown, at: Date = evening): Promise<Item> {
  const { id } = itemOf('', body, at)
  const item = itemOf(`/api/answers/${id}`, body, at, id)
  await write(['outbox'], (tx) => put(tx, item))
  return item
}

const ids = async (): Promise<string[]> => (await items()).map((item) => item.id)

it('Sam’s answer and the end of its draft are one write', async () => {
  await keepDraft('evening', { craving: 6 })
  const item = itemOf('/api/answers/1', { craving: 6 }, evening)

  await write(['outbox', 'drafts'], async (tx) => {
    await put(tx, item)
    await tx.objectStore('drafts').delete('evening')
  })

  expect(await items()).toEqual([item])
  expect(await draft('evening')).toBeUndefined()
})

it('answers go out in the order they were given, and leave when the server names them', async () => {
  const server = new Server()
  const second = await say({ craving: 7 }, minute(2))
  const first = await say({ craving: 6 }, minute(1))

  expect(await flush(server.send)).toEqual({ end: 'empty' })

  expect(server.asked).toEqual([first.path, second.path])
  expect(await items()).toEqual([])
})

it('what is changed of a time of one’s own waits for that, though the phone’s clock was set back between them', async () => {
  const server = new Server()
  const made = await say({ commitment: null, title: 'Diner' }, minute(2))
  const changed = await say({ commitment: made.id, title: 'Night shift' }, minute(1))
  server.meets(made, new ApiError(429, 'Later, please.'))
  await flush(server.send)
  expect(server.asked).toEqual([made.path])
  server.recovers()
  await flush(server.send)
  expect(server.asked.slice(1)).toEqual([made.path, changed.path])
})

describe('a lost answer of the server', () => {
  it('keeps the item, and the replay counts once', async () => {
    const server = new Server()
    const item = await say({ craving: 6 })
    server.meets(item, 'lose the answer')

    expect(await flush(server.send)).toMatchObject({ end: 'later' })
    expect(await ids()).toEqual([item.id])

    server.recovers()
    await flush(server.send)
    expect(await items()).toEqual([])
    expect([...server.rows]).toEqual([[item.id, { craving: 6 }]])
  })

  it('is not taken from somebody else: a 200 that does not name the id leaves the item waiting', async () => {
    const item = await say({ craving: 6 })
    expect(await flush(async () => ({ welcome: 'to the hotel' }))).toMatchObject({ end: 'later' })
    expect(await items()).toEqual([{ ...item, tries: 1 }])
  })
})

it('two tabs that flush at once send each answer once', async () => {
  const server = new Server()
  const [first, second] = [await say({ craving: 6 }, minute(1)), await say({ craving: 7 }, minute(2))]

  await Promise.all([flush(server.send), flush(server.send)])

  expect(server.asked).toEqual([first.path, second.path])
})

describe('a refused answer', () => {
  const refusal = new ApiError(422, 'This check-in takes numbers from 0 to 10.', 'craving')

  it('is let go where there is nothing left to say, as of a session that was cancelled', async () => {
    const [server, needless] = [new Server(), await say(1)]
    server.meets(needless, new ApiError(422, 'This session was cancelled.', 'occurrence', undefined, 'needless'))
    expect(await flush(server.send)).toEqual({ end: 'empty' })
    expect(await items()).toEqual([])
  })

  it('is parked with the server’s sentence and does not hold up the next one', async () => {
    const server = new Server()
    const refused = await say({ craving: 60 }, minute(1))
    await say({ craving: 7 }, minute(2))
    server.meets(refused, refusal)

    expect(await flush(server.send)).toEqual({ end: 'empty' })

    expect(await items()).toEqual([{ ...refused, tries: 1, state: 'parked', problem: refusal.message }])
    expect(await pending()).toEqual({ waiting: 0, parked: 1 })
  })

  it('is not sent again until Sam says so', async () => {
    const server = new Server()
    const refused = await say({ craving: 60 })
    server.meets(refused, refusal)
    await flush(server.send)
    await flush(server.send)
    expect(server.asked).toHaveLength(1)

    server.recovers()
    await retry((await items())[0] ?? refused)
    await flush(server.send)
    expect(await items()).toEqual([])
  })

  it('goes when Sam lets it go', async () => {
    const refused = await say({ craving: 60 })
    await discard(refused.id)
    expect(await items()).toEqual([])
  })
})

describe('when it cannot be sent now', () => {
  it('a phone that is signed out keeps everything and stops', async () => {
    const server = new Server()
    const first = await say({ craving: 6 }, minute(1))
    const second = await say({ craving: 7 }, minute(2))
    server.meets(first, new ApiError(401, 'Please sign in again.'))

    expect(await flush(server.send)).toEqual({ end: 'signed-out' })

    expect(server.asked).toEqual([first.path])
    expect(await items()).toEqual([first, second])
  })

  it.each([
    ['no network', new Offline()],
    ['a proxy without a server', new Offline(502)],
    ['a server in trouble', new ApiError(500, 'That did not work.')],
    ['a server that is slow', new ApiError(408, 'That took too long.')],
    ['a server that asks to wait', new ApiError(429, 'Too many at once.')],
  ])('%s stops the flush until later', async (_name, trouble) => {
    const server = new Server()
    const first = await say({ craving: 6 }, minute(1))
    await say({ craving: 7 }, minute(2))
    server.meets(first, trouble)

    expect(await flush(server.send)).toMatchObject({ end: 'later' })
    expect(server.asked).toEqual([first.path])
    expect(await pending()).toEqual({ waiting: 2, parked: 0 })
  })

  it('a 413 of some proxy leaves the item waiting and lets the next one through', async () => {
    const server = new Server()
    const first = await say({ craving: 6 }, minute(1))
    await say({ craving: 7 }, minute(2))
    server.meets(first, new Offline(413))

    expect(await flush(server.send)).toMatchObject({ end: 'later' })
    expect(await items()).toEqual([{ ...first, tries: 1 }])
  })

  it('the next try is never sooner than the server asked', async () => {
    const server = new Server()
    server.meets(await say({ craving: 6 }), new ApiError(429, 'Too many at once.', undefined, 90_000))
    expect(await flush(server.send)).toEqual({ end: 'later', after: 90_000 })
  })
})

describe('when somebody else joins on this phone meanwhile', () => {
  const joining = { id: 'd-ana', body: { code: 'C', called: null, zone: 'UTC', language: 'en' }, drop: true } as const

  it('no further answer of Sam’s goes out', async () => {
    const first = await say({ craving: 6 }, minute(1))
    const second = await say({ craving: 7 }, minute(2))
    const asked: string[] = []
    const end = await flush(async (path) => {
      asked.push(path)
      await keep('joining', joining)
      return { id: first.id }
    })
    expect(end).toEqual({ end: 'joining' })
    expect(asked).toEqual([first.path])
    expect(await ids()).toEqual([second.id])
  })

  it.each([
    ['the network is lost', new Offline()],
    ['the server refuses it', new ApiError(422, 'This check-in takes numbers from 0 to 10.')],
  ])('an answer that was on its way does not come back when %s', async (_name, trouble) => {
    await say({ craving: 6 })
    await flush(async () => {
      await wipe()
      throw trouble
    })
    expect(await items()).toEqual([])
  })
})

it.each([
  [0, 0, 1_000], // the first wait is at least a second
  [0, 1, 2_000],
  [3, 1, 16_000],
  [40, 1, 900_000], // never more than a quarter of an hour
])('after %i tries, with chance %i, waits %i ms', (tries, chance, ms) => expect(waitFor(tries, undefined, chance)).toBe(ms))

it('another tab hears that something waits', async () => {
  const heard = new Promise<void>((resolve) => {
    const stop = onChange(() => resolve(stop()))
  })
  await say({ craving: 6 })
  await heard
  expect(await pending()).toEqual({ waiting: 1, parked: 0 })
})

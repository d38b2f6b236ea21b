/**
 * What the person said, on its way to the server.
 *
 * 1. `put` stores it in the same transaction as what the page changes. From then on the phone may call it saved.
 * 2. `flush` sends the waiting items in the order they were made, one flush at a time over all tabs and the worker.
 *    A correction never goes before what it corrects, though the phone's clock was set back or a proxy held that up.
 * 3. An item leaves only when the server names its id. A refused one is parked and never holds up those behind it.
 * 4. While a join is unanswered nothing is sent: it might go out in somebody else's name.
 */
import { v7 as uuid } from 'uuid'
import { ApiError, Offline } from './api'
import type { Item } from './db'
import { kept, read, write } from './db'

export type { Item } from './db'

/** Resolves with the JSON of a 2xx; throws `ApiError` or `Offline`. */
export type Send = (path: string, body: unknown) => Promise<unknown>

/** How a flush ended; `after` in milliseconds. */
export type Outcome = { end: 'empty' } | { end: 'signed-out' } | { end: 'joining' } | { end: 'later'; after: number }

export interface Pending {
  waiting: number
  parked: number
}

/** `id` is given only when what is said already has one. */
export const itemOf = (path: string, body: unknown, now: Date, id: string = uuid()): Item => ({
  id,
  path,
  body,
  made_at: now.toISOString(),
  tries: 0,
  state: 'waiting',
  version: 1,
})

/** Any transaction that writes to the outbox, alone or with other stores. */
export interface Posting {
  objectStore(name: 'outbox'): { put(item: Item): Promise<unknown> }
  readonly done: Promise<void>
}

/** Adds to the caller's transaction; other tabs hear of it once that is through. */
export async function put(tx: Posting, item: Item): Promise<void> {
  tx.done.then(announce, () => undefined)
  await tx.objectStore('outbox').put(item)
}

export const items = (): Promise<Item[]> => read(['outbox'], (tx) => tx.objectStore('outbox').index('made_at').getAll())

/** False for what the phone reports by itself: that is not the person's, so it is not shown and not asked about. */
export const isSaid = ({ path }: Item): boolean => !/^\/api\/(deliveries|opened|looks)\//.test(path)

/** Of what the person said. */
export const pending = async (): Promise<Pending> => countOf((await items()).filter(isSaid))

export function countOf(found: readonly Item[]): Pending {
  const parked = found.filter(({ state }) => state === 'parked').length
  return { waiting: found.length - parked, parked }
}

/** Takes an item out without sending it. */
export const discard = (id: string): Promise<void> => change((box) => box.delete(id))

/** Lets a parked item wait again. */
export const retry = ({ id }: Item): Promise<void> => update(id, () => ({ state: 'waiting' }))

/** Sends what waits. Never throws for what the network or the server did. */
export const flush = (send: Send, chance: () => number = Math.random): Promise<Outcome> => alone(() => sendAll(send, chance))

const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
  // Without Web Locks two tabs may send the same item; the server counts it once.
  navigator.locks ? navigator.locks.request('daymark-outbox', work) : work()

async function sendAll(send: Send, chance: () => number): Promise<Outcome> {
  const seen = new Set<string>()
  let later: Outcome | undefined
  for (let item = await next(seen); item; item = await next(seen)) {
    // Asked for each item: a join may begin while the one before is on its way.
    if (await kept('joining')) return { end: 'joining' }
    seen.add(item.id)
    const fate = await sendOne(item, send)
    if (fate === 'signed-out') return { end: 'signed-out' }
    if (fate === 'done') continue
    later = { end: 'later', after: waitFor(item.tries, fate.retryAfter, chance()) }
    if (fate.stop) return later
  }
  return later ?? { end: 'empty' }
}

async function next(seen: ReadonlySet<string>): Promise<Item | undefined> {
  const waiting = (await items()).filter(({ state }) => state === 'waiting')
  return waiting.find((item) => !seen.has(item.id) && !waiting.some(({ id }) => id === corrected(item)))
}

/** What it is about, where that was said by another item: an answer, a time of one's own, a medication. */
function corrected({ body }: Item): unknown {
  const { revises, commitment, medication } = (body ?? {}) as { revises?: unknown; commitment?: unknown; medication?: unknown }
  return revises ?? commitment ?? medication
}

type Fate = 'done' | 'signed-out' | { stop: boolean; retryAfter: number | undefined }

async function sendOne(item: Item, send: Send): Promise<Fate> {
  try {
    const answer = await send(item.path, item.body)
    if (names(answer, item.names ?? item.id)) return await done(discard(item.id))
    return await postponed(item, false)
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof Offline)) throw error
    return afterFailure(item, error)
  }
}

async function afterFailure(item: Item, error: ApiError | Offline): Promise<Fate> {
  if (error instanceof ApiError && error.status === 401) return 'signed-out'
  if (error instanceof ApiError && isRefusal(error.status)) return done(isSaid(item) && !isNeedless(error) ? park(item, error) : discard(item.id))
  // A 4xx that is not our server's may concern this one item only, so those behind it get their turn.
  const stop = error.status === undefined || !isRefusal(error.status)
  return postponed(item, stop, error.retryAfter)
}

/** 408, 425 and 429 say "later", not "no"; 401 is about the sign-in. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)

/** Nothing is lost: it was about what is no more, as a session that was cancelled, and the next home says so. */
const isNeedless = ({ reason }: ApiError): boolean => reason === 'needless'

const names = (answer: unknown, id: string): boolean =>
  typeof answer === 'object' && answer !== null && (answer as { id?: unknown }).id === id

const done = async (change: Promise<void>): Promise<'done'> => change.then(() => 'done')

const park = ({ id }: Item, { message: problem, reason }: ApiError): Promise<void> =>
  update(id, ({ tries }) => ({ tries: tries + 1, state: 'parked', problem, ...(reason ? { reason } : {}) }))

async function postponed(item: Item, stop: boolean, retryAfter?: number): Promise<Fate> {
  await update(item.id, ({ tries }) => ({ tries: tries + 1 }))
  return { stop, retryAfter }
}

/** Milliseconds: doubling from 2 s to 15 min, somewhere in its upper half; never sooner than the server asked. */
export function waitFor(tries: number, retryAfter: number | undefined, chance: number): number {
  const full = Math.min(2_000 * 2 ** tries, 15 * 60_000)
  return Math.max(full * (0.5 + chance / 2), retryAfter ?? 0)
}

/** Only what is still there: while it was on its way the phone may have changed hands, and it must not come back. */
const update = (id: string, differs: (item: Item) => Partial<Item>): Promise<void> =>
  change(async (box) => {
    const item = await box.get(id)
    if (item) await box.put({ ...item, ...differs(item) })
  })

async function change(work: (box: Box) => Promise<unknown>): Promise<void> {
  await write(['outbox'], (tx) => work(tx.objectStore('outbox')))
  announce()
}

type Box = { get(id: string): Promise<Item | undefined>; put(item: Item): Promise<unknown>; delete(id: string): Promise<unknown> }

const channel = 'daymark-outbox'

/** Tells every tab that the outbox has changed. */
export function announce(): void {
  const here = new BroadcastChannel(channel)
  here.postMessage('changed')
  here.close()
}

/** Calls back after every change, made in any tab or in the worker. Returns how to stop. */
export function onChange(heard: () => void): () => void {
  const here = new BroadcastChannel(channel)
  here.onmessage = heard
  return () => here.close()
}

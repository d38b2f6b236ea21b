/**
 * Long walks of chance over one outbox: answers and corrections, a network and a server of every kind, two tabs, a full
 * phone, a lost database. Each walk has a number that leads the same way again.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiError, Offline } from './api'
import { wipe } from './db'
import { loadHome, said } from './home'
import { flush, items } from './outbox'
import { sayAnswer } from './say'

const WALKS = Array.from({ length: 60 }, (_, walk) => walk + 1)
const STEPS = 40
const evening = Date.parse('2026-11-26T23:00:00Z')

/** Mulberry32: numbers in [0, 1), the same ones for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Body = { revises: string | null }

/** Keeps each answer once, as ours does: a replay gets the first result, a second correction is refused. */
class Server {
  readonly rows = new Map<string, Body>()
  constructor(private readonly chance: () => number) {}

  send = async (path: string, body: unknown): Promise<unknown> => {
    const fate = this.chance()
    if (fate < 0.1) throw new Offline()
    if (fate < 0.15) throw new Offline(413)
    if (fate < 0.2) throw new ApiError(503, 'Please wait a moment.', undefined, 1_000)
    if (fate < 0.25) return { welcome: 'to the hotel' }
    if (fate < 0.3) throw new ApiError(401, 'Please sign in again.')
    await Promise.resolve()
    const id = path.split('/').at(-1) ?? ''
    this.keep(id, body as Body)
    if (fate < 0.45) throw new Offline()
    return { id }
  }

  private keep(id: string, body: Body): void {
    if (this.rows.has(id)) return
    if (body.revises && !this.rows.has(body.revises)) throw new ApiError(404, 'There is nothing here for you.')
    if ([...this.rows.values()].some(({ revises }) => revises !== null && revises === body.revises)) {
      throw new ApiError(409, 'This answer was corrected already.')
    }
    this.rows.set(id, body)
  }
}

beforeEach(async () => {
  vi.stubGlobal('navigator', {}) // no Web Locks: tabs get into each other's way
  await wipe()
  await loadHome()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What the next transaction meets: no room, a connection that is closed, or one that is lost in the middle. */
function trouble(chance: () => number): void {
  const kind = Math.floor(chance() * 3)
  const begin = IDBDatabase.prototype.transaction
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (this: IDBDatabase, ...given) {
    if (kind === 0) throw new DOMException('no room', 'QuotaExceededError')
    if (kind === 1) this.close()
    const tx = begin.apply(this, given)
    if (kind === 2) queueMicrotask(() => tx.abort())
    return tx
  })
}

class Walk {
  readonly said: string[] = []
  private readonly corrected = new Set<string>()
  private clock = evening
  constructor(
    private readonly chance: () => number,
    readonly server: Server,
  ) {}

  async step(): Promise<void> {
    const way = this.chance()
    this.clock += (this.chance() - 0.3) * 3_600_000 // now and then the clock is set back
    if (way < 0.1) trouble(this.chance)
    if (way < 0.45) await this.say(null)
    else if (way < 0.65) await this.say(this.correctable())
    else if (way < 0.85) await flush(this.server.send).catch(() => undefined)
    else await Promise.allSettled([flush(this.server.send), flush(this.server.send)])
  }

  private async say(revises: string | null): Promise<void> {
    const now = new Date(this.clock)
    const answer = { check_in: null, instrument: 'daily', version: '1', language: 'en', answered_at: now.toISOString(), items: [], revises } as const
    const id = await sayAnswer(answer, 'draft', now).catch(() => undefined)
    if (!id) return
    this.said.push(id)
    if (revises) this.corrected.add(revises)
  }

  private correctable(): string | null {
    const left = this.said.filter((id) => !this.corrected.has(id))
    return left[Math.floor(this.chance() * left.length)] ?? null
  }

  /** What was called saved is on the phone or on the server, and what the phone let go is on the server. */
  async check(): Promise<void> {
    const here = (await items()).map(({ id }) => id)
    expect(here).toEqual([...new Set(here)])
    for (const id of this.said) expect(here.includes(id) || this.server.rows.has(id), id).toBe(true)
    expect([...this.server.rows.keys(), ...here].filter((id) => !this.said.includes(id))).toEqual([])
    expect(said.value.answers.map(({ id }) => id)).toEqual(this.said)
  }
}

it.each(WALKS)('walk %i loses nothing, and in the end the server has each answer once', async (seed) => {
  const walk = new Walk(chanceOf(seed), new Server(chanceOf(-seed)))
  for (let step = 0; step < STEPS; step += 1) {
    await walk.step()
    await walk.check()
  }
  vi.restoreAllMocks()
  for (let left = await items(); left.some(({ state }) => state === 'waiting'); left = await items()) await flush(walk.server.send)
  expect(await items()).toEqual([])
  expect([...walk.server.rows.keys()].sort()).toEqual([...walk.said].sort())
})

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, Offline } from './api'
import { draft, keep, keepDraft, kept, wipe, write } from './db'
import { device } from './home'
import { DRAFT, giveUp, join, lookAt, SomebodyElses } from './joining'
import { flush, itemOf, items, put } from './outbox'
import { revoked, signedOut } from './post'

const evening = new Date('2026-11-26T23:00:00Z')
const sams = { code: 'ABCD-EFGH-JKMN-PQRS', called: 'Sam', zone: 'America/Chicago', language: 'es' } as const
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/

/** A server that lets a code's person in with the first device that shows it, and with that one again. */
class Server {
  readonly devices: string[] = []
  readonly asked: string[] = []
  private usedBy: string | undefined
  loses: 'the request' | 'the answer' | 'who it is' | undefined

  constructor(private readonly person: string) {
    vi.stubGlobal('fetch', async (path: string) => this.answer(path))
  }

  private answer(path: string): Response {
    this.asked.push(path)
    if (path === '/api/me') return this.me()
    const id = path.split('/')[3] ?? ''
    if (this.loses === 'the request') throw new TypeError('Failed to fetch')
    if (path.startsWith('/api/devices/')) return this.join(id)
    return Response.json({ id })
  }

  private join(id: string): Response {
    if (this.usedBy !== undefined && this.usedBy !== id) return Response.json({ error: 'This invite was used already.', field: 'code' }, { status: 410 })
    this.usedBy = id
    this.devices.push(id)
    if (this.loses === 'the answer') throw new TypeError('Failed to fetch')
    return Response.json({ id, role: 'participant' })
  }

  private me(): Response {
    if (this.loses) throw new TypeError('Failed to fetch')
    return this.usedBy === undefined ? Response.json({ error: 'You are signed out.' }, { status: 401 }) : Response.json({ id: this.person, role: 'participant' })
  }
}

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  device.value = undefined
})
afterEach(() => void vi.unstubAllGlobals())

/** What Ana, who was signed in here before, could not send. */
async function anasAnswer(): Promise<void> {
  await keep('device', { id: 'd-ana', role: 'participant', person: 'ana' })
  await keepDraft('evening', { craving: 6 })
  await write(['outbox'], (tx) => put(tx, itemOf('/api/answers/1', { craving: 6 }, evening, '1')))
}

it('Sam has joined: the phone is his, in his language, and the draft of the join is gone', async () => {
  new Server('sam')
  await keepDraft(DRAFT, sams)
  signedOut.value = revoked.value = true

  await join(sams, false)

  expect(device.value).toEqual({ id: expect.stringMatching(uuid7), role: 'participant', person: 'sam' })
  expect(await kept('settings')).toEqual({ language: 'es' })
  expect(await kept('joining')).toBeUndefined()
  expect(await draft(DRAFT)).toBeUndefined()
  // Or the phone would be emptied again as one that somebody has signed out.
  expect([signedOut.value, revoked.value]).toEqual([false, false])
})

it('the code goes in a header, never into an address', async () => {
  const seen: unknown[] = []
  vi.stubGlobal('fetch', async (path: string, { headers }: RequestInit) => {
    seen.push(path, headers)
    return Response.json({ role: 'participant' })
  })
  await lookAt(sams.code)
  expect(seen).toEqual(['/api/invite', { 'Daymark-Code': sams.code }])
})

describe.each(['the request', 'the answer', 'who it is'] as const)('when %s is lost on the way', (lost) => {
  it('joining again is the same device', async () => {
    const server = new Server('sam')
    server.loses = lost
    await expect(join(sams, false)).rejects.toBeInstanceOf(Offline)
    const { id } = (await kept('joining')) ?? { id: 'none' }

    server.loses = undefined
    await join({ ...sams, called: 'Sammy' }, false)

    expect(new Set(server.devices)).toEqual(new Set([id]))
    expect(device.value?.id).toBe(id)
  })

  it('nothing of the phone is sent until it is clear whose it is', async () => {
    await anasAnswer()
    const server = new Server('sam')
    server.loses = lost
    await join(sams, false).catch(() => undefined)

    expect(await flush(() => Promise.reject(new Error('sent')))).toEqual({ end: 'joining' })
    expect(await items()).toHaveLength(1)
  })
})

it('a refused code changes nothing, and the next one is another join', async () => {
  await anasAnswer()
  const server = new Server('sam')
  await join(sams, true)
  await wipe()
  await anasAnswer()

  await expect(join({ ...sams, code: 'USED' }, false)).rejects.toMatchObject({ status: 410, field: 'code' } satisfies Partial<ApiError>)

  expect(await kept('joining')).toBeUndefined()
  expect(await kept('device')).toMatchObject({ person: 'ana' })
  await vi.waitFor(() => expect(server.asked).toContain('/api/answers/1'))
})

describe('when somebody was signed in here before', () => {
  it('the same person keeps everything, and it is sent', async () => {
    await anasAnswer()
    const server = new Server('ana')
    await join(sams, false)
    await vi.waitFor(() => expect(server.asked).toContain('/api/answers/1'))
    expect(await draft('evening')).toEqual({ craving: 6 })
  })

  it('another person gets nothing of it, and it is not lost without a word', async () => {
    await anasAnswer()
    new Server('sam')
    await expect(join(sams, false)).rejects.toEqual(new SomebodyElses(1))
    expect(await items()).toHaveLength(1)
    expect(await kept('device')).toMatchObject({ person: 'ana' })
    expect(await flush(() => Promise.reject(new Error('sent')))).toEqual({ end: 'joining' })
  })

  it('it goes when the person says so', async () => {
    await anasAnswer()
    new Server('sam')
    await join(sams, true)
    expect(await items()).toEqual([])
    expect(await draft('evening')).toBeUndefined()
    expect(device.value?.person).toBe('sam')
  })
})

describe('a join that is given up', () => {
  it('leaves the phone to who is signed in', async () => {
    await anasAnswer()
    await keep('joining', { id: 'd-sam', body: sams, drop: false })
    vi.stubGlobal('fetch', async (path: string) => Response.json(path === '/api/me' ? { id: 'ana' } : { id: '1' }))

    expect(await giveUp()).toBe('given up')
    expect(await items()).toEqual([])
  })

  it('is none when the server has taken it', async () => {
    await anasAnswer()
    await keep('joining', { id: 'd-sam', body: sams, drop: false })
    vi.stubGlobal('fetch', async () => Response.json({ id: 'sam' }))

    expect(await giveUp()).toBe('theirs')
    expect(await kept('joining')).toBeDefined()
  })
})

import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Home } from '../shared/wire'
import { draft, keep, kept, keepDraft, wipe } from './db'
import { loadHome, said } from './home'
import { items } from './outbox'
import { AlreadySaid, ChangedHands, letGo, sayAgreed, sayAnswer, sayCallRequest, sayCommitment, sayProfile, sayReply } from './say'

const evening = new Date('2026-11-26T23:00:00Z')

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  await wipe()
  await loadHome()
})

it('what Sam lets go is no longer shown as said, and the rest stays', async () => {
  await sayProfile({ called: 'Sammy', zone: 'America/Chicago', language: 'en' }, evening)
  await sayAgreed('v1', evening)
  const agreement = (await items()).find(({ id }) => id === 'v1')

  if (agreement) await letGo(agreement)

  expect(said.value.agreed).toEqual([])
  expect(said.value.profile?.called).toBe('Sammy')
  expect(await kept('said')).toEqual(said.value)
  expect(await items()).toMatchObject([{ body: { called: 'Sammy' } }])
})

it('a name that the server refused is the old one again', async () => {
  await sayProfile({ called: 'Sammy', zone: 'America/Chicago', language: 'en' }, evening)
  const [item] = await items()
  if (item) await letGo(item)
  expect(said.value.profile).toBeUndefined()
})

it('a number that waits to be sent is still shown after the language has changed, and is said once', async () => {
  await sayProfile({ called: 'Sam', zone: 'America/New_York', language: 'en', phone: '555 0134' }, evening)
  await sayProfile({ called: 'Sam', zone: 'America/New_York', language: 'es' }, evening)
  expect(said.value.profile).toMatchObject({ language: 'es', phone: '555 0134' })
  expect((await items()).map(({ body }) => body)).toMatchObject([{ phone: '555 0134' }, { language: 'es' }])
  expect((await items())[1]?.body).not.toHaveProperty('phone')
})

const answer = { check_in: 'c1', instrument: 'daily', version: '1', language: 'en', answered_at: evening.toISOString(), items: [], revises: null } as const

/** The next write is on the disk, and the connection is lost before the page hears so: it runs once more. */
function losesTheConfirmation() {
  const begin = IDBDatabase.prototype.transaction
  return vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (this: IDBDatabase, ...given) {
    const tx = begin.apply(this, given)
    const listen = tx.addEventListener.bind(tx)
    let lost: EventListener | undefined
    tx.addEventListener = (type: string, heard: EventListener) => {
      listen(type, type === 'complete' ? () => lost?.(new Event('abort')) : heard)
      if (type !== 'abort') return
      lost = heard
      tx.addEventListener = listen
    }
    return tx
  })
}

it('an answer is one, though its write ran twice', async () => {
  const writes = losesTheConfirmation()
  const id = await sayAnswer(answer, 'evening', evening)
  expect(writes).toHaveBeenCalledTimes(2)
  expect(said.value.answers.map((one) => one.id)).toEqual([id])
  expect(await items()).toHaveLength(1)
})

it('a page of Sam’s says nothing in the name of Ana, who has joined in another tab', async () => {
  await keep('device', { id: 'd-ana', role: 'participant', person: 'ana' })
  await expect(sayAnswer(answer, 'evening', evening)).rejects.toBeInstanceOf(ChangedHands)
  expect(await items()).toEqual([])
})

describe('a check-in that was answered in another tab', () => {
  const home = (answers: object[]) => ({ body: { answers } as unknown as Home, etag: undefined, read_at: evening.toISOString() })
  const other = { id: 'a1', check_in: 'c1', instrument: 'daily' }

  it.each([
    ['waits there to be sent', () => sayAnswer(answer, 'other tab', evening)],
    ['was sent there, and told back', () => keep('home', home([other]))],
  ])('which %s, is not answered once more: nothing changes', async (_where, say) => {
    await say()
    const before = [await items(), await kept('said')]
    await keepDraft('evening', { craving: 6 })
    await expect(sayAnswer(answer, 'evening', evening, { behind: [{ key: 'full', onto: () => ({}) }] })).rejects.toBeInstanceOf(AlreadySaid)
    expect([await items(), await kept('said')]).toEqual(before)
    expect(await draft('evening')).toEqual({ craving: 6 })
    expect(await draft('full')).toBeUndefined()
  })

  it.each([
    ['a correction', { revises: 'a1' }],
    ['the form that it opened', { instrument: 'phq-9' }],
    ['another check-in', { check_in: 'c2' }],
    ['what nobody asked for', { check_in: null }],
  ])('keeps nobody from %s', async (_what, about) => {
    await keep('home', home([other, { ...other, id: 'a2', check_in: null }]))
    await sayAnswer({ ...answer, ...about }, 'evening', evening)
    expect(await items()).toHaveLength(1)
  })
})

it('a short form and the drafts of the full ones behind it are kept together, upon what lies there', async () => {
  await keepDraft('short', {})
  await keepDraft('full', { rest: 2 })
  const onto = (there: unknown) => ({ ...(there as object), first: 1 })
  await sayAnswer(answer, 'short', evening, { behind: [{ key: 'full', onto }, { key: 'none', onto: (there) => there }] })
  expect(await draft('short')).toBeUndefined()
  expect(await draft('full')).toEqual({ first: 1, rest: 2 })
  expect(await draft('none')).toBeUndefined()
})

it('a worrying answer and a call that was asked for are marked as what somebody should see', async () => {
  await sayAnswer(answer, 'one', evening)
  await sayAnswer({ ...answer, check_in: 'c2' }, 'other', evening, { worrying: true })
  const call = await sayCallRequest({ rule: 'safety', asked_at: evening.toISOString() }, evening)
  expect((await items()).map(({ worrying }) => worrying)).toEqual([undefined, true, true])
  expect((await items())[2]).toMatchObject({ id: call, path: `/api/call-requests/${call}` })
})

const reply = { occurrence: 's1', starts_at: evening.toISOString(), kind: 'cant_come', hindrance: 'transport', help: true, note: null, said_at: evening.toISOString() } as const

it('of one session the latest word counts, and each goes to the server', async () => {
  await sayReply(reply, evening)
  await sayReply({ ...reply, kind: 'coming', hindrance: null, help: false }, evening)
  expect(said.value.replies).toMatchObject([{ occurrence: 's1', kind: 'coming' }])
  expect((await items()).map(({ body }) => body)).toMatchObject([{ kind: 'cant_come' }, { kind: 'coming' }])
})

const work = { commitment: null, removed: false, kind: 'work', title: null, rule: 'FREQ=WEEKLY;BYDAY=MO', first_day: '2026-11-23', wall_time: '17:00', minutes: 240, zone: 'America/New_York', until: null, shared: false } as const

it('a time of one’s own keeps the id it was made with, whatever is said of it later', async () => {
  await sayCommitment(work, evening)
  const made = said.value.commitments?.[0]?.id ?? ''
  await sayCommitment({ ...work, commitment: made, removed: true }, evening)
  expect(said.value.commitments).toMatchObject([{ id: made, removed: true }])
  expect((await items()).map(({ id, body }) => [id === made, (body as { commitment: unknown }).commitment])).toEqual([[true, null], [false, made]])
})

it('a refused time of one’s own is let go', async () => {
  await sayCommitment(work, evening)
  const [item] = await items()
  if (item) await letGo(item)
  expect(said.value.commitments).toBeUndefined()
})

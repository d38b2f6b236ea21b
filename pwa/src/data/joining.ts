/**
 * Somebody becomes the one who is signed in on this phone.
 *
 * 1. The join is kept, with the device's id, before it is asked for: a lost answer is asked for again with the same id.
 * 2. While it is kept the outbox waits.
 * 3. The phone changes hands in one transaction, once the server has said who has joined.
 */
import { v7 as uuid } from 'uuid'
import type { DeviceIn, InviteOut, JoinedOut, Me } from '../shared/wire'
import { ApiError, getFresh, put } from './api'
import type { Joining } from './db'
import { clear, keep, kept, unkeep, write } from './db'
import { loadHome } from './home'
import { isSaid } from './outbox'
import { post, postQuietly, revoked, signedOut } from './post'
import { forgetBrowserSubscription } from './subscription'
import { tellTabs } from './tabs'

/** Who invites. ApiError 422 mistyped, 404 unknown, 410 over, used or replaced, 429 too many tries. */
export const lookAt = (code: string): Promise<InviteOut> => getFresh<InviteOut>('/api/invite', { 'Daymark-Code': code })

/** The phone holds what another person said and could not send. */
export class SomebodyElses extends Error {
  constructor(readonly count: number) {
    super('unsent of another person')
  }
}

/**
 * Joins, and makes this phone the person's. `drop`: what another person left unsent here goes, as the person agreed to;
 * without it that is SomebodyElses, and the same call with `drop` goes on. ApiError: refused, nothing has changed.
 * Offline: nobody knows; the same call again counts once.
 */
export async function join(body: DeviceIn, drop: boolean): Promise<Me> {
  const joining = await intend(body, drop)
  await ask(joining)
  const person = await getFresh<Me>('/api/me')
  await takeOver(joining, person)
  return person
}

async function intend(body: DeviceIn, drop: boolean): Promise<Joining> {
  const before = await kept('joining')
  const joining = { id: before?.body.code === body.code ? before.id : uuid(), body, drop }
  await keep('joining', joining)
  return joining
}

async function ask({ id, body }: Joining): Promise<void> {
  try {
    await put<JoinedOut>(`/api/devices/${id}`, body)
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) await unkeep('joining').then(postQuietly)
    throw error
  }
}

async function takeOver({ id, body, drop }: Joining, { id: person, role }: Me): Promise<void> {
  const other = await write(['kept', 'drafts', 'outbox'], async (tx) => {
    const known = tx.objectStore('kept')
    const before = (await known.get('device')) as { person: string } | undefined
    const left = (await tx.objectStore('outbox').getAll()).filter(isSaid).length
    const other = before?.person !== person
    if (other && left > 0 && !drop) throw new SomebodyElses(left)
    if (other) await clear(tx)
    await Promise.all([
      known.put({ id, role, person }, 'device'),
      known.put({ language: body.language }, 'settings'),
      known.delete('joining'),
      tx.objectStore('drafts').delete(DRAFT),
    ])
    return other
  })
  if (other) await forgetBrowserSubscription().catch(() => undefined)
  signedOut.value = revoked.value = false
  await loadHome()
  tellTabs()
  postQuietly()
}

/** Where the page keeps what was typed. */
export const DRAFT = 'join'

/** A join that nobody wants to go on with. `theirs`: the server has taken it, so this phone is theirs already. */
export async function giveUp(): Promise<'given up' | 'theirs'> {
  const before = (await kept('device'))?.person
  const now = await getFresh<Me>('/api/me').catch(signedOutIsNobody)
  if (now && now.id !== before) return 'theirs'
  await unkeep('joining')
  await post()
  return 'given up'
}

function signedOutIsNobody(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.status !== 401) throw error
}

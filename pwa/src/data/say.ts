/**
 * What a person says with one tap: stored on this phone and put into the outbox in one transaction, then shown.
 * Only when the promise resolves may a page say "saved"; when it rejects nothing is stored and the page keeps it.
 */
import type { Said } from '../shared/said'
import { nothingSaid } from '../shared/said'
import type { AnswerIn, PracticeIn, ProfileIn } from '../shared/wire'
import { write } from './db'
import { said } from './home'
import type { Item } from './outbox'
import { announce, itemOf, put } from './outbox'

/** `draft` is the key of the draft that is no longer one. */
export async function sayAnswer(answer: AnswerIn, draft: string, now: Date): Promise<string> {
  const item = itemNamed('answers', answer, now)
  const { check_in, instrument, answered_at } = answer
  await say(item, (before) => ({ ...before, answers: [...before.answers, { id: item.id, check_in, instrument, answered_at }] }), draft)
  return item.id
}

export async function sayPractice(practice: PracticeIn, draft: string, now: Date): Promise<void> {
  const item = itemNamed('practices', practice, now)
  await say(item, (before) => ({ ...before, practices: [...before.practices, { ...practice, id: item.id }] }), draft)
}

/** Agrees to the plan's version. */
export async function sayAgreed(version: string, now: Date): Promise<void> {
  const agreed_at = now.toISOString()
  const item = itemOf(`/api/agreements/${version}`, { agreed_at }, now, version)
  await say(item, (before) => ({ ...before, agreed: [...before.agreed, { version, agreed_at }] }))
}

export const sayProfile = (profile: ProfileIn, now: Date): Promise<void> =>
  say(itemNamed('profile', profile, now), (before) => ({ ...before, profile }))

/** Takes back what the server refused, once the person has seen it: pages no longer show it as said. */
export async function letGo(item: Item): Promise<void> {
  said.value = await write(['kept', 'outbox'], async (tx) => {
    const before = (await tx.objectStore('kept').get('said')) as Said | undefined
    await tx.objectStore('outbox').delete(item.id)
    const after = without(item, before ?? nothingSaid)
    await tx.objectStore('kept').put(after, 'said')
    return after
  })
  announce()
}

function without({ id, path }: Item, { profile, ...before }: Said): Said {
  const others = (one: { id: string }) => one.id !== id
  return {
    answers: before.answers.filter(others),
    practices: before.practices.filter(others),
    agreed: before.agreed.filter(({ version }) => version !== id),
    ...(profile && !path.startsWith('/api/profile/') ? { profile } : {}),
  }
}

function itemNamed(things: string, body: unknown, now: Date): Item {
  const item = itemOf('', body, now)
  return { ...item, path: `/api/${things}/${item.id}` }
}

async function say(item: Item, change: (before: Said) => Said, draft?: string): Promise<void> {
  said.value = await write(['kept', 'drafts', 'outbox'], async (tx) => {
    const before = (await tx.objectStore('kept').get('said')) as Said | undefined
    const after = change(before ?? nothingSaid)
    await Promise.all([
      tx.objectStore('kept').put(after, 'said'),
      draft === undefined ? undefined : tx.objectStore('drafts').delete(draft),
      put(tx, item),
    ])
    return after
  })
}

/**
 * What a person says with one tap: stored on this phone and put into the outbox in one transaction, then shown.
 * Only when the promise resolves may a page say "saved"; when it rejects nothing is stored and the page keeps it.
 *
 * A write may run twice, the second time upon what the first has left: so each change replaces what has its own id.
 */
import { withDose } from '../shared/medication'
import type { Choices, SaidChoice } from '../shared/reminders'
import type { Said } from '../shared/said'
import { nothingSaid, withoutSettings } from '../shared/said'
import type { AnswerIn, AnswerSeen, CallRequestIn, CommitmentIn, DoseIn, Home, MedicationIn, OwnTimeIn, PracticeIn, ProfileIn, ReplyIn, SharingIn, SnoozeIn } from '../shared/wire'
import type { Kept, Writing } from './db'
import { write } from './db'
import { isStillTheirs } from './emptied'
import { said } from './home'
import type { Item } from './outbox'
import { announce, itemOf, put } from './outbox'

export interface AnswerAside {
  /** A rule asks for help: until it is sent, pages say that nobody has seen it. */
  worrying?: boolean
  /** The drafts of the forms behind this one, kept together with the answer. */
  behind?: readonly Behind[]
}

export interface Behind {
  /** Of the draft. */
  key: string
  /** What lies there from now on, of what lies there; undefined leaves it as it is. */
  onto: (there: unknown) => unknown
}

/** It was answered meanwhile, in another tab or on another device, and this phone knows. */
export class AlreadySaid extends Error {}

/** `draft` is the key of the draft that is no longer one. Resolves to the answer's id. Throws AlreadySaid for a second answer to one check-in. */
export async function sayAnswer(answer: AnswerIn, draft: string, now: Date, { worrying, behind }: AnswerAside = {}): Promise<string> {
  const item = { ...itemNamed('answers', answer, now), ...(worrying ? { worrying } : {}) }
  const { check_in, instrument, answered_at, version, items, revises } = answer
  const said = { id: item.id, check_in, instrument, answered_at, about: { version, items, revises } }
  const isSecond = (one: Pick<AnswerSeen, 'id' | 'check_in' | 'instrument'>) => one.id !== item.id && one.check_in === check_in && one.instrument === instrument
  const unless = check_in !== null && revises === null ? isSecond : undefined
  await say(item, (before) => ({ ...before, answers: [...others(before.answers, item), said] }), { draft, behind, unless })
  return item.id
}

/** Asks to be contacted today, from the page that an answer opened. Resolves to the request's id. */
export async function sayCallRequest(request: CallRequestIn, now: Date): Promise<string> {
  const item = { ...itemNamed('call-requests', request, now), worrying: true }
  await say(item, (before) => before)
  return item.id
}

export async function sayPractice(practice: PracticeIn, draft: string, now: Date): Promise<string> {
  const item = itemNamed('practices', practice, now)
  await say(item, (before) => ({ ...before, practices: [...others(before.practices, item), { ...practice, id: item.id }] }), { draft })
  return item.id
}

/** Agrees to the plan's version. */
export async function sayAgreed(version: string, now: Date): Promise<void> {
  const agreed_at = now.toISOString()
  const item = itemOf(`/api/agreements/${version}`, { agreed_at }, now, version)
  await say(item, (before) => ({ ...before, agreed: [...before.agreed.filter((one) => one.version !== version), { version, agreed_at }] }))
}

export async function sayProfile(profile: ProfileIn, now: Date): Promise<void> {
  const item = itemNamed('profile', profile, now)
  // A number that was changed before and waits to be sent is still to be shown.
  await say(item, (before) => ({ ...before, profile: { ...before.profile, ...profile, item: item.id } }))
}

/** Moves a slot's check-ins to one's own time of day, or back to the program's. */
export async function sayOwnTime(own: OwnTimeIn, now: Date): Promise<void> {
  const item = itemNamed('own-times', own, now)
  const mine = { ...own, item: item.id, said_at: item.made_at }
  await say(item, (before) => ({ ...before, times: [...(before.times ?? []).filter(({ slot }) => slot !== own.slot), mine] }))
}

/** Says of a session that they can't come, come after all, or are here. */
export async function sayReply(reply: ReplyIn, now: Date): Promise<void> {
  const item = itemNamed('replies', reply, now)
  const mine = { ...reply, item: item.id }
  await say(item, (before) => ({ ...before, replies: [...(before.replies ?? []).filter(({ occurrence }) => occurrence !== reply.occurrence), mine] }))
}

/** Makes, changes or removes a time of one's own; it takes the id of what first said it. */
export async function sayCommitment(commitment: CommitmentIn, now: Date): Promise<void> {
  const item = itemNamed('commitments', commitment, now)
  const mine = { ...commitment, id: commitment.commitment ?? item.id, item: item.id, said_at: item.made_at }
  await say(item, (before) => ({ ...before, commitments: [...others(before.commitments ?? [], mine), mine] }))
}

/** One choice about one's reminders; the others stay as they are. */
export async function sayReminderChoice<Name extends keyof Choices>(name: Name, value: Choices[Name], now: Date): Promise<void> {
  const item = itemNamed('reminder-choices', { [name]: value }, now)
  const mine = { name, value, item: item.id, said_at: item.made_at } as SaidChoice
  await say(item, (before) => ({ ...before, choices: [...(before.choices ?? []).filter((one) => one.name !== name), mine] }))
}

/** Wants to be told of a session or a check-in once more. */
export async function saySnooze(snooze: SnoozeIn, now: Date): Promise<void> {
  const item = itemNamed('snoozes', snooze, now)
  const mine = { ...snooze, item: item.id }
  await say(item, (before) => ({ ...before, snoozed: [...(before.snoozed ?? []).filter(({ subject }) => subject !== snooze.subject), mine] }))
}

/** Adds, changes or stops something that the person takes; it takes the id of what first said it. */
export async function sayMedication(medication: MedicationIn, now: Date): Promise<void> {
  const item = itemNamed('medications', medication, now)
  const mine = { ...medication, id: medication.medication ?? item.id, item: item.id }
  await say(item, (before) => ({ ...before, medications: [...others(before.medications ?? [], mine), mine] }))
}

/** Says of a dose that it was taken, skipped, or comes later. */
export async function sayDose(dose: DoseIn, now: Date): Promise<void> {
  const item = itemNamed('doses', dose, now)
  await say(item, (before) => ({ ...before, doses: withDose(before.doses, { ...dose, item: item.id }) }))
}

/** Lets staff see what is taken, or no longer. */
export async function saySharing(sharing: SharingIn, now: Date): Promise<void> {
  const item = itemNamed('medication-sharing', sharing, now)
  await say(item, (before) => ({ ...before, sharing: [{ ...sharing, item: item.id }] }))
}

const others = <Thing extends { id: string }>(things: readonly Thing[], { id }: { id: string }): Thing[] => things.filter((one) => one.id !== id)

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

const without = (item: Item, before: Said): Said => ({
  ...withoutSettings(before, new Set([item.id])),
  answers: others(before.answers, item),
  practices: others(before.practices, item),
  agreed: before.agreed.filter(({ version }) => version !== item.id),
})

function itemNamed(things: string, body: unknown, now: Date): Item {
  const item = itemOf('', body, now)
  return { ...item, path: `/api/${things}/${item.id}` }
}

/** Another tab has signed somebody else in or out: this page is about somebody who is no longer here. */
export class ChangedHands extends Error {}

interface Together {
  draft?: string
  behind?: readonly Behind[] | undefined
  /** Nothing is said when this is true of an answer that the phone knows. */
  unless?: ((answer: Pick<AnswerSeen, 'id' | 'check_in' | 'instrument'>) => boolean) | undefined
}

async function say(item: Item, change: (before: Said) => Said, { draft, behind = [], unless }: Together = {}): Promise<void> {
  said.value = await write(['kept', 'drafts', 'outbox'], async (tx) => {
    if (!(await isStillTheirs(tx))) throw new ChangedHands()
    const before = (await tx.objectStore('kept').get('said')) as Said | undefined
    if (unless && [...(before?.answers ?? []), ...(await toldIn(tx))].some(unless)) throw new AlreadySaid()
    const after = change(before ?? nothingSaid)
    const drafts = tx.objectStore('drafts')
    await Promise.all([
      tx.objectStore('kept').put(after, 'said'),
      draft === undefined ? undefined : drafts.delete(draft),
      ...behind.map(async ({ key, onto }) => {
        const next = onto(await drafts.get(key))
        if (next) await drafts.put(next, key)
      }),
      put(tx, item),
    ])
    return after
  })
}

/** The answers that the server told of last, to whichever tab. */
async function toldIn(tx: Writing<['kept', 'drafts', 'outbox']>): Promise<Home['answers']> {
  const home = (await tx.objectStore('kept').get('home')) as Kept['home'] | undefined
  return home?.body?.answers ?? []
}

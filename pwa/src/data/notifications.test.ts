import { expect, it } from 'vitest'
import type { Home } from '../shared/wire'
import { closeDone } from './notifications'

const now = new Date('2026-11-26T23:00:00Z')
const at = (original_start: string) => ({ original_start })
const medications = [
  { refill_on: '2026-11-27', times: ['08:00'], doses: [], replies: [] },
  { refill_on: '2026-11-29', times: [], doses: [], replies: [] },
  { times: ['08:00', '20:00'], doses: [at('T08:00'), at('T20:00')], replies: [{ ...at('T08:00'), word: 'taken' }, { ...at('T20:00'), word: 'taken' }] },
  { times: ['08:00', '20:00'], doses: [at('T08:00'), at('T20:00')], replies: [{ ...at('T08:00'), word: 'skipped' }, { ...at('T20:00'), word: 'later' }] },
]
const session = (id: string, state = 'planned') => ({ id: `${id}@2026-11-26T19:00`, state, former_ids: [`${id}-before@2026-11-26T19:00`] })
const reply = (id: string, kind: string) => ({ occurrence: `${id}@2026-11-26T19:00`, kind })
const home = {
  person: { zone: 'America/New_York' },
  occurrences: [session('off', 'cancelled'), session('missed'), session('there'), session('coming'), session('next')],
  replies: [reply('missed', 'cant_come'), reply('there', 'here'), reply('coming', 'coming')],
   medication: { medications },
  check_ins: [{ id: 'done', answered_at: '2026-11-26T22:50:00Z' }, { id: 'open', answered_at: null }],
} as unknown as Home

async function closed(data: unknown, body: Home | undefined): Promise<boolean> {
  let gone = false
  await closeDone({ getNotifications: async () => [{ data, close: () => (gone = true) } as unknown as Notification] }, body, now)
  return gone
}

const about = (navigate: string, until = '2026-11-27T02:00:00Z') => ({ navigate: `https://daymark.example${navigate}`, until })

it.each<[string, unknown, boolean]>([
  ['a check-in that was answered, here or on another device', about('/check-in/done'), true],
  ['one that is still open', about('/check-in/open'), false],
  ['one that the phone does not know', about('/check-in/other'), false],
  ['doses that were all noted', { ...about('/medication'), dose: 'T08:00' }, true],
  ['doses of which one is put off', { ...about('/medication'), dose: 'T20:00' }, false],
  ['doses that the phone does not know', { ...about('/medication'), dose: 'T12:00' }, false],
  ['a session that is to come', about('/sessions/next@2026-11-26T19:00'), false],
  ['one that the phone does not know', about('/sessions/other@2026-11-26T19:00'), false],
  ['one that is cancelled', about('/sessions/off@2026-11-26T19:00'), true],
  ['one that is cancelled, by the name it had before', about('/sessions/off-before%402026-11-26T19%3A00'), true],
  ['its change, which nobody has seen yet', { ...about('/sessions/off@2026-11-26T19:00'), once: true }, false],
  ['one that the person said they can’t come to', about('/sessions/missed@2026-11-26T19:00'), true],
  ['one that they said they are at', about('/sessions/there@2026-11-26T19:00'), true],
  ['one that they come to', about('/sessions/coming@2026-11-26T19:00'), false],
  ['a refill that is still to be noted', about('/medication', '2026-11-28T05:00:00Z'), false],
  ['a refill of what is off the list', about('/medication', '2026-11-30T05:00:00Z'), true],
  ['a refill that is noted', about('/medication', '2026-11-29T05:00:00Z'), true],
  ['what is over this very moment', about('/sessions/s1', '2026-11-26T23:00:00Z'), true],
  ['a message that says nothing', null, false],
])('the notification of %s', async (_name, data, gone) => expect(await closed(data, home)).toBe(gone))

it('where nothing is known, and on a phone without a worker, nothing is done', async () => {
  expect(await closed(about('/check-in/done'), undefined)).toBe(false)
  await closeDone(undefined, home, now)
})

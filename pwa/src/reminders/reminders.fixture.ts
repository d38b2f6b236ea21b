import { usual } from '../shared/reminders'
import type { Home, RemindersAhead, RemindersSent, SentReminder } from '../shared/wire'
import { session } from '../sessions/session.fixture'

/** Sam at home in New York, with reminders on, a session on Thursday at six and a check-in at eight. */
export const sams = {
  person: { id: 'sam', zone: 'America/New_York' }, program: { zone: 'America/New_York' }, reading: { counselor: 'Dana' },
  occurrences: [session()], commitments: [], replies: [], answers: [], practices: [],
  check_ins: [{ id: 'c1', slot: 'daily', instrument: 'daily', opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-27T07:00:00Z', answered_at: null }],
  rhythm: [{ slot: 'daily', instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, wall_time: '20:00', usual: '20:00', own: false }],
  reminders: { vapid_key: 'k', subscription: { id: 's1', endpoint_hash: 'h1' }, choices: usual, snoozed: [] },
} as unknown as Home

const one = { title: 'You have a reminder', body: 'Tap to see it.', was_due: null, left_out: null, asked_again: false }

export const ahead: RemindersAhead = {
  zone: 'America/New_York',
  first_day: '2026-11-26',
  days: [
    {
      day: '2026-11-26',
      reminders: [
        { ...one, kind: 'session', subject: session().id, due_at: '2026-11-26T21:00:00Z', local_time: '16:00' },
        { ...one, kind: 'check_in', subject: 'c1', due_at: '2026-11-27T01:00:00Z', local_time: '20:00' },
        { ...one, kind: 'nudge', subject: 'c1', due_at: '2026-11-27T02:00:00Z', local_time: '21:00', left_out: 'enough' },
        { ...one, kind: 'nudge', subject: 'c1', due_at: '2026-11-27T02:30:00Z', local_time: '21:30' },
        { ...one, kind: 'nudge', subject: 'c1', due_at: '2026-11-27T02:45:00Z', local_time: '21:45', left_out: 'seen' },
      ],
    },
    { day: '2026-11-29', reminders: [{ ...one, kind: 'session', subject: 'gone', due_at: '2026-11-29T13:00:00Z', local_time: '08:00', was_due: '2026-11-29T11:30:00Z' }] },
  ],
}

const way = { state: 'accepted', accepted_at: null, shown_at: null, opened_at: null, opening: null, done_at: null, why_not: null, emailed_at: null, email_failed: false } as const
const checkIn: SentReminder = {
  ...way, kind: 'check_in', subject: 'c1', due_at: '2026-11-26T01:00:00Z', accepted_at: '2026-11-26T01:00:00Z', shown_at: '2026-11-26T01:00:02Z',
  opened_at: '2026-11-26T01:03:00Z', opening: 'tapped', done_at: '2026-11-26T01:05:00Z',
}

export const ofSession: SentReminder = { ...way, kind: 'session', subject: session().id, due_at: '2026-11-26T16:00:00Z', accepted_at: '2026-11-26T16:00:00Z' }

export const sent: RemindersSent = {
  zone: 'America/New_York',
  days: [
    { day: '2026-11-26', reminders: [ofSession] },
    {
      day: '2026-11-25',
      reminders: [{ ...way, state: 'withdrawn', kind: 'nudge', subject: 'c1', due_at: '2026-11-26T02:00:00Z', why_not: 'seen', emailed_at: null, email_failed: false }, checkIn],
    },
  ],
}

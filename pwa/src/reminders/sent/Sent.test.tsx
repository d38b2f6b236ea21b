// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keep, wipe } from '../../data/db'
import { device, loadHome, told } from '../../data/home'
import type { DaySent, RemindersSent, SentOut } from '../../shared/wire'
import { now } from '../../ui/now'
import { speak } from '../../ui/words'
import { ofSession, sams, sent } from '../reminders.fixture'
import { Sent } from './Sent'
import { wayOf } from './way'
import { words } from './words'

const page = document.body.appendChild(document.createElement('main'))

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  noNetwork()
  await wipe()
  await keep('device', { id: 'd1', role: 'participant', person: 'sam' })
  await loadHome()
  now.value = new Date('2026-11-26T17:00:00Z')
})
afterEach(async () => {
  render(null, page)
  device.value = undefined
  await speak('en')
})

const serverTells = (body: RemindersSent) => void vi.stubGlobal('fetch', async () => Response.json(body))
const noNetwork = () => void vi.stubGlobal('fetch', async () => { throw new TypeError('Failed to fetch') })

async function shown(): Promise<void> {
  told.value = { body: sams, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<LocationProvider><Sent /></LocationProvider>, page))
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')

it('Sam reads day by day what was sent, how far it came, and why one was not', async () => {
  serverTells(sent)
  await shown()
  await vi.waitFor(() => expect(text()).toContain('Today, Thursday, November 26'))
  expect(text()).toContain('11:00 amRelapse prevention, 6:00 pmSent 11:00 am. No device of yours has said that it showed it.')
  expect(text()).toContain('Yesterday, Wednesday, November 25')
  expect(text()).toContain('9:00 pmOnce more: Daily check-inNot sent: you had seen an earlier one.')
  expect(text()).toContain('8:00 pmDaily check-inShown 8:00 pm, opened 8:03 pm, done 8:05 pm.')
})

it('a session of another day than the entry’s own is told with its date', async () => {
  serverTells({ ...sent, days: [{ day: '2026-11-25', reminders: [{ ...ofSession, due_at: '2026-11-25T23:00:00Z' }] }] })
  await shown()
  await vi.waitFor(() => expect(text()).toContain('Yesterday, Wednesday, November 256:00 pmRelapse prevention, Nov 26, 6:00 pm'))
})

it('what came by email does not look as if it had not come', async () => {
  const one: DaySent['reminders'][number] = { kind: 'session', subject: 's@1', state: 'failed', due_at: '2026-11-26T16:00:00Z', accepted_at: null, shown_at: null, opened_at: null, opening: null, done_at: null, why_not: 'no_device', emailed_at: null, email_failed: false }
  serverTells({ ...sent, days: [{ day: '2026-11-26', reminders: [one, { ...one, due_at: '2026-11-26T15:00:00Z', emailed_at: '2026-11-26T15:10:00Z' }] }] })
  await shown()
  await vi.waitFor(() => expect(text()).toContain('Sent by email 10:10 am.'))
  expect([...page.querySelectorAll('.out')].map((each) => each.textContent)).toEqual([expect.stringContaining('11:00')])
})

it('without a network he reads what was kept, as of when', async () => {
  await keep('sent', { body: sent, read_at: '2026-11-26T16:30:00Z' })
  await shown()
  await vi.waitFor(() => expect(text()).toContain('No network right now. This is how it was: 11:30 am.'))
  expect(text()).toContain('opened 8:03 pm')
})

it('without a network and with nothing kept it says plainly that it needs one', async () => {
  await shown()
  await vi.waitFor(() => expect(text()).toContain('This list comes with the network, and there is none right now.'))
})

describe('how far one came', () => {
  const place = { language: 'en', zone: 'America/New_York' } as const
  const one: SentOut = { kind: 'check_in', state: 'accepted', due_at: '2026-11-26T01:00:00Z', accepted_at: '2026-11-26T01:00:00Z', shown_at: null, opened_at: null, opening: null, done_at: null, why_not: null, emailed_at: null, email_failed: false }
  const opened_at = '2026-11-26T01:04:00Z'
  const said = (differs: Partial<SentOut>) => wayOf({ ...one, ...differs }, place, words.value).replace(/[\u202f\u00a0]/g, ' ')

  it.each<[string, Partial<SentOut>, string]>([
    ['it was put away', { shown_at: opened_at, opened_at, opening: 'swiped' }, 'Shown 8:04 pm, put away 8:04 pm.'],
    ['the app was open', { opened_at, opening: 'in_app' }, 'Sent 8:00 pm, you had the app open 8:04 pm. No device of yours has said that it showed it.'],
    ['it was opened the next day', { shown_at: opened_at, opened_at: '2026-11-26T14:00:00Z', opening: 'tapped' }, 'Shown 8:04 pm, opened Nov 26, 9:00 am.'],
    ['a dose was noted, as taken or skipped', { kind: 'dose', shown_at: opened_at, done_at: opened_at }, 'Shown 8:04 pm, noted 8:04 pm.'],
    ['doses were noted before it was due', { kind: 'dose', state: 'withdrawn', accepted_at: null, why_not: 'done' }, 'Not sent: you had answered already.'],
    ['it may still come', { state: 'waiting', accepted_at: null }, 'On its way.'],
    ['it would have been useless', { state: 'expired', accepted_at: null, why_not: 'too_late' }, 'Not sent: it would have come too late.'],
    ['no phone had reminders on, and an email went out', { state: 'failed', accepted_at: null, why_not: 'no_device', emailed_at: '2026-11-26T01:10:00Z' }, 'Not sent to a phone: reminders were not on anywhere. Sent by email 8:10 pm.'],
    ['no phone had reminders on, and no email got through either', { state: 'failed', accepted_at: null, why_not: 'no_device', email_failed: true }, 'Not sent: reminders were not on anywhere. An email about it did not get through.'],
    ['nor did an email get through', { email_failed: true }, 'Sent 8:00 pm. No device of yours has said that it showed it. An email about it did not get through.'],
  ])('%s', (_name, differs, sentence) => expect(said(differs)).toBe(sentence))

  it('has no second period in Spanish', async () => {
    await speak('es')
    expect(wayOf({ ...one, shown_at: opened_at }, { ...place, language: 'es' }, words.value)).not.toContain('..')
  })
})

// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepDraft, wipe } from '../data/db'
import { device, said, told } from '../data/home'
import { pending, unsent, worrying } from '../data/pending'
import { signedOut } from '../data/post'
import { repliesSeen } from '../data/replies'
import { session } from '../sessions/session.fixture'
import { nothingSaid } from '../shared/said'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { speak } from '../ui/words'
import { Today } from './Today'

const page = document.createElement('main')

const tonight: CheckInOut = {
  id: 'tonight',
  instrument: 'daily',
  slot: 'daily',
  local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z',
  closes_at: '2026-11-27T07:00:00Z',
  answered_at: null,
}

const answer: AnswerSeen = { id: 'a', check_in: 'tonight', instrument: 'daily', answered_at: '2026-11-27T01:12:00Z', version: '1', late: false, seen_by: null, seen_at: null, replies: [], revisable_until: null, items: null, scores: {} }

const sam = {
  person: { called: 'Sam', zone: 'America/New_York', language: 'en', phase: 'iop' },
  program: { zone: 'America/New_York' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana' },
  occurrences: [session()],
  check_ins: [],
  exercises: [],
  assignments: [],
  practices: [],
  plan: null,
  proposed: null,
  instruments: [],
  answers: [],
  reminders: { vapid_key: 'k', subscription: null },
} as unknown as Home

beforeEach(() => {
  device.value = { id: 'd', role: 'participant', person: 'p' }
  now.value = new Date('2026-11-26T20:50:00Z')
})
afterEach(async () => {
  render(null, page)
  told.value = device.value = undefined
  said.value = nothingSaid
  signedOut.value = false
  pending.value = worrying.value = { waiting: 0, parked: 0 }
  unsent.value = []
  online.value = true
  await speak('en')
})

async function shown(home: Partial<Home> | undefined): Promise<string> {
  told.value = home && { body: { ...sam, ...home }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<Today />, page))
  return (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
}

const links = () => [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))

it('says hello, and what is next', async () => {
  const text = await shown({})
  for (const part of ['Afternoon, Sam', 'Thursday, November 26', 'Relapse prevention', '6:00 – 7:30 pm', 'in 2 h 10 min', 'Room 2, Maple Street.']) {
    expect(text).toContain(part)
  }
  expect(links()).toContain('/sessions/0190f0f0-0000-7000-8000-000000000001%402026-11-26T18%3A00')
})

it('in Omar’s zone, with the clinic’s time beside it', async () => {
  const text = await shown({ person: { ...sam.person, zone: 'America/Chicago' } })
  expect(text).toContain('5:00 – 6:30 pm')
  expect(text).toContain('6:00 – 7:30 pm at the clinic')
})

it('of what was moved and then cancelled it says when it would have been, and no time that never was', async () => {
  const off = session({ state: 'cancelled', was_at: '2026-11-24T22:00:00Z' })
  expect((await shown({ occurrences: [off] })).replace(/[\u2009\u202f\u00a0]/g, ' ')).toContain('Today, 6:00 – 7:30 pm.')
})

it('what was moved to tomorrow is named inside the sentence', async () => {
  const moved = session({ id: 'moved', state: 'moved', was_at: '2026-11-26T23:00:00Z', starts_at: '2026-11-27T23:00:00Z', ends_at: '2026-11-28T00:30:00Z' })
  expect(await shown({ occurrences: [session({ id: 'before', starts_at: '2026-11-26T20:00:00Z', ends_at: '2026-11-26T21:00:00Z' }), moved] })).toContain('Moved to tomorrow, ')
})

it('nobody comes in vain to what is cancelled', async () => {
  const text = await shown({ occurrences: [session({ state: 'cancelled', reason: 'Dana is ill.' })] })
  expect(text).toContain('Cancelled')
  expect(text).toContain('Dana is ill.')
  expect(page.querySelector('s')?.textContent).toBe('Relapse prevention')
})

it('the day after the last session says that what helps stays', async () => {
  now.value = new Date('2026-11-27T20:00:00Z')
  expect(await shown({})).toMatch(/Your last session: yesterday\..*Your plan and your skills stay with you\./)
})

describe('a check-in', () => {
  it('that is open can be started, until when is said', async () => {
    now.value = new Date('2026-11-27T01:05:00Z')
    const text = await shown({ check_ins: [tonight] })
    expect(text).toContain('Evening check-in')
    expect(text).toContain('About a minute. Open until 2:00 am.')
    expect(links()).toContain('/check-in/tonight')
    expect(links()).not.toContain('/check-in')
  })

  it('that was missed yesterday is still welcome', async () => {
    now.value = new Date('2026-11-27T15:00:00Z')
    expect(await shown({ check_ins: [tonight] })).toContain('Yesterday’s is still welcome.')
  })

  it('that was missed earlier says of which day it is, apart from what is open now', async () => {
    now.value = new Date('2026-11-28T01:05:00Z')
    const before = { ...tonight, id: 'before', opens_at: '2026-11-26T01:00:00Z', closes_at: '2026-11-26T07:00:00Z' }
    const weekly = { ...tonight, id: 'weekly', slot: 'weekly', opens_at: '2026-11-26T23:00:00Z', closes_at: '2026-11-28T23:00:00Z' }
    const open = { ...tonight, id: 'open', opens_at: '2026-11-28T01:00:00Z', closes_at: '2026-11-28T07:00:00Z' }
    const text = await shown({ check_ins: [weekly, before, tonight, open] })
    expect(text).toContain('Not answered yet')
    expect(text).toContain('Yesterday’s is still welcome.')
    expect(text).toContain('The one from Wednesday is still welcome.')
    expect(links().filter((link) => link?.startsWith('/check-in'))).toEqual(['/check-in/open', '/check-in/weekly', '/check-in/tonight', '/check-in/before'])
    expect(page.querySelector('.button.main')?.getAttribute('href')).toBe('/check-in/open')
  })

  it('that was answered late says for which day', async () => {
    now.value = new Date('2026-11-28T01:15:00Z')
    const late = { ...answer, answered_at: '2026-11-28T01:10:00Z', late: true }
    expect(await shown({ check_ins: [{ ...tonight, answered_at: late.answered_at }], answers: [late] })).toContain('Answered 8:10 pm, for yesterday')
  })

  it('that nobody asked for is always possible', async () => {
    expect(await shown({ check_ins: [tonight] })).toContain('The next one opens at 8:00 pm.')
    expect(links()).toContain('/check-in')
  })

  it('on the day of joining is the first one alone: a time moved to later that day opens nothing before tomorrow', async () => {
    now.value = new Date('2026-11-26T22:59:00Z')
    const first = { ...tonight, id: 'first', slot: 'first', opens_at: '2026-11-26T22:30:00Z', closes_at: '2026-11-28T22:45:00Z', answered_at: '2026-11-26T22:50:00Z' }
    const tomorrow = { ...tonight, id: 'tomorrow', local_date: '2026-11-27', opens_at: '2026-11-28T01:00:00Z', closes_at: '2026-11-28T07:00:00Z' }
    const daily = { slot: 'daily', instrument: 'daily', title: { en: 'Daily', es: 'Diario' }, wall_time: '20:00', usual: '20:00', by_counselor: false, own: false }
    said.value = { ...nothingSaid, times: [{ slot: 'daily', wall_time: '18:01', item: 'own-times', said_at: '2026-11-26T22:59:00Z' }] }
    const text = await shown({ check_ins: [first, tomorrow], rhythm: [daily] })
    expect(text).toContain('Check in now')
    expect(text).not.toContain('The next one opens')
    now.value = new Date('2026-11-27T22:59:00Z')
    expect(await shown({ check_ins: [first, tomorrow], rhythm: [daily] })).toContain('The next one opens at 6:01 pm.')
  })

  it.each([
    ['not read yet', answer, 'Answered 8:12 pm', 'Dana reads it by noon tomorrow.', '2026-11-27T01:15:00Z'],
    ['read the next day', { ...answer, seen_by: 'Dana', seen_at: '2026-11-27T15:00:00Z' }, 'Answered yesterday, 8:12 pm', 'Seen by Dana, today.', '2026-11-27T16:00:00Z'],
    ['not read the next day', answer, 'Answered yesterday, 8:12 pm', 'It arrived. Dana has not read it yet.', '2026-11-27T16:00:00Z'],
  ])('that is answered and %s says so', async (_state, answered, when, fate, moment) => {
    now.value = new Date(moment)
    const text = await shown({ check_ins: [{ ...tonight, answered_at: answered.answered_at }], answers: [answered] })
    expect(text).toContain(when)
    expect(text).toContain(fate)
  })

  it('that is still on the phone says that too', async () => {
    now.value = new Date('2026-11-27T01:15:00Z')
    said.value = { ...nothingSaid, answers: [answer] }
    pending.value = { waiting: 1, parked: 0 }
    expect(await shown({ check_ins: [tonight] })).toContain('Saved on this phone, not sent yet.')
  })
})

describe('a check-in that Sam has begun', () => {
  const form = { id: 'daily', version: '1', title: 'Daily', item: [{ linkId: 'mood', type: 'integer', text: 'Mood?' }] }
  const begun = { instrument: 'daily', form, began_at: '2026-11-27T01:12:00Z', values: { mood: 3 } }
  const texts = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
  const isShown = (text: string) => vi.waitFor(() => expect(texts()).toContain(text))
  afterEach(wipe)

  it.each([
    ['the day after', '2026-11-27T15:00:00Z', 'Evening check-inYou began it yesterday. Your answers are on this phone'],
    ['days after', '2026-11-30T15:00:00Z', 'Evening check-inYou began it Thursday.'],
    ['months after', '2027-03-01T15:00:00Z', 'Evening check-inYou began it Nov 26, 2026.'],
  ])('is there to go on with %s', async (_when, moment, text) => {
    await keepDraft('check-in:tonight', begun)
    now.value = new Date(moment)
    await shown({ check_ins: [tonight] })
    await isShown(text)
    expect(texts()).toContain('Go on')
    expect(texts()).not.toContain('Not answered yet')
    expect(links().filter((link) => link === '/check-in/tonight')).toHaveLength(1)
  })

  it('is called so in Spanish', async () => {
    await keepDraft('check-in:tonight', begun)
    now.value = new Date('2026-11-30T15:00:00Z')
    await speak('es')
    await shown({ check_ins: [tonight] })
    await isShown('Ya empezaste: jueves. Tus respuestas están en este teléfono')
  })

  it('is gone once it is answered on another device', async () => {
    await keepDraft('check-in:tonight', begun)
    now.value = new Date('2026-11-27T15:00:00Z')
    await shown({ check_ins: [tonight] })
    await isShown('You began it')
    await shown({ check_ins: [{ ...tonight, answered_at: answer.answered_at }], answers: [answer] })
    await vi.waitFor(() => expect(texts()).not.toContain('You began it'))
  })

  it('that nobody asked for is gone on with, and not begun a second time', async () => {
    await keepDraft('check-in:today', begun)
    await shown({})
    await isShown('You began it')
    expect(links()).toContain('/check-in/today')
    expect(texts()).not.toContain('Check in now')
  })
})

describe('what Dana wrote', () => {
  const reply = { id: 'r', by: 'Dana', at: '2026-11-26T15:00:00Z', text: 'Thank you for telling me.' }
  const replied = { ...answer, seen_by: 'Dana', seen_at: '2026-11-26T15:00:00Z', replies: [reply] }
  beforeEach(() => void (repliesSeen.value = []))

  it('is shown with the way to the answer, and when she wrote it', async () => {
    expect(await shown({ answers: [replied] })).toMatch(/Dana wrote to you \(10:00\sam\) about what you answered .*“Thank you for telling me\.”/)
    expect(links()).toContain('/history#a')
  })

  it('and what Ben wrote later to the same answer is news of its own, under his name', async () => {
    const bens = { id: 's', by: 'Ben', at: '2026-11-26T16:00:00Z', text: 'See you tonight.' }
    repliesSeen.value = ['r']
    const text = await shown({ answers: [{ ...replied, replies: [reply, bens] }] })
    expect(text).toMatch(/Ben wrote to you \(11:00\sam\) .*“See you tonight\.”/)
    expect(text).not.toContain('Thank you for telling me.')
  })

  it.each([
    ['once Sam has seen it on this phone', ['r'], replied],
    ['when it was weeks ago', [], { ...replied, replies: [{ ...reply, at: '2026-11-01T15:00:00Z' }] }],
    ['when she wrote nothing', [], { ...replied, replies: [] }],
  ])('is not, %s', async (_when, seen, one) => {
    repliesSeen.value = seen
    expect(await shown({ answers: [one] })).not.toContain('wrote to you')
  })
})

it('what the server refused is not kept quiet', async () => {
  pending.value = { waiting: 0, parked: 1 }
  expect(await shown({})).toContain('1 thing could not be sent.')
  expect(links()).toContain('/me')
})

it('a worrying answer that the server refused has reached nobody, and Today shows whom to call', async () => {
  worrying.value = { waiting: 0, parked: 1 }
  const text = await shown({ program: { ...sam.program, phone: '+1 555 013 4000' } })
  expect(text).toContain('Nobody has seen it yet')
  expect(text).toContain('did not reach your program.If it can’t wait, call or text now:')
  expect(links()).toEqual(expect.arrayContaining(['tel:988', 'sms:988', 'tel:+15550134000']))
})

describe('a worrying answer that is still on the phone', () => {
  const waits = (tries: number): void => {
    worrying.value = { waiting: 1, parked: 0 }
    unsent.value = [{ id: 'a', path: '/api/answers/a', body: {}, made_at: '2026-11-26T20:49:00Z', tries, state: 'waiting', version: 1, worrying: true }]
  }
  const alert = () => page.querySelector('[role=alert]')?.textContent

  it('is said at once without a network, with whom to call, and no longer once it has arrived', async () => {
    online.value = false
    waits(0)
    await shown({})
    expect(alert()).toMatch(/^Nobody has seen it yet.*still on this phone\. It goes out by itself/)
    expect(links()).toEqual(expect.arrayContaining(['tel:988', 'sms:988']))
    await act(() => void (worrying.value = { waiting: 0, parked: 0 }))
    expect(alert()).toBeUndefined()
  })

  it('and where the phone believes in a network that has failed it already', async () => {
    waits(1)
    await shown({})
    expect(alert()).toContain('Nobody has seen it yet')
  })

  it('on its way for the first moments, it alarms nobody', async () => {
    waits(0)
    await shown({})
    expect(alert()).toBeUndefined()
  })

  it('in Spanish, on a phone that is signed out', async () => {
    await speak('es')
    signedOut.value = true
    waits(0)
    await shown({})
    expect(alert()).toMatch(/^Nadie lo ha visto todavía.*Saldrá cuando vuelvas a unirte/)
  })
})

it('a phone that is signed out says what it still has', async () => {
  signedOut.value = true
  expect(await shown({})).toContain('What you saved on it is still here')
  device.value = undefined
  expect(await shown(undefined)).toContain('Your plan and skills are no longer on it')
  expect(links()).toContain('/join')
})

it('before anybody has joined there is a welcome', async () => {
  device.value = undefined
  expect(await shown(undefined)).toContain('I have an invite')
  await act(() => speak('es'))
  expect(page.textContent).toContain('Tengo una invitación')
})

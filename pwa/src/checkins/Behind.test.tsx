// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draft } from '../data/db'
import { items } from '../data/outbox'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { isAsked, open, page, shown, startWith, tap } from './onPage.fixture'
import { phq2, phq9 } from './phq.fixture'

const short: CheckInOut = {
  id: 'short', instrument: 'phq-2', slot: 'weekly', local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-29T01:00:00Z', answered_at: null,
}

const ana = {
  person: { id: 'ana', called: 'Ana', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York', phone: '+1 555 013 4000' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana', responder: 'Ben', coverage: [] },
  check_ins: [short], instruments: [phq2, phq9], exercises: [], assignments: [], answers: [], practices: [], plan: null, proposed: null,
} as unknown as Home

startWith(ana)
beforeEach(() => {
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'], now: now.value })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const FULL = 'check-in:short:phq-9'

async function sayShort(path: string, first: string, second: string): Promise<void> {
  await open(path)
  await isAsked('Little interest')
  await tap(first)
  await tap('Next')
  await isAsked('Feeling down')
  await tap(second)
  await tap('Save')
}

async function correctShort(first: string, second: string): Promise<void> {
  const [said] = await items()
  await sayShort(`/check-in/correct/${said?.id}`, first, second)
}

const checked = () => page.querySelector<HTMLInputElement>('input:checked')?.value

describe('Ana said something worrying in the form that her short one had opened, and left it there', () => {
  beforeEach(async () => {
    await sayShort('/check-in/short', 'Nearly every day', 'Nearly every day')
    await isAsked('Trouble falling')
    await tap('Several days')
    await tap('Next')
    await isAsked('better off dead')
    await tap('Nearly every day')
    await isAsked('Thank you for saying so')
    await act(() => void dispatchEvent(new PopStateEvent('popstate'))) // back into the form
    await isAsked('better off dead')
  })

  it('correcting the short one takes nothing of it, and it goes on where it was', async () => {
    now.value = new Date('2026-11-27T02:05:00Z')
    vi.setSystemTime(now.value)
    await correctShort('Nearly every day', 'More than half the days')
    await isAsked('better off dead')
    await shown(/What you said is saved.*You began at 8:05\spm\. Your answers are here/)
    expect(checked()).toBe('often-3')
    expect(await draft(FULL)).toMatchObject({ began_at: '2026-11-27T01:05:00.000Z', worrying: true, values: { 'phq-1': 'often-3', 'phq-2': 'often-2', 'phq-3': 'often-1', 'phq-9': 'often-3' } })
  })

  it('where the corrected short one opens nothing any more, the form that was begun has what it says now, and the rest', async () => {
    await correctShort('Not at all', 'Several days')
    await shown(/Your correction is kept/)
    expect(await draft(FULL)).toMatchObject({ worrying: true, values: { 'phq-1': 'often-0', 'phq-2': 'often-1', 'phq-3': 'often-1', 'phq-9': 'often-3' } })
  })
})

it('starting the full form over begins where the short one has led, and it stays begun', async () => {
  await sayShort('/check-in/short', 'Nearly every day', 'Nearly every day')
  await isAsked('Trouble falling')
  await tap('Several days')
  await open('/check-in/short')
  await shown(/You began/)
  await tap('Start over')
  await tap('Yes, start over')
  await isAsked('Little interest')
  const { values } = (await draft(FULL)) as { values: unknown }
  expect(values).toEqual({ 'phq-1': 'often-3', 'phq-2': 'often-3' })
})

it('a short form that opens nothing begins none', async () => {
  await sayShort('/check-in/short', 'Not at all', 'Several days')
  await shown(/Thank you, Ana/)
  expect(await draft(FULL)).toBeUndefined()
})

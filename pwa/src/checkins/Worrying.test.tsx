// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider, Route, Router } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, wipe } from '../data/db'
import { loadHome, told } from '../data/home'
import { items } from '../data/outbox'
import { watchPending, worrying } from '../data/pending'
import type { CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { CheckIn, Correction } from './CheckIn'
import { phq2, phq9 } from './phq.fixture'

const page = document.createElement('main')
document.body.append(page)

const week: CheckInOut = {
  id: 'week',
  instrument: 'phq-9',
  slot: 'weekly',
  local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z',
  closes_at: '2026-11-29T01:00:00Z',
  answered_at: null,
  state: 'open',
}

const ana = {
  person: { called: 'Ana', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York', phone: '+1 555 013 4000' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana', responder: 'Ben', open_now: false, opens_at: '2026-11-27T14:00:00Z' },
  check_ins: [week, { ...week, id: 'short', instrument: 'phq-2' }],
  instruments: [phq2, phq9],
  exercises: [],
  assignments: [],
  answers: [],
  practices: [],
  plan: null,
  proposed: null,
} as unknown as Home

const tell = (home: Partial<Home> = {}) => (told.value = { body: { ...ana, ...home }, etag: undefined, read_at: '2026-11-27T01:04:00Z' })

beforeEach(async () => {
  vi.stubGlobal('scrollTo', () => undefined)
  await wipe()
  await loadHome()
  now.value = new Date('2026-11-27T01:05:00Z')
  tell()
})
afterEach(() => {
  render(null, page)
  online.value = true
})

async function open(path: string): Promise<void> {
  render(null, page)
  history.replaceState(null, '', path)
  await act(() =>
    render(
      <LocationProvider>
        <Router>
          <Route path="/check-in/:id" component={CheckIn} />
          <Route path="/check-in/correct/:answer" component={Correction} />
        </Router>
      </LocationProvider>,
      page,
    ),
  )
  await shown(/./)
}

const text = () => page.textContent ?? ''
const shown = (pattern: RegExp) => vi.waitFor(() => expect(text()).toMatch(pattern))
const heading = () => page.querySelector('h1')?.textContent ?? ''
const isAsked = (question: string) => vi.waitFor(() => expect(heading()).toContain(question))
const HELP = 'Thank you for saying so'

const tap = (name: RegExp | string) =>
  act(() => {
    const found = [...page.querySelectorAll<HTMLElement>('button, a, label')].find((one) => (typeof name === 'string' ? one.textContent === name : name.test(one.textContent ?? '')))
    if (!found) throw new Error(`nothing to tap is called “${name}” in: ${text()}`)
    ;(found.querySelector('input') ?? found).click()
  })

/** happy-dom has no history to go back in. */
const goOn = () => act(() => void dispatchEvent(new PopStateEvent('popstate')))

async function skipTo(question: string): Promise<void> {
  while (!heading().includes(question)) {
    const before = heading()
    await tap('Skip')
    await vi.waitFor(() => expect(heading()).not.toBe(before))
  }
}

describe('Ana answers the ninth question above “not at all”', () => {
  beforeEach(async () => {
    await open('/check-in/week')
    await skipTo('better off dead')
  })

  it('help is there at that moment, before anything is sent, and nothing is lost on the way back', async () => {
    await tap('Several days')
    await isAsked(HELP)
    expect([...page.querySelectorAll('a')].map(({ href }) => href)).toEqual(expect.arrayContaining(['tel:988', 'sms:988', 'tel:911']))
    expect(text()).toContain('HOME to 741741')
    expect(text()).toContain('Veterans: press 1')
    expect(await items()).toEqual([])

    await goOn()
    await isAsked('better off dead')
    expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('often-1')
    expect(document.activeElement).toBe(page.querySelector('input:checked'))
  })

  it('it comes once, and again only after it was answered otherwise', async () => {
    await tap('Several days')
    await isAsked(HELP)
    await goOn()
    await isAsked('better off dead')
    await tap('Nearly every day')
    expect(heading()).toContain('better off dead')
    await tap('Not at all')
    expect(heading()).toContain('better off dead')
    await tap('Several days')
    await isAsked(HELP)
  })

  it('an app that is closed there opens there', async () => {
    await tap('Several days')
    await isAsked(HELP)
    await vi.waitFor(async () => expect(await draft('check-in:week')).toMatchObject({ facing: { rule: 'safety' } }))
    await open('/check-in/week')
    await isAsked(HELP)
  })

  it('she asks to be contacted; out of hours it says when that is seen', async () => {
    await tap('Several days')
    await shown(/The clinic is closed until tomorrow, 9:00\sam\. Dana or Ben sees it then\./)
    await tap('Ask Dana to contact me')
    await shown(/It is being sent/)
    const [item] = await items()
    expect(item?.path).toMatch(/^\/api\/call-requests\//)
    expect(item?.body).toMatchObject({ rule: 'safety' })
  })

  it('without a network it says that nobody has seen it, and whom to call', async () => {
    online.value = false
    await tap('Several days')
    await tap('Ask Dana to contact me')
    await shown(/This is still on your phone. Nobody has seen it yet./)
    expect([...page.querySelectorAll('a')].map(({ href }) => href)).toContain('tel:+15550134000')
  })

  it('the answer that waits on the phone is known as one that somebody should see', async () => {
    watchPending()
    await tap('Several days')
    await isAsked(HELP)
    await goOn()
    await tap('Save')
    await shown(/Thank you, Ana/)
    await vi.waitFor(() => expect(worrying.value).toEqual({ waiting: 1, parked: 0 }))
  })
})

describe('a short form of 3 or more', () => {
  beforeEach(async () => {
    await open('/check-in/short')
    await tap('More than half the days')
    await tap('Next')
    await isAsked('Feeling down')
    await tap('Several days')
    await tap('Save')
    await isAsked('Trouble falling')
  })

  it('is saved, and the full form goes on with what was said', async () => {
    await shown(/What you said is saved/)
    const [short, ...others] = await items()
    expect(others).toEqual([])
    expect(short?.body).toMatchObject({ check_in: 'short', instrument: 'phq-2' })

    await tap('Not at all')
    await tap('Next')
    await isAsked('better off dead')
    await tap('Skip')
    await shown(/Both forms are saved/)
    expect((await items())[1]?.body).toMatchObject({
      check_in: 'short',
      instrument: 'phq-9',
      items: [{ link_id: 'phq-1', value: 'often-2' }, { link_id: 'phq-2', value: 'often-1' }, { link_id: 'phq-3', value: 'often-0' }],
    })
  })

  it('who stops in the middle finds the rest later, and what was saved stays', async () => {
    await open('/check-in/short')
    await isAsked('Trouble falling')
    expect(text()).toContain('You began this')
    expect(await items()).toHaveLength(1)
  })
})

it('a short form under 3 opens nothing', async () => {
  await open('/check-in/short')
  await tap('Several days')
  await tap('Next')
  await isAsked('Feeling down')
  await tap('Several days')
  await tap('Save')
  await shown(/Thank you, Ana/)
})

describe('an answer of today', () => {
  const answer = {
    id: 'a1', check_in: 'week', instrument: 'phq-9', version: '1', answered_at: '2026-11-27T01:02:00Z', late: false, seen_by: null, seen_at: null, reply: null,
    revisable_until: '2026-11-28T01:02:00Z', items: [{ link_id: 'phq-1', value: 'often-1' }, { link_id: 'phq-9', value: 'often-0' }], scores: {},
  }

  it('can be corrected; the correction names it', async () => {
    tell({ answers: [answer] })
    await open('/check-in/correct/a1')
    await shown(/You are changing what you answered at 8:02\spm/)
    expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('often-1')
    await tap('Nearly every day')
    await tap('Next')
    await skipTo('better off dead')
    await tap('Save')
    await shown(/Your correction is kept/)
    expect((await items())[0]?.body).toMatchObject({
      check_in: 'week',
      revises: 'a1',
      items: [{ link_id: 'phq-1', value: 'often-3' }, { link_id: 'phq-9', value: 'often-0' }],
    })
  })

  it('after a day it can not', async () => {
    tell({ answers: [{ ...answer, revisable_until: '2026-11-27T01:04:00Z' }] })
    await open('/check-in/correct/a1')
    await shown(/can no longer be changed/)
  })
})

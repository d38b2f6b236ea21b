// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draft, drafts, keep, keepDraft } from '../data/db'
import { home, loadHome, said } from '../data/home'
import { items } from '../data/outbox'
import { sayAnswer } from '../data/say'
import type { AnswerIn, CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { speak } from '../ui/words'
import { begun, withValue } from './draft'
import { heading, isAsked, open, page, shown, startWith, tap, tell, text } from './onPage.fixture'
import { phq2, phq9 } from './phq.fixture'

const week: CheckInOut = {
  id: 'week', instrument: 'phq-9', slot: 'weekly', local_date: '2026-11-26',
  opens_at: '2026-11-27T01:00:00Z', closes_at: '2026-11-29T01:00:00Z', answered_at: null,
}

const ana = {
  person: { id: 'ana', called: 'Ana', zone: 'America/New_York', language: 'en' },
  program: { zone: 'America/New_York', phone: '+1 555 013 4000' },
  reading: { by: '2026-11-27T17:00:00Z', counselor: 'Dana', responder: 'Ben', coverage: [] },
  check_ins: [week, { ...week, id: 'short', instrument: 'phq-2' }], instruments: [phq2, phq9], exercises: [], assignments: [], answers: [], practices: [], plan: null, proposed: null,
} as unknown as Home

startWith(ana)
beforeEach(async () => {
  await keep('home', { body: ana, etag: undefined, read_at: '2026-11-27T01:04:00Z' })
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'], now: now.value })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const answerOf = (values: Record<string, string>): AnswerIn => ({
  check_in: 'week', instrument: 'phq-9', version: '1', language: 'en', answered_at: new Date().toISOString(), revises: null,
  items: Object.entries(values).map(([link_id, value]) => ({ link_id, value })),
})

/** Another tab says it, and this one hears of it, or not yet. */
async function otherTabSays(values: Record<string, string>, isHeard: boolean): Promise<string> {
  const before = said.value
  const id = await sayAnswer(answerOf(values), 'check-in:week', new Date())
  if (!isHeard) await act(() => void (said.value = before))
  return id
}

const OTHERWISE = { 'phq-1': 'often-1', 'phq-9': 'often-0' }
const links = () => [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))

async function chooseTheFirst(): Promise<void> {
  await open('/check-in/week')
  await isAsked('Little interest')
  await tap('Nearly every day')
  await vi.waitFor(async () => expect(await draft('check-in:week')).toMatchObject({ values: { 'phq-1': 'often-3' } }))
}

async function skipTo(question: string): Promise<void> {
  while (!heading().includes(question)) {
    const before = heading()
    await tap('Skip')
    await vi.waitFor(() => expect(heading()).not.toBe(before))
  }
}

describe('while Ana is at it, it is answered in another tab', () => {
  it('and this one shows that at once, with what she chose here to correct it with', async () => {
    await chooseTheFirst()
    const id = await otherTabSays(OTHERWISE, true)
    await shown(/This one is answered.*What you chose here is different.*It was not sent, and nobody has seen it.*Little interest or pleasure in doing thingsNearly every day/)
    expect([...(await drafts()).keys()]).toContain(`correct:${id}`)
    expect(await draft('check-in:week')).toBeUndefined()
    expect(text()).not.toContain('better off dead')

    expect(links()).toContain(`/check-in/correct/${id}`)
    await open(`/check-in/correct/${id}`)
    await isAsked('Little interest')
    expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('often-3')
    await tap('Next')
    await skipTo('better off dead')
    await tap('Save')
    await shown(/Your correction is kept/)
    expect((await items()).map(({ body }) => body)).toMatchObject([
      { revises: null },
      { revises: id, items: [{ link_id: 'phq-1', value: 'often-3' }, { link_id: 'phq-9', value: 'often-0' }] },
    ])
  })

  it('and what she chose says nothing else: it is called answered, and the draft goes', async () => {
    await chooseTheFirst()
    await otherTabSays({ 'phq-1': 'often-3', 'phq-9': 'often-0' }, true)
    await shown(/This one is answered/)
    expect(text()).not.toContain('What you chose here')
    expect([...(await drafts()).keys()]).toEqual([])
  })

  it('and this one has not heard of it: it is saved once, and says so', async () => {
    await chooseTheFirst()
    await tap('Next')
    await skipTo('better off dead')
    const id = await otherTabSays(OTHERWISE, false)
    await tap('Save')
    await shown(/This one is answered.*What you chose here is different/)
    expect(text()).not.toContain('Thank you, Ana')
    expect((await items()).map((item) => item.id)).toEqual([id])
    expect([...(await drafts()).keys()]).toEqual([`correct:${id}`])
  })

  it('what she said about being safe here is said to be still here', async () => {
    await open('/check-in/week')
    await skipTo('better off dead')
    await tap('Several days')
    await isAsked('Thank you for saying so')
    const id = await otherTabSays(OTHERWISE, true)
    expect(heading()).toContain('Thank you for saying so') // nothing takes help away
    await act(() => void dispatchEvent(new PopStateEvent('popstate')))
    await shown(/This one is answered.*Nobody has seen it yet.*that form isn’t finished/)
    expect(await draft(`correct:${id}`)).toMatchObject({ worrying: true, values: { 'phq-1': 'often-1', 'phq-9': 'often-1' } })
    expect(await draft('check-in:week')).toBeUndefined()
  })

  it('a correction that was begun already stays, and what was chosen here can be read', async () => {
    await chooseTheFirst()
    const id = await otherTabSays(OTHERWISE, false)
    await keepDraft(`correct:${id}`, begun(phq9, now.value, OTHERWISE))
    await act(loadHome)
    await shown(/What you chose here is different.*You can read it here until Thursday, December 3/)
    expect(await draft(`correct:${id}`)).toMatchObject({ values: OTHERWISE })
    expect(await draft('check-in:week')).toMatchObject({ values: { 'phq-1': 'often-3' } })
  })

  it('the tab that comes to the front looks for itself', async () => {
    await keep('device', { id: 'd-ana', role: 'participant', person: 'ana' })
    await loadHome()
    await chooseTheFirst()
    await otherTabSays(OTHERWISE, false)
    expect(text()).toContain('Little interest')
    await act(() => void document.dispatchEvent(new Event('visibilitychange')))
    await shown(/This one is answered/)
  })

  it('in Spanish, too', async () => {
    await speak('es')
    await open('/check-in/week')
    await isAsked('Little interest')
    await tap('Nearly every day')
    await otherTabSays(OTHERWISE, true)
    await shown(/Este ya está contestado.*Lo que elegiste aquí es distinto.*Corregirla con lo que elegí aquí/)
    await speak('en')
  })
})

it('what Ana began here before she answered on another device is not passed over', async () => {
  const answer = { ...answerOf(OTHERWISE), id: 'a1', late: false, seen_by: null, seen_at: null, replies: [], revisable_until: '2026-11-28T01:02:00Z', scores: {} }
  await keepDraft('check-in:week', withValue(begun(phq9, now.value), 'phq-1', 'often-3'))
  tell({ ...ana, check_ins: [{ ...week, answered_at: '2026-11-27T01:02:00Z' }], answers: [answer] } as unknown as Home)
  await open('/check-in/week')
  await shown(/This one is answered.*What you chose here is different/)
  expect(await draft('correct:a1')).toMatchObject({ values: { 'phq-1': 'often-3', 'phq-9': 'often-0' } })
  expect(home.value?.answers).toHaveLength(1)
})

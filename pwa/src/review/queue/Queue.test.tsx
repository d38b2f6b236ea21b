// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wipe } from '../../data/db'
import type { AnswerOut, QueueOut, QueueRow } from '../../shared/wire'
import { serverThat, show, until } from '../server.fixture'
import { wide } from '../wide'
import { firstOnes, nextAfter, unremarkable } from './line'
import { Queue } from './Queue'

const instrument: AnswerOut['instrument'] = { id: 'daily', version: '1', title: 'Daily check-in', item: [{ linkId: 'mood', type: 'integer', text: 'How is your mood right now?' }] }

const waiting = (id: string, name: string, said: Partial<QueueRow> = {}): QueueRow => ({
  id, person: { id: `${id}-person`, name }, instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, answered_at: '2026-11-22T20:12:00Z',
  received_at: '2026-11-22T20:12:05Z', late: false, for_day: '2026-11-22', scores: [], rules: [], correction: null, remarkable: false, ...said,
})

const answerOf = ({ id, person, answered_at, received_at, for_day }: QueueRow): Partial<AnswerOut> => ({
  id, person, instrument, items: [{ link_id: 'mood', value: 3 }], before: [], scores: [], answered_at, received_at, late: false,
  for_day, flags: [], alerts: [], revises: null, superseded: false, revisions: [], reviewed_by: null, reviewed_at: null, notes: [], replies: [],
})

const rows = [waiting('a1', 'Maya T.', { remarkable: true, rules: [{ name: 'used', text: { en: 'Said that they used', es: 'Dijo que consumió' } }] }), waiting('a2', 'Nina F.'), waiting('a3', 'Theo B.')]
let page: HTMLElement
const text = () => page.textContent
const button = (name: string) => [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith(name))
const press = (name: string) => act(() => button(name)?.click())
const key = (named: string) => act(() => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: named, bubbles: true, cancelable: true })))

async function open(says: Parameters<typeof serverThat>[0], { answers = rows, forms = [] }: Partial<QueueOut> = {}) {
  const server = serverThat({
    ...says,
    'GET /api/queue': () => ({ total: answers.length, answers, forms }),
    'GET /api/caseload': () => ({ viewer: 'Dana', alerts: { urgent: 0, today: 0, overdue: 0 }, program: {}, groups: [], people: [] }),
    'GET /api/answers/': (_body, path) => answerOf(answers.find(({ id }) => path.endsWith(id)) as QueueRow),
  })
  page = await show(Queue, '/queue')
  await until(() => expect(text()).toContain('3 answers to read'))
  return server
}

const review = (by: string, first: boolean) => (_body: unknown, path: string) => ({ id: path.split('/').at(-1), reviewed_by: by, reviewed_at: '2026-11-23T19:10:00Z', first, mine: by === 'Dana' })

beforeEach(async () => {
  await wipe()
  wide.value = true
})
afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  wide.value = false
  vi.unstubAllGlobals()
})

describe('Dana reads the queue by keys', () => {
  it('R reviews the answer that lies open and goes on to the next', async () => {
    const server = await open({ 'PUT /api/reviews/': review('Dana', true) })
    await key('j')
    await until(() => expect(text()).toContain('How is your mood right now?'))
    await key('r')
    await until(() => expect(text()).toContain('The answer of Maya T. is reviewed.'))
    expect(server.put('/api/reviews/')).toMatchObject([{ body: { answer: 'a1', note: null, reply: null } }])
    expect((document.activeElement as HTMLElement).dataset['row']).toBe('a2')
    expect(text()).toContain('2 answers to read')
  })

  it('Ben was first: that is said and stays, and so do her words', async () => {
    const server = await open({ 'PUT /api/reviews/': review('Ben', false) })
    await key('j')
    await until(() => expect(button('Add a note')).toBeDefined())
    await key('n')
    await act(() => {
      const field = page.querySelector('textarea') as HTMLTextAreaElement
      field.value = 'Call on Monday.'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await press('Mark as reviewed')
    await until(() => expect(text()).toContain('Ben was first. What you wrote is kept, too. Reviewed by Ben'))
    expect(server.put('/api/reviews/')).toMatchObject([{ body: { answer: 'a1', note: 'Call on Monday.', reply: null } }])
  })

  it('a note that could not be sent is still there when the answer is opened again', async () => {
    await open({ 'PUT /api/reviews/': () => new TypeError('Failed to fetch') })
    await key('j')
    await until(() => expect(button('Add a note')).toBeDefined())
    await key('n')
    await act(() => {
      const field = page.querySelector('textarea') as HTMLTextAreaElement
      field.value = 'Call on Monday.'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await press('Mark as reviewed')
    await until(() => expect(text()).toContain('You are offline.'))
    await act(() => (page.querySelector('[data-row="a2"]') as HTMLElement).focus())
    await until(() => expect(page.querySelector('.side h2')?.textContent).toBe('Nina F.'))
    await act(() => (page.querySelector('[data-row="a1"]') as HTMLElement).focus())
    await until(() => expect(page.querySelector('textarea')?.value).toBe('Call on Monday.'))
  })
})

it('an answer that a phone held up for some hours says when it was sent, in the row and opened', async () => {
  const held = waiting('a1', 'Maya T.', { for_day: null, answered_at: '2026-11-22T02:12:00Z', received_at: '2026-11-22T20:12:05Z' })
  await open({}, { answers: [held, ...rows.slice(1)] })
  expect(page.querySelector('[data-row]')?.textContent).toMatch(/Answered Nov 22 2:12.*, sent Nov 22 8:12/)
  expect(page.querySelector('[data-row]')?.textContent).not.toContain('earlier day')
  await key('j')
  await until(() => expect(text()).toContain('How is your mood right now?'))
  expect(text()?.match(/sent Nov 22/g)).toHaveLength(2)
})

it('an answer for an earlier day says so in its row', async () => {
  await open({}, { answers: [waiting('a1', 'Maya T.', { for_day: null, answered_at: '2021-05-01T12:00:00Z' }), waiting('a2', 'Nina F.'), waiting('a3', 'Theo B.')] })
  const [maya, nina] = [...page.querySelectorAll('[data-row]')].map(({ textContent }) => textContent)
  expect(maya).toMatch(/for an earlier day.*Answered May 1, 2021.*, sent Nov 22/)
  expect(nina).not.toContain('for an earlier day')
})

describe('the unremarkable ones are read at once', () => {
  it('only they can be ticked, and who was first at some of them is said', async () => {
    const server = await open({
      'PUT /api/bulk-reviews/': (_body, path) => ({
        id: path.split('/').at(-1),
        reviews: [
          { answer: 'a2', reviewed_by: 'Dana', reviewed_at: '2026-11-23T19:10:00Z', first: true, mine: true },
          { answer: 'a3', reviewed_by: 'Ben', reviewed_at: '2026-11-23T19:09:00Z', first: false, mine: false },
        ],
      }),
    })
    expect([...page.querySelectorAll('input[type="checkbox"]')].map((box) => box.getAttribute('aria-label'))).toEqual(['Tick the answer of Nina F.', 'Tick the answer of Theo B.'])
    await press('Tick all')
    await press('Mark 2 as reviewed')
    await until(() => expect(text()).toContain('1 answer marked as reviewed. 1 was already reviewed by Ben.'))
    expect(server.put('/api/bulk-reviews/')).toMatchObject([{ body: { answers: ['a2', 'a3'] } }])
    expect([...page.querySelectorAll('[data-row]')].map((row) => (row as HTMLElement).dataset['row'])).toEqual(['a1'])
  })

  it('what the server does not take is said, and the ticks stay', async () => {
    await open({ 'PUT /api/bulk-reviews/': () => Response.json({ error: 'One of these wants to be read by itself.', field: 'answers' }, { status: 422 }) })
    await press('Tick all')
    await press('Mark 2 as reviewed')
    await until(() => expect(text()).toContain('One of these wants to be read by itself.'))
    expect(button('Mark 2 as reviewed')).toBeDefined()
  })
})

it('after the last answer comes the one before it, and then none', () => {
  expect(nextAfter(rows, 'a1')).toBe('a2')
  expect(nextAfter(rows, 'a3')).toBe('a2')
  expect(nextAfter(rows.slice(0, 1), 'a1')).toBeUndefined()
  expect(unremarkable(rows)).toEqual(['a2', 'a3'])
})

it('Dana is not told that she herself was first, but that another Dana was', () => {
  const review = { answer: 'a2', reviewed_by: 'Dana', reviewed_at: '', first: false }
  expect(firstOnes([{ ...review, mine: true }])).toEqual([])
  expect(firstOnes([{ ...review, mine: false }])).toEqual([['Dana', 1]])
})

describe('an answer that corrects another', () => {
  const form = {
    resourceType: 'Questionnaire', id: 'daily', version: '1', title: 'Daily check-in',
    item: [
      { linkId: 'mood', type: 'integer', text: 'How is your mood right now?' },
      { linkId: 'used', type: 'boolean', text: 'Did you use?' },
      { linkId: 'what', type: 'string', text: 'What was it?', enableWhen: [{ question: 'used', operator: '=', answerBoolean: true }] },
    ],
  }
  const used = { name: 'used', text: { en: 'Said that they used', es: 'Dijo que consumió' } }
  const said = (items: Record<string, number | boolean | string>) => Object.entries(items).map(([link_id, value]) => ({ link_id, value }))
  const corrected = (...before: Record<string, number | boolean | string>[]): QueueRow['correction'] => ({
    version: '1', items: said({ mood: 6, used: false }),
    before: before.map((items) => ({ answered_at: '2026-11-22T20:00:00Z', items: said(items), rules: items['used'] ? [used] : [] })),
  })
  const shown = async (correction: QueueRow['correction']) => {
    await open({}, { answers: [waiting('a1', 'Maya T.', { remarkable: true, correction }), ...rows.slice(1)], forms: [form] })
    return [...(page.querySelector('[data-row="a1"]')?.querySelectorAll('.chip, small') ?? [])].map(({ textContent }) => textContent)
  }

  it('says so, with what was said before, and keeps what a rule saw in that', async () => {
    const lines = await shown(corrected({ mood: 6, used: true, what: 'Beer' }))
    expect(lines).toContain('Corrected')
    expect(lines).toContain('Before it was corrected: Said they used')
    expect(lines.slice(-3)).toEqual(['Did you use? No (before: Yes)', 'What was it? Skipped (before: Beer)', 'Open it'])
  })

  it('corrected twice, all that was said before is there', async () => {
    const lines = await shown(corrected({ mood: 2, used: false }, { mood: 6, used: true }))
    expect(lines).toContain('How is your mood right now? 6 (before: 2)')
    expect(lines).toContain('Did you use? No (before: Yes)')
  })

  it('that says the same again says that', async () => expect(await shown(corrected({ mood: 6, used: false }))).toContain('It says the same as before.'))
})

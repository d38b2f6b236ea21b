// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wipe } from '../../data/db'
import { me } from '../../data/home'
import type { AnswerOut, Me, QueueRow } from '../../shared/wire'
import { serverThat, show, until } from '../server.fixture'
import { wide } from '../wide'
import { firstOnes, nextAfter, unremarkable } from './line'
import { Queue } from './Queue'

const instrument: AnswerOut['instrument'] = { id: 'daily', version: '1', title: 'Daily check-in', item: [{ linkId: 'mood', type: 'integer', text: 'How is your mood right now?' }] }

const waiting = (id: string, name: string, said: Partial<QueueRow> = {}): QueueRow => ({
  id, person: { id: `${id}-person`, name }, instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, answered_at: '2026-11-22T20:12:00Z',
  received_at: '2026-11-22T20:12:05Z', late: false, for_day: '2026-11-22', scores: [], rules: [], remarkable: false, ...said,
})

const answerOf = ({ id, person }: QueueRow): Partial<AnswerOut> => ({
  id, person, instrument, items: [{ link_id: 'mood', value: 3 }], before: [], scores: [], answered_at: '2026-11-22T20:12:00Z', received_at: '2026-11-22T20:12:05Z', late: false,
  for_day: '2026-11-22', flags: [], alerts: [], revises: null, superseded: false, revisions: [], reviewed_by: null, reviewed_at: null, note: null, reply: null,
})

const rows = [waiting('a1', 'Maya T.', { remarkable: true, rules: [{ name: 'used', text: { en: 'Said that they used', es: 'Dijo que consumió' } }] }), waiting('a2', 'Nina F.'), waiting('a3', 'Theo B.')]
let page: HTMLElement
const text = () => page.textContent
const button = (name: string) => [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith(name))
const press = (name: string) => act(() => button(name)?.click())
const key = (named: string) => act(() => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: named, bubbles: true, cancelable: true })))

async function open(says: Parameters<typeof serverThat>[0]) {
  const server = serverThat({
    ...says,
    'GET /api/queue': () => ({ total: rows.length, answers: rows }),
    'GET /api/caseload': () => ({ viewer: 'Dana', alerts: { urgent: 0, today: 0, overdue: 0 }, program: {}, groups: [], people: [] }),
    'GET /api/answers/': (_body, path) => answerOf(rows.find(({ id }) => path.endsWith(id)) as QueueRow),
  })
  page = await show(Queue, '/queue')
  await until(() => expect(text()).toContain('3 answers to read'))
  return server
}

const review = (by: string, first: boolean) => (_body: unknown, path: string) => ({ id: path.split('/').at(-1), reviewed_by: by, reviewed_at: '2026-11-23T19:10:00Z', first })

beforeEach(async () => {
  await wipe()
  wide.value = true
  me.value = { called: 'Dana' } as Me
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

  it('Ben was first: that is said and stays, and so do her words, below his', async () => {
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
    await until(() => expect(text()).toContain('Ben was first. What you wrote was added below. Reviewed by Ben'))
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

describe('the unremarkable ones are read at once', () => {
  it('only they can be ticked, and who was first at some of them is said', async () => {
    const server = await open({
      'PUT /api/bulk-reviews/': (_body, path) => ({
        id: path.split('/').at(-1),
        reviews: [
          { answer: 'a2', reviewed_by: 'Dana', reviewed_at: '2026-11-23T19:10:00Z', first: true },
          { answer: 'a3', reviewed_by: 'Ben', reviewed_at: '2026-11-23T19:09:00Z', first: false },
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

it('Dana is not told that she herself was first', () =>
  expect(firstOnes([{ answer: 'a2', reviewed_by: 'Dana', reviewed_at: '', first: false }], 'Dana')).toEqual([]))

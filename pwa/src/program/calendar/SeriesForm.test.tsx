// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { StaffCalendar } from '../../shared/wire'
import { now } from '../../ui/now'
import { calendar, one, series } from './calendar.fixture'
import { ChangeSeries, NewSeries } from './SeriesPage'

let page: HTMLElement
const text = () => page.textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' ') ?? ''
const labelled = (label: string) => [...page.querySelectorAll('label')].find(({ textContent }) => textContent?.trim() === label)
const field = (label: string) => page.querySelector<HTMLInputElement>(`#${labelled(label)?.htmlFor}`)
const put = (label: string, value: string, event = 'input') =>
  act(() => {
    const control = field(label) as HTMLInputElement
    control.value = value
    control.dispatchEvent(new Event(event, { bubbles: true }))
  })
const choose = (label: string, value: string) => put(label, value, 'change')
const tick = (label: string) => act(() => labelled(label)?.querySelector('input')?.click())
const save = () => act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

async function open(what: 'new' | 'change', body: StaffCalendar, address: string, says: Parameters<typeof serverThat>[0] = {}) {
  const server = serverThat({ ...says, 'GET /api/calendar': () => body, 'GET /api/busy': () => ({ people: [], facilitator: [] }), 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }), ...says })
  page = await show(what === 'new' ? NewSeries : () => <ChangeSeries id="s1" />, address)
  await until(() => expect(field('Name of the session')).not.toBeNull())
  return server
}

beforeEach(() => void (now.value = new Date('2026-11-24T15:00:00Z')))

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('Dana makes a series', () => {
  async function fill() {
    await choose('Group or person', 'group:g1')
    await put('Name of the session', 'Stress group')
    await tick('Tuesday')
    await tick('Thursday')
    await put('Starts at', '18:00')
  }

  it('sees its next five dates, and who can’t come, before she saves', async () => {
    const busy = { person: 'charlie', sessions: [{ occurrence: null, starts_at: '2026-11-26T22:00:00Z', ends_at: '2026-11-26T23:30:00Z' }], commitments: [] }
    const server = await open('new', calendar, '/schedule/new', { 'GET /api/busy': () => ({ people: [busy], facilitator: [] }) })
    await fill()
    await until(() => expect(text()).toContain('Charlie M.: another session on Nov 26.'))
    const dates = [...page.querySelectorAll('ol.dates li')].map(({ textContent }) => textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' '))
    expect(dates).toEqual(['Tuesday, November 24, 6:00 – 7:00 pm', 'Thursday, November 26, 6:00 – 7:00 pm', 'Tuesday, December 1, 6:00 – 7:00 pm', 'Thursday, December 3, 6:00 – 7:00 pm', 'Tuesday, December 8, 6:00 – 7:00 pm'])
    expect(server.put('/api/')).toEqual([])
  })

  it('saves it with the topics of its weeks', async () => {
    const server = await open('new', calendar, '/schedule/new')
    await fill()
    await choose('Ends', 'count')
    await put('How many sessions', '8')
    const week = page.querySelector('[aria-label="Week of Nov 30"] input') as HTMLInputElement
    await act(() => {
      week.value = 'Stress management'
      week.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await save()
    await until(() => expect(location.search).toBe('?day=2026-11-24&saved=series'))
    expect(server.put('/api/series/')).toMatchObject([
      { body: { series: null, from_day: null, group: 'g1', person: null, kind: 'group', rule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8', first_day: '2026-11-24', wall_time: '18:00', minutes: 60, topics: ['', 'Stress management'], homework: null } },
    ])
  })

  it('nothing is sent while something is wrong, and the first of it has the focus', async () => {
    const server = await open('new', calendar, '/schedule/new')
    await save()
    expect(document.activeElement).toBe(field('Group or person'))
    await fill()
    await put('Video link', 'http://video.example')
    await save()
    expect(document.activeElement).toBe(field('Video link'))
    expect(server.put('/api/')).toEqual([])
  })

  it('what she typed stays when the server cannot be reached', async () => {
    await open('new', calendar, '/schedule/new', { 'PUT /api/series/': () => new Error('no network') })
    await fill()
    await save()
    await until(() => expect(page.querySelector('.notice.alert')).not.toBeNull())
    expect(field('Name of the session')?.value).toBe('Stress group')
    expect(text()).toContain('What you wrote is kept in this browser.')
  })
})

describe('Dana changes a series', () => {
  it('from a day on: what was stays, and nobody is busy with the series itself', async () => {
    const next = { ...one, id: 's1@2026-11-30T18:00', original_start: '2026-11-30T18:00', starts_at: '2026-11-30T23:00:00Z', ends_at: '2026-12-01T00:30:00Z' }
    const busy = { person: 'alice', sessions: [{ occurrence: next.id, starts_at: next.starts_at, ends_at: next.ends_at }], commitments: [] }
    const server = await open('change', { ...calendar, occurrences: [next] }, '/schedule/series/s1', { 'GET /api/busy': () => ({ people: [busy], facilitator: [] }) })
    expect(text()).toContain('Sessions before that day stay as they were, with their attendance.')
    expect(field('From this day on')?.value).toBe('2026-11-30')
    await put('Starts at', '18:30')
    await until(() => expect(text()).toContain('Nobody in your care has anything else then.'))
    expect(text()).toContain('Monday, November 30, 6:30 – 8:00 pm')
    await save()
    await until(() => expect(server.put('/api/series/')).toHaveLength(1))
    expect(server.put('/api/series/')).toMatchObject([{ body: { series: 's1', from_day: '2026-11-30', first_day: '2026-10-26', wall_time: '18:30', excluded: ['2026-12-21T18:30'], topics: series.topics } }])
  })

  it('sees which of its sessions are cancelled or moved already, for they stay so', async () => {
    const on = (day: string) => ({ ...one, id: `s1@${day}T18:00`, original_start: `${day}T18:00`, starts_at: `${day}T23:00:00Z` })
    const occurrences = [
      { ...on('2026-11-30'), state: 'cancelled' as const, changed_at: '2026-11-24T12:00:00Z' },
      { ...on('2026-12-07'), state: 'moved' as const, changed_at: '2026-11-24T12:00:00Z', was_at: '2026-12-07T23:00:00Z', starts_at: '2026-12-09T23:00:00Z' },
      on('2026-12-14'),
    ]
    await open('change', { ...calendar, occurrences }, '/schedule/series/s1?from=2026-11-30')
    await put('Starts at', '18:30')
    const dates = [...page.querySelectorAll('ol.dates li')].map(({ textContent }) => textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' '))
    expect(dates.slice(0, 3)).toEqual([
      'Monday, November 30, 6:30 – 8:00 pm Cancelled', 'Monday, December 7, 6:30 – 8:00 pm Moved to Wednesday, 6:00 pm', 'Monday, December 14, 6:30 – 8:00 pm',
    ])
  })

  it('sees none marked that was moved to where all of them are to be', async () => {
    const moved = { ...one, id: 's1@2026-11-30T18:00', original_start: '2026-11-30T18:00', state: 'moved' as const, was_at: '2026-11-30T23:00:00Z', starts_at: '2026-11-30T23:30:00Z', ends_at: '2026-12-01T01:00:00Z' }
    await open('change', { ...calendar, occurrences: [moved] }, '/schedule/series/s1?from=2026-11-30')
    expect(page.querySelector('ol.dates s')?.textContent).toContain('Monday, November 30')
    await put('Starts at', '18:30')
    expect(page.querySelector('ol.dates')?.textContent).toContain('Monday, November 30')
    expect(page.querySelector('ol.dates s')).toBeNull()
  })

  it('is not told who can’t come to one that is cancelled or elsewhere in time', async () => {
    const on = (day: string, said: object) => ({ ...one, id: `s1@${day}T18:00`, original_start: `${day}T18:00`, starts_at: `${day}T23:00:00Z`, ...said })
    const occurrences = [on('2026-11-30', { state: 'cancelled' }), on('2026-12-07', { state: 'moved', was_at: '2026-12-07T23:00:00Z', starts_at: '2026-12-09T23:00:00Z' })]
    const times = ['2026-11-30', '2026-12-07', '2026-12-14'].map((day) => ({ starts_at: `${day}T23:00:00Z`, ends_at: `${day}T23:45:00Z` }))
    await open('change', { ...calendar, occurrences }, '/schedule/series/s1?from=2026-11-30', { 'GET /api/busy': () => ({ people: [{ person: 'alice', sessions: [], commitments: times }], facilitator: [] }) })
    await until(() => expect(text()).toContain('Alice R.: busy on Dec 14.'))
  })

  it.each([
    ['that has had its session today from tomorrow on', '2026-11-24T10:00', '2026-11-24T09:55', '2026-11-25'],
    ['of which tomorrow’s was moved to today from the day after on', '2026-11-25T18:00', '2026-11-24T09:55', '2026-11-26'],
  ])('a daily one %s', async (_which, original_start, local, from) => {
    const begun = { ...one, id: `s1@${original_start}`, original_start, starts_at: `${local}:00-05:00`, ends_at: '2026-11-24T16:00:00Z' }
    await open('change', { ...calendar, series: [{ ...series, rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU' }], occurrences: [begun] }, '/schedule/series/s1?from=2026-11-24')
    expect(field('From this day on')?.value).toBe(from)
  })

  const past = 'Nothing changes before Tuesday, January 5, so this day stays as it was.'
  const problemAt = (label: string) => page.querySelector(`#${field(label)?.id}-error`)?.textContent

  it('of single dates she is told where one that she adds is before the day from which on it changes', async () => {
    const dates = { ...series, rule: 'FREQ=DAILY;COUNT=1', first_day: '2026-11-02', excluded: [], added: ['2026-12-07T18:00', '2027-01-12T18:00'], topics: null }
    await open('change', { ...calendar, series: [dates], occurrences: [] }, '/schedule/series/s1')
    await put('From this day on', '2027-01-05')
    await act(() => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Add a date')?.click())
    await put('Date 4', '2026-12-14')
    expect(['Date 1', 'Date 2', 'Date 3', 'Date 4'].map(problemAt)).toEqual(['', '', '', past])
    await put('Date 4', '2027-01-14')
    expect(problemAt('Date 4')).toBe('')
  })

  it('she is told where a day that she leaves out is before it too', async () => {
    await open('change', calendar, '/schedule/series/s1')
    await put('From this day on', '2027-01-05')
    await act(() => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Leave out a day')?.click())
    await put('Day without, 2', '2026-12-28')
    expect(['Day without, 1', 'Day without, 2'].map(problemAt)).toEqual(['', past])
  })

  it('as a whole while none of its sessions has been', async () => {
    const server = await open('change', { ...calendar, series: [{ ...series, first_day: '2026-12-07', topics: null }], occurrences: [] }, '/schedule/series/s1')
    expect(text()).toContain('No session of it has been yet, so all of it changes.')
    await put('First day', '2026-12-14')
    await save()
    await until(() => expect(server.put('/api/series/')).toMatchObject([{ body: { series: 's1', from_day: null, first_day: '2026-12-14' } }]))
  })

  it('not from a day that is over', async () => {
    const server = await open('change', calendar, '/schedule/series/s1')
    await put('From this day on', '2026-11-23')
    await save()
    expect(text()).toContain('Choose today or a later day.')
    expect(server.put('/api/')).toEqual([])
  })
})

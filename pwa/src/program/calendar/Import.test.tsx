// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { Found, Preview } from '../../shared/wire'
import { now } from '../../ui/now'
import { calendar, series, ZONE } from './calendar.fixture'
import { Import } from './Import'

const { id: _id, zone: _zone, follows: _follows, ...fields } = series
const found = (uid: string, title: string, more: Partial<Found> = {}): Found => ({
  uid, series: { ...fields, title, group: null, facilitator: null }, times: ['2026-11-30T18:00'], changed: 1, notes: [], known: false, ...more,
})
const preview: Preview = {
  id: 'p', zone: ZONE, skipped: ['27 events are over.'],
  series: [found('a', 'Morning yoga', { notes: ['Its description is left out.'] }), found('b', 'Family night', { known: true })],
}

let page: HTMLElement
const text = () => page.textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' ') ?? ''
const chooseFile = (content: string) =>
  act(() => {
    const input = page.querySelector('input[type="file"]') as HTMLInputElement
    Object.defineProperty(input, 'files', { value: [new File([content], 'clinic.ics')], configurable: true })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
const choose = (value: string) =>
  act(() => {
    const select = page.querySelector('select') as HTMLSelectElement
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
const send = () => act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

async function open(says: Parameters<typeof serverThat>[0] = {}) {
  const server = serverThat({ ...says, 'GET /api/calendar': () => calendar, 'GET /api/busy': () => ({ people: [], facilitator: [] }), 'PUT /api/calendar-previews/': () => preview, 'PUT /api/calendar-imports/': () => ({ id: 'i', made: 1 }), ...says })
  page = await show(Import, '/schedule/import')
  await until(() => expect(page.querySelector('input[type="file"]')).not.toBeNull())
  await chooseFile('BEGIN:VCALENDAR')
  return server
}

beforeEach(() => void (now.value = new Date('2026-11-24T15:00:00Z')))

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('Dana imports a calendar', () => {
  it('sees what will be made, what to know of it, and what will not', async () => {
    const server = await open()
    await until(() => expect(text()).toContain('Morning yoga'))
    for (const said of ['2 series in the file', 'Monday, November 30, 6:00 – 7:30 pm', '1 session of it is moved or cancelled', 'Its description is left out.', 'Imported before', '27 events are over.']) expect(text()).toContain(said)
    expect(server.put('/api/calendar-imports/')).toEqual([])
  })

  it('has to say for whom each is, then it is made', async () => {
    const server = await open()
    await until(() => expect(text()).toContain('Import 1 series'))
    await send()
    expect(text()).toContain('Choose a group or a person.Kind')
    expect(server.put('/api/calendar-imports/')).toEqual([])
    await choose('group:g1')
    await send()
    await until(() => expect(text()).toContain('1 series is in the calendar.'))
    expect(server.put('/api/calendar-imports/')).toMatchObject([{ body: { text: 'BEGIN:VCALENDAR', chosen: [{ uid: 'a', kind: 'group', group: 'g1', person: null, facilitator: null }] } }])
  })

  it('sees the video link, and who can’t come as soon as it is said for whom it is', async () => {
    const busy = { person: 'alice', sessions: [], commitments: [{ starts_at: '2026-11-30T23:00:00Z', ends_at: '2026-12-01T02:00:00Z' }] }
    const [yoga] = preview.series
    const online = { ...preview, series: [{ ...yoga, series: { ...yoga?.series, link: 'https://video.example/yoga' } }] }
    await open({ 'PUT /api/calendar-previews/': () => online, 'GET /api/busy': () => ({ people: [busy], facilitator: [] }) })
    await until(() => expect(text()).toContain('Video link: https://video.example/yoga'))
    expect(text()).not.toContain('Who can’t come then')
    await choose('group:g1')
    await until(() => expect(text()).toContain('Alice R.: busy'))
  })

  it('what she chose stays when it is not taken', async () => {
    await open({ 'PUT /api/calendar-imports/': () => new Error('no network') })
    await until(() => expect(text()).toContain('Import 1 series'))
    await choose('person:alice')
    await send()
    await until(() => expect(page.querySelector('.notice.alert')).not.toBeNull())
    expect(page.querySelector('select')?.value).toBe('person:alice')
  })

  it('is told what is wrong with a file', async () => {
    await open({ 'PUT /api/calendar-previews/': () => Response.json({ error: 'This is no calendar file; choose one that ends in .ics.', field: 'text' }, { status: 422 }) })
    await until(() => expect(text()).toContain('This is no calendar file; choose one that ends in .ics.'))
  })
})

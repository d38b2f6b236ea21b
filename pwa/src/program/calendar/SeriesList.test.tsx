// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { SeriesOut, StaffOccurrence } from '../../shared/wire'
import { now } from '../../ui/now'
import { calendar, one, series } from './calendar.fixture'
import { SeriesList } from './SeriesList'

let page: HTMLElement
const text = () => page.textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' ') ?? ''
const field = (label: string) => page.querySelector<HTMLInputElement>(`dialog #${[...page.querySelectorAll<HTMLLabelElement>('dialog label')].find(({ textContent }) => textContent === label)?.htmlFor}`)
const put = (label: string, value: string) =>
  act(() => {
    const control = field(label) as HTMLInputElement
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
  })
const submit = () => act(() => void page.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))
const unseen = () => Response.json({ error: 'Somebody changed this meanwhile. Look at it again, then save yours.', reason: 'changed' }, { status: 409 })

/** Opens the sheet of the button with this name. */
async function open(button: string, every: readonly SeriesOut[], occurrences: readonly StaffOccurrence[] = [], says: Parameters<typeof serverThat>[0] = {}) {
  const server = serverThat({ ...says, 'GET /api/calendar': () => ({ ...calendar, series: every, occurrences }), 'GET /api/busy': () => ({ people: [], facilitator: [] }), 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }), ...says })
  page = await show(SeriesList, '/schedule/series')
  await until(() => expect(page.querySelector(`[aria-label="${button}"]`)).not.toBeNull())
  await act(() => page.querySelector<HTMLElement>(`[aria-label="${button}"]`)?.click())
  return server
}

beforeEach(() => void (now.value = new Date('2026-11-24T15:00:00Z')))

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('Dana ends a series', () => {
  const day = 'No session from this day on'
  const end = 'End Relapse prevention'
  const on = (start: string, said: Partial<StaffOccurrence> = {}): StaffOccurrence => ({ ...one, id: `s1@${start}T18:00`, original_start: `${start}T18:00`, starts_at: `${start}T23:00:00Z`, ...said })
  /** It was changed from January 5 on, to Tuesdays at five in the Garden. */
  const first: SeriesOut = { ...series, until: '2027-01-05', excluded: [] }
  const second: SeriesOut = { ...series, id: 's2', follows: 's1', title: 'Coping skills', rule: 'FREQ=WEEKLY;BYDAY=TU', first_day: '2027-01-05', wall_time: '17:00', excluded: [], topics: null, newest: 'line-b' }

  it('sees which session is the last one, and ends it', async () => {
    const server = await open(end, [series])
    await put(day, '2026-12-15')
    await until(() => expect(text()).toContain('The last session is on Monday, December 14, 6:00 – 7:30 pm.'))
    expect(text()).not.toContain('What follows it ends too')
    await submit()
    await until(() => expect(text()).toContain('Relapse prevention is ended.'))
    expect(server.put('/api/ended-series/')).toMatchObject([{ body: { series: 's1', until: '2026-12-15', seen: 'line-1' } }])
  })

  it('is told where none is left, and not to choose a day that is over', async () => {
    const server = await open(end, [series])
    await put(day, '2026-11-30')
    await until(() => expect(text()).toContain('There is no session any more, from today on.'))
    await put(day, '2026-11-23')
    await submit()
    expect(text()).toContain('Choose today or a later day.')
    expect(server.put('/api/')).toEqual([])
  })

  it('is told that what follows it ends too', async () => {
    await open(end, [first, second])
    await put(day, '2026-12-21')
    await until(() => expect(text()).toContain('The last session is on Monday, December 14, 6:00 – 7:30 pm.'))
    expect(text()).toContain('What follows it ends too: Coping skills, every Tuesday, 5:00 – 6:30 pm, from Jan 5, 2027.')
  })

  it('sees the last session of what follows it, where that goes on for a while', async () => {
    await open(end, [first, second])
    await put(day, '2027-01-20')
    await until(() => expect(text()).toContain('The last session is on Tuesday, January 19, 5:00 – 6:30 pm.'))
    expect(text()).toContain('What follows it ends too: Coping skills')
    expect(text()).not.toContain('longer than planned')
  })

  it('is told that it goes on longer than planned', async () => {
    await open(end, [first])
    await put(day, '2027-01-20')
    await until(() => expect(text()).toContain('The last session is on Monday, January 18, 6:00 – 7:30 pm.'))
    expect(text()).toContain('It goes on longer than planned.')
    expect(text()).toContain('Let it go on')
    await put(day, '2027-01-08')
    await until(() => expect(text()).toContain('The last session is on Monday, January 4, 6:00 – 7:30 pm.'))
    expect(text()).not.toContain('longer than planned')
  })

  it.each([
    ['cancelled is not the last one', { state: 'cancelled' as const }, 'Monday, December 7, 6:00 – 7:30 pm'],
    ['moved is said where it is now', { state: 'moved' as const, was_at: '2026-12-14T23:00:00Z', starts_at: '2026-12-17T16:00:00Z', ends_at: '2026-12-17T17:00:00Z' }, 'Thursday, December 17, 11:00 am – 12:00 pm'],
  ])('one that is %s', async (_what, said, last) => {
    await open(end, [series], [on('2026-12-07', { ends_at: '2026-12-08T00:30:00Z' }), on('2026-12-14', said)])
    await put(day, '2026-12-15')
    await until(() => expect(text()).toContain(`The last session is on ${last}.`))
  })

  it('looks again where somebody changed it meanwhile', async () => {
    let told: SeriesOut = series
    const server = await open(end, [], [], {
      'GET /api/calendar': () => ({ ...calendar, series: [told] }),
      'PUT /api/ended-series/': (_body, path) => (told === series ? ((told = { ...series, wall_time: '17:00', newest: 'line-2' }), unseen()) : { id: path.split('/').at(-1) }),
    })
    await put(day, '2026-12-15')
    await submit()
    await until(() => expect(text()).toContain('The last session is on Monday, December 14, 5:00 – 6:30 pm.'))
    expect(text()).toContain('Somebody changed this meanwhile. Look at it again, then save yours.')
    await submit()
    await until(() => expect(text()).toContain('Relapse prevention is ended.'))
    expect(server.put('/api/ended-series/')).toMatchObject([{ body: { seen: 'line-1' } }, { body: { seen: 'line-2' } }])
  })
})

describe('Dana adds a session', () => {
  const add = 'Add a session to Relapse prevention'

  it('at the time of the series unless she says another, once she saw who can’t come', async () => {
    const busy = { person: 'alice', sessions: [], commitments: [{ starts_at: '2026-12-02T23:00:00Z', ends_at: '2026-12-03T00:00:00Z' }] }
    const server = await open(add, [series], [], { 'GET /api/busy': () => ({ people: [busy], facilitator: [] }) })
    expect(text()).toContain('One session more, 90 minutes long, as the series says.')
    expect(field('Starts at')?.value).toBe('18:00')
    await put('Day', '2026-12-02')
    await until(() => expect(text()).toContain('Alice R.: busy'))
    await put('Starts at', '17:00')
    await submit()
    await until(() => expect(text()).toContain('Added: Wednesday, December 2, 5:00 – 6:30 pm.'))
    expect(server.put('/api/added-sessions/')).toMatchObject([{ body: { series: 's1', local_start: '2026-12-02T17:00', seen: 'line-1' } }])
  })

  it('is asked for a day before anything is sent', async () => {
    const server = await open(add, [series])
    await submit()
    expect(text()).toContain('Choose a day.')
    expect(document.activeElement).toBe(field('Day'))
    expect(server.put('/api/')).toEqual([])
  })

  it('what she typed stays when the server does not take it', async () => {
    await open(add, [series], [], { 'PUT /api/added-sessions/': () => Response.json({ error: 'This series has a session then already; change that one.', field: 'local_start' }, { status: 422 }) })
    await put('Day', '2026-11-30')
    await submit()
    await until(() => expect(text()).toContain('This series has a session then already; change that one.'))
    expect(field('Day')?.value).toBe('2026-11-30')
  })
})

// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { StaffOccurrence } from '../../shared/wire'
import { now } from '../../ui/now'
import { calendar, one } from './calendar.fixture'
import { es } from './es'
import { WeekPage } from './WeekPage'

let page: HTMLElement
const text = () => page.textContent?.replaceAll('\u202f', ' ').replaceAll('\u2009', ' ') ?? ''
const button = (name: string) => [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent)?.startsWith(name))
const press = (name: string) => act(() => button(name)?.click())
const field = (label: string) => page.querySelector<HTMLInputElement>(`dialog #${[...page.querySelectorAll<HTMLLabelElement>('dialog label')].find(({ textContent }) => textContent === label)?.htmlFor}`)
const put = (label: string, value: string) =>
  act(() => {
    const control = field(label) as HTMLInputElement
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
  })
const submit = (form: string) => act(() => void page.querySelector(form)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

async function open(says: Parameters<typeof serverThat>[0] = {}, address = '/schedule?day=2026-11-23') {
  // What a test says comes first in order, and in place of what is usual.
  const server = serverThat({ ...says, 'GET /api/busy': () => ({ people: [], facilitator: [] }), 'GET /api/calendar': () => calendar, 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }), ...says })
  page = await show(WeekPage, address)
  return server
}

beforeEach(() => void (now.value = new Date('2026-11-23T15:00:00Z')))

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('the week', () => {
  it('says what is planned, who is expected and who can’t come', async () => {
    await open()
    await until(() => expect(text()).toContain('Relapse prevention'))
    for (const said of ['6:00 – 7:30 pm', 'Evening A', 'Staying busy', 'Room 2', 'with Dana', '2 people expected', 'Can’t come: Charlie M.']) expect(text()).toContain(said)
    expect(page.querySelector('a[href="/attendance/s1%402026-11-23T18%3A00"]')).not.toBeNull()
  })

  it('asks for its days, and goes on to the next', async () => {
    const server = await open()
    await until(() => expect(button('Week after')).toBeDefined())
    await press('Week after')
    expect(server.heard.map(({ path }) => path)).toContain('/api/calendar?from=2026-11-29T00:00:00Z&to=2026-12-08T00:00:00Z')
    expect(location.search).toBe('?day=2026-11-30')
  })

  it('marks what was moved, on both days', async () => {
    const moved = { ...one, state: 'moved', was_at: one.starts_at, starts_at: '2026-11-24T23:00:00Z', ends_at: '2026-11-25T00:30:00Z' }
    await open({ 'GET /api/calendar': () => ({ ...calendar, occurrences: [moved] }) })
    await until(() => expect(text()).toContain('Moved to Tuesday, 6:00 pm'))
    expect(text()).toContain('Moved from Monday, 6:00 pm')
    expect(page.querySelectorAll('s')).toHaveLength(1)
  })

  it('shows the first steps where there is nothing yet', async () => {
    await open({ 'GET /api/calendar': () => ({ ...calendar, groups: [], series: [], occurrences: [] }) })
    await until(() => expect(text()).toContain('First steps'))
  })

  it('needs the network', async () => {
    await open({ 'GET /api/calendar': () => new Error('no network') })
    await until(() => expect(text()).toContain('You are offline. This page needs a network.'))
  })
})

describe('Dana changes one session', () => {
  async function change(says: Parameters<typeof serverThat>[0] = {}) {
    const server = await open(says)
    await until(() => expect(button('Change Relapse prevention')).toBeDefined())
    await press('Change Relapse prevention')
    return server
  }

  it('she sees who can’t come at the new time, and not with what', async () => {
    const server = await change({
      'GET /api/busy': () => ({ people: [{ person: 'alice', sessions: [{ occurrence: one.id, starts_at: one.starts_at, ends_at: one.ends_at }], commitments: [{ starts_at: '2026-11-24T00:45:00Z', ends_at: '2026-11-24T02:00:00Z' }] }], facilitator: [] }),
    })
    await put('Starts at', '18:30')
    await until(() => expect(text()).toContain('Alice R.: busy'))
    expect(text()).not.toContain('another session')
    await submit('dialog form')
    await until(() => expect(text()).toContain('The session is changed.'))
    expect(server.put('/api/changes/')).toMatchObject([{ body: { occurrence: one.id, starts_at: '2026-11-23T23:30:00.000Z', minutes: null, cancelled: false, topic: null } }])
  })

  it('cancels it with a reason', async () => {
    const server = await change()
    await put('Reason', 'Snow')
    await submit('details form')
    await until(() => expect(text()).toContain('The session is cancelled.'))
    expect(server.put('/api/changes/')).toMatchObject([{ body: { cancelled: true, reason: 'Snow', starts_at: null } }])
  })

  it('what she wrote stays when the server does not take it', async () => {
    await change({ 'PUT /api/changes/': () => Response.json({ error: 'That time is over; choose a later one.', field: 'starts_at' }, { status: 422 }) })
    await put('Starts at', '08:00')
    await submit('dialog form')
    await until(() => expect(text()).toContain('That time is over; choose a later one.'))
    expect(field('Starts at')?.value).toBe('08:00')
  })

  describe('while Ben changes it too', () => {
    const unseen = () => Response.json({ error: 'Somebody changed this meanwhile. Look at it again, then save yours.', reason: 'changed' }, { status: 409 })

    /** The session is `theirs` once Dana has tried to save hers, who did not see it. */
    async function meanwhile(theirs: Partial<StaffOccurrence>) {
      let asked = 0
      const server = await change({
        'GET /api/calendar': () => ({ ...calendar, occurrences: [asked > 0 ? { ...one, ...theirs, newest: 'ben-1' } : one] }),
        'PUT /api/changes/': (_body, path) => ((asked += 1) === 1 ? unseen() : { id: path.split('/').at(-1) }),
      })
      await put('Homework', 'A diary')
      await submit('dialog form')
      await until(() => expect(text()).toContain('Somebody changed this session meanwhile.'))
      expect(field('Homework')?.value).toBe('A diary')
      return server
    }

    it('a session that he cancelled stays cancelled, and what she wrote stays', async () => {
      const server = await meanwhile({ state: 'cancelled', reason: 'Snow', changed_at: '2026-11-23T14:00:00Z' })
      expect(text()).toContain('This session is cancelled.')
      await submit('dialog form')
      await until(() => expect(text()).toContain('The session is changed.'))
      expect(server.put('/api/changes/')).toMatchObject([
        { body: { cancelled: false, homework: 'A diary', seen: '' } }, { body: { cancelled: true, reason: 'Snow', homework: 'A diary', seen: 'ben-1' } },
      ])
    })

    it('she sees where it is now, and leaves it there', async () => {
      const server = await meanwhile({ place: 'Garden', is_elsewhere: true, homework: 'Chapter 3' })
      expect(page.querySelector('.meanwhile')?.textContent).toContain('Place: Garden')
      expect(page.querySelector('.meanwhile')?.textContent).toContain('Homework: Chapter 3')
      expect(field('Place')?.value).toBe('Garden')
      await submit('dialog form')
      await until(() => expect(server.put('/api/changes/')).toMatchObject([{}, { body: { place: 'Garden', homework: 'A diary', seen: 'ben-1' } }]))
    })

    it.each([
      ['it is in another series by now', [{ ...one, id: 's2@2026-11-23T18:00', series: 's2', former_ids: [one.id] }]],
      ['it is in another week by now', []],
    ])('what she wrote stays where %s', async (_what, occurrences) => {
      let asked = 0
      const server = await change({ 'GET /api/calendar': () => ({ ...calendar, occurrences: asked > 0 ? occurrences : [one] }), 'PUT /api/changes/': () => ((asked += 1), unseen()) })
      await put('Homework', 'A diary')
      await submit('dialog form')
      await until(() => expect(text()).toContain('Somebody changed this meanwhile.'))
      await until(() => expect(server.heard.filter(({ path }) => path.startsWith('/api/calendar'))).toHaveLength(2))
      expect(field('Homework')?.value).toBe('A diary')
    })
  })

  it('puts back what was cancelled', async () => {
    const server = await change({ 'GET /api/calendar': () => ({ ...calendar, occurrences: [{ ...one, state: 'cancelled', reason: 'Snow', changed_at: '2026-11-20T12:00:00Z' }] }) })
    expect(field('Starts at')).toBeNull()
    await press('Put it back as it was planned')
    await until(() => expect(text()).toContain('The session is as it was planned.'))
    expect(server.put('/api/changes/')).toMatchObject([{ body: { occurrence: one.id, cancelled: false, starts_at: null, reason: null } }])
  })
})

it('in Spanish one person can’t come, and two can’t', () => {
  expect(es.entry.cantCome(['Ana'])).toBe('No puede venir: Ana')
  expect(es.entry.cantCome(['Ana', 'Eva'])).toBe('No pueden venir: Ana y Eva')
})

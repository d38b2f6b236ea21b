// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wipe } from '../../data/db'
import type { AlertOut } from '../../shared/wire'
import { serverThat, show, until } from '../server.fixture'
import { Alerts } from './Alerts'
import { byPressure, isOverdue } from './order'

const alert = (id: string, said: Partial<AlertOut> = {}): AlertOut => ({
  id, person: { id: 'sam', name: 'Sam R.' }, phone: '555 0100', rule: 'call', tier: 'today', text: { en: 'Asked for a call.', es: 'Pidió una llamada.' },
  day: '2026-11-23', opened_at: '2026-11-23T19:00:00Z', due_by: '2126-11-23T22:00:00Z', overdue: false, owner: { id: 'dana', name: 'Dana' }, mine: true, escalations: 0,
  acknowledged_by: null, acknowledged_at: null, on_it: false, resolved_by: null, resolved_at: null, answers: ['a1'], cant_come: [], events: [], ...said,
})

const caseload = { viewer: 'Dana', alerts: { urgent: 1, today: 0, overdue: 0 }, program: {}, groups: [], people: [] }
let page: HTMLElement
const button = (name: string) => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)
const press = (name: string) => act(() => button(name)?.click())

const open = async (says: Parameters<typeof serverThat>[0], alerts: { open: AlertOut[]; resolved: AlertOut[] }, address = '/alerts') => {
  const server = serverThat({ ...says, 'GET /api/alerts': () => alerts, 'GET /api/caseload': () => caseload })
  page = await show(Alerts, address)
  await until(() => expect(page.textContent).toContain('Resolved in the last 14 days'))
  return server
}

async function write(text: string): Promise<void> {
  await act(() => {
    const field = page.querySelector('textarea') as HTMLTextAreaElement
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

const send = () => act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })))

beforeEach(wipe)
afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

describe('Dana’s alerts', () => {
  it('say who, why, until when, and how to call', async () => {
    await open({}, { open: [alert('one')], resolved: [] })
    expect(page.textContent).toContain('Sam R.')
    expect(page.textContent).toContain('Asked for a call.')
    expect(page.querySelector('a[href="tel:5550100"]')).not.toBeNull()
    expect(page.querySelector('a[href="/alerts?answer=a1"]')).not.toBeNull()
  })

  it('say who comes after all, where it is resolved too', async () => {
    const events = [{ at: '2026-11-23T20:00:00Z', step: 'coming' as const, by: null, to: null, answer: null, note: null }]
    const resolved = { resolved_by: 'Dana', resolved_at: '2026-11-23T19:30:00Z' }
    await open({}, { open: [alert('one', { events })], resolved: [alert('two', { events, ...resolved })] })
    const said = [...page.querySelectorAll('article strong')].filter(({ textContent }) => /^Said .*: is coming after all\.$/.test(textContent ?? ''))
    expect(said).toHaveLength(2)
  })

  it('that are urgent and nobody’s work yet lead, also when they are another’s', async () => {
    const bens = { owner: { id: 'ben', name: 'Ben' }, mine: false }
    const taken = { acknowledged_by: 'Ben', acknowledged_at: '2026-11-23T19:05:00Z' }
    const urgent = { tier: 'urgent' as const, ...bens }
    await open({}, { open: [alert('one'), alert('two', urgent), alert('three', { ...urgent, ...taken })], resolved: [] })
    const sections = [...page.querySelectorAll('section[aria-label]')].map((section) => `${section.getAttribute('aria-label')} ${section.querySelectorAll('[data-row]').length}`)
    expect(sections).toEqual(['Urgent, and nobody is on it yet 1', 'Yours 1', 'Of others 1'])
  })

  it('with nothing open, that is said at the top', async () => {
    await open({}, { open: [], resolved: [] })
    expect(page.querySelector('header')?.textContent).toContain('Nobody waits for you.')
  })

  it('say plainly that one is overdue', async () => {
    await open({}, { open: [alert('one', { due_by: '2020-01-01T12:00:00Z' })], resolved: [] })
    expect(page.querySelector('header')?.textContent).toContain('1 is overdue.')
    expect(page.querySelector('article')?.textContent).toContain('Overdue since')
  })

  it('are counted as in the menu: what is to act on, without what can wait or somebody is on', async () => {
    await open({}, { open: [alert('one', { tier: 'urgent' }), alert('two', { tier: 'digest' })], resolved: [] })
    await until(() => expect(page.querySelector('header')?.textContent).toContain('2 alerts are open. 1 to act on.'))
  })

  it('that somebody is on in time are not late, and have nothing to be done by', async () => {
    await open({}, { open: [alert('one', { due_by: '2020-01-01T12:00:00Z', acknowledged_by: 'Ben', acknowledged_at: '2020-01-01T11:00:00Z' })], resolved: [] })
    expect(page.querySelector('article')?.textContent).not.toMatch(/Act by|Overdue/)
    expect(page.querySelector('header')?.textContent).not.toContain('overdue')
  })

  it('about one person only, when that is asked for', async () => {
    await open({}, { open: [alert('one'), alert('two', { person: { id: 'nina', name: 'Nina F.' } })], resolved: [] }, '/alerts?person=nina')
    expect([...page.querySelectorAll('article h3')].map(({ textContent }) => textContent)).toEqual(['Nina F.'])
  })
})

it('says which session somebody can’t come to, and why', async () => {
  const cant_come: AlertOut['cant_come'] = [
    { occurrence: 's1@2026-11-26T18:00', title: 'Relapse prevention', starts_at: '2026-11-26T23:00:00Z', moved_to: null, hindrance: 'childcare', help: true, note: 'My sister is away.' },
  ]
  await open({}, { open: [alert('one', { rule: 'cant_come', answers: [], cant_come })], resolved: [] })
  expect(page.textContent).toMatch(/Relapse prevention, .*: childcare Asked for help with it\. My sister is away\./)
  expect(page.querySelector('article li a')?.getAttribute('href')).toBe('/attendance/s1%402026-11-26T18%3A00')
})

it('says when a session is now that was moved since', async () => {
  const cant_come: AlertOut['cant_come'] = [
    { occurrence: 's1@2026-11-26T18:00', title: 'Skills', starts_at: '2026-11-26T23:00:00Z', moved_to: '2026-11-27T21:00:00Z', hindrance: 'illness', help: false, note: null },
  ]
  await open({}, { open: [alert('one', { rule: 'cant_come', answers: [], cant_come })], resolved: [] })
  expect(page.textContent).toMatch(/Skills, .*: illness\. The session was moved to .+\./)
})

it('Dana is second to say that she is on it, and learns that Ben was first', async () => {
  await open({ 'PUT /api/acknowledgments/': (_body, path) => ({ id: path.split('/').at(-1), acknowledged_by: 'Ben', acknowledged_at: '2026-11-23T19:10:00Z', mine: false }) }, { open: [alert('one')], resolved: [] })
  await press('I’m on it')
  await until(() => expect(page.textContent).toContain('Ben was first. Ben is on it since'))
  expect(button('I’m on it')).toBeUndefined()
})

it('another Dana is on it, and that is not this one', async () => {
  await open({}, { open: [alert('one', { acknowledged_by: 'Dana', acknowledged_at: '2026-11-23T19:10:00Z' }), alert('two', { acknowledged_by: 'Dana', acknowledged_at: '2026-11-23T19:10:00Z', on_it: true })], resolved: [] })
  const [others, hers] = [...page.querySelectorAll('article')].map(({ textContent }) => textContent)
  expect(others).toContain('Dana is on it since')
  expect(hers).toContain('You are on it since')
})

it('a tier says how soon, and only the time says when', async () => {
  await open({}, { open: [alert('one')], resolved: [] })
  expect(page.querySelector('.tier')?.textContent).toBe('Soon')
})

it('opened again, an alert that Dana was on waits for somebody again', async () => {
  const alerts = { open: [alert('one')], resolved: [] as AlertOut[] }
  await open({ 'PUT /api/acknowledgments/': (_body, path) => ({ id: path.split('/').at(-1), acknowledged_by: 'Dana', acknowledged_at: '2026-11-23T19:10:00Z', mine: true }) }, alerts)
  await press('I’m on it')
  await until(() => expect(page.textContent).toContain('You are on it since'))
  alerts.open = [alert('one', { events: [{ at: '2026-11-23T20:00:00Z', step: 'reopened', by: null, to: 'Dana', answer: 'a2', note: null }] })]
  await act(() => void dispatchEvent(new Event('online')))
  await until(() => expect(button('I’m on it')).toBeDefined())
})

describe('to resolve one', () => {
  it('Dana has to write what was done', async () => {
    const server = await open({}, { open: [alert('one')], resolved: [] })
    await press('Resolve')
    await write('   ')
    await send()
    expect(page.textContent).toContain('Write in a few words what was done.')
    expect(document.activeElement).toBe(page.querySelector('textarea'))
    expect(server.put('/api/resolutions/')).toEqual([])
  })

  it('her hands are in the note as soon as it is there, before anything is painted', async () => {
    await open({}, { open: [alert('one')], resolved: [] })
    const focused = new Promise((found) => {
      new MutationObserver(() => page.querySelector('textarea') && found(document.activeElement)).observe(page, { childList: true, subtree: true })
    })
    button('Resolve')?.click()
    expect(await focused).toBe(page.querySelector('textarea'))
  })

  it('what she wrote stays when the network is away, and after the page was closed', async () => {
    const alerts = { open: [alert('one')], resolved: [] }
    await open({ 'PUT /api/resolutions/': () => new TypeError('Failed to fetch') }, alerts)
    await press('Resolve')
    await write('Called, all well.')
    await send()
    await until(() => expect(page.textContent).toContain('You are offline.'))
    expect(page.querySelector('textarea')?.value).toBe('Called, all well.')
    await act(() => render(null, page))
    await open({}, alerts)
    await until(() => expect(page.querySelector('textarea')?.value).toBe('Called, all well.'))
  })

  it('Ben was first: his name is said, and that her note is kept beside his', async () => {
    const server = await open({ 'PUT /api/resolutions/': (_body, path) => ({ id: path.split('/').at(-1), resolved_by: 'Ben', resolved_at: '2026-11-23T19:10:00Z', mine: false }) }, { open: [alert('one')], resolved: [] })
    await press('Resolve')
    await write('Called, all well.')
    await send()
    await until(() => expect(page.querySelector('.notice')?.textContent).toMatch(/Ben was first and resolved it .*kept with the alert, too.*Called, all well\./))
    expect(server.put('/api/resolutions/')).toMatchObject([{ body: { alert: 'one', note: 'Called, all well.' } }])
  })
})

it('Ben resolves it while Dana still writes: her note is not gone, and can be added to his', async () => {
  const alerts = { open: [alert('one')], resolved: [] as AlertOut[] }
  const server = await open({ 'PUT /api/resolutions/': (_body, path) => ({ id: path.split('/').at(-1), resolved_by: 'Ben', resolved_at: '2026-11-23T19:10:00Z', mine: false }) }, alerts)
  await press('Resolve')
  await write('I saw her at noon.')
  alerts.resolved = alerts.open.splice(0).map((one) => ({ ...one, resolved_by: 'Ben', resolved_at: '2026-11-23T19:10:00Z' }))
  await act(() => void dispatchEvent(new Event('online')))
  await until(() => expect(page.querySelector('article.lately textarea')).not.toBeNull())
  expect(page.querySelector('textarea')?.value).toBe('I saw her at noon.')
  await press('Add this note')
  await send()
  await until(() => expect(server.put('/api/resolutions/')).toMatchObject([{ body: { alert: 'one', note: 'I saw her at noon.' } }]))
  await until(() => expect(page.querySelector('textarea')).toBeNull())
})

describe('the most pressing stands first', () => {
  const now = new Date('2026-11-23T20:00:00Z')
  const urgent = alert('urgent', { tier: 'urgent', due_by: '2026-11-23T21:00:00Z' })
  const overdue = alert('overdue', { due_by: '2026-11-23T19:30:00Z' })
  const later = alert('later', { due_by: '2026-11-23T23:00:00Z' })

  it('by tier, then what is overdue, then by its time', () =>
    expect(byPressure([later, alert('digest', { tier: 'digest', due_by: '2026-11-23T10:00:00Z' }), overdue, urgent], now).map(({ id }) => id)).toEqual(['urgent', 'overdue', 'later', 'digest']))

  it('what somebody is on comes after what nobody is on, but for what was acknowledged on this page', () => {
    const taken = alert('taken', { tier: 'urgent', due_by: '2026-11-23T20:30:00Z', acknowledged_at: '2026-11-23T19:50:00Z' })
    const order = (opened: string) => byPressure([taken, urgent, later], now, new Date(opened)).map(({ id }) => id)
    expect(order('2026-11-23T19:55:00Z')).toEqual(['urgent', 'taken', 'later'])
    expect(order('2026-11-23T19:45:00Z')).toEqual(['taken', 'urgent', 'later'])
  })

  it('one runs out of time while Dana looks at it; once Ben is on it, it does not', () => {
    expect(isOverdue(overdue, now)).toBe(true)
    expect(isOverdue(alert('on it', { due_by: '2026-11-23T19:30:00Z', acknowledged_at: '2026-11-23T19:00:00Z' }), now)).toBe(false)
    expect(isOverdue(later, now)).toBe(false)
  })
})

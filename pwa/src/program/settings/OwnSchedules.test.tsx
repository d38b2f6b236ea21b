// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { Overview, ScheduleLine, ScheduleRow } from '../../shared/wire'
import { OwnSchedules } from './OwnSchedules'

const line: ScheduleLine = {
  instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, rhythm: 'rule', rule: 'FREQ=DAILY', wall_time: '20:00', window_minutes: 360, nudge_minutes: 60, is_off: false,
}
const programs: ScheduleRow = { ...line, id: 's1', slot: 'daily', person: false, own_time: null, instead_of: null }
const own: ScheduleRow = { ...programs, person: true, rule: 'FREQ=WEEKLY;BYDAY=MO,TH', wall_time: '18:30', instead_of: line }
const form = (key: string, permitted = true) => ({ key, version: '1', title: { en: key, es: key }, languages: [], license: null, source: null, questions: 1, has_safety: false, permitted, stand_in: null, loaded: false })

let page: HTMLElement
const changed = vi.fn()
const text = () => page.textContent?.replaceAll('\u202f', ' ') ?? ''
const button = (name: string) => [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent)?.startsWith(name))
const press = (name: string) => act(() => button(name)?.click())
const field = (label: string) => page.querySelector<HTMLSelectElement>(`#${[...page.querySelectorAll('label')].find(({ textContent }) => textContent === label)?.htmlFor}`)
const tick = (label: string) => act(() => [...page.querySelectorAll('label')].find(({ textContent }) => textContent?.trim() === label)?.querySelector('input')?.click())
const put = (label: string, value: string, event: string) =>
  act(() => {
    const control = field(label) as HTMLSelectElement
    control.value = value
    control.dispatchEvent(new Event(event, { bubbles: true }))
  })

async function open(row: ScheduleRow, says: Parameters<typeof serverThat>[0] = {}) {
  const server = serverThat({ ...says, 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }), 'GET /api/settings': () => ({ instruments: [form('daily'), form('gad-2')], schedules: [] }) })
  const overview = { person: { id: 'alice', name: 'Alice', called: null, phase: 'iop' }, schedules: [row] } as unknown as Overview
  page = await show(() => <OwnSchedules overview={overview} onChange={changed} />, '/people/alice')
  return server
}

async function openForm(row: ScheduleRow, says: Parameters<typeof serverThat>[0] = {}) {
  const server = await open(row, says)
  await press('Change Daily check-in')
  await until(() => expect(field('How often')).not.toBeNull())
  return server
}

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  changed.mockClear()
  vi.unstubAllGlobals()
})

describe('each line says whose it is', () => {
  it.each([
    ['the program’s', programs, 'the program’s schedule', 'Every day, at 8:00 pm, open for 6 hours; reminded once more after 1 hour.'],
    ['one that Dana set', own, 'set for Alice', 'Every week on Monday and Thursday, at 6:30 pm, open for 6 hours'],
    ['at the time that Alice chose', { ...own, own_time: '07:30' }, 'Alice’s own time', 'at 7:30 am, open for 6 hours; reminded once more after 1 hour. Alice chose this time instead of 6:30 pm.'],
  ])('%s', async (_whose, row, chip, said) => {
    await open(row)
    expect([...page.querySelectorAll('.chip')].map(({ textContent }) => textContent)).toContain(chip)
    expect(text()).toContain(said)
  })
})

describe('Dana sets what Alice is asked', () => {
  it('all of it, for her alone', async () => {
    const server = await openForm(programs)
    await put('Form', 'gad-2', 'change')
    await put('How often', 'weekly', 'change')
    await tick('Thursday')
    await put('At', '18:30', 'input')
    await put('Open for', '720', 'change')
    await put('Remind once more', '120', 'change')
    await press('Save')
    await until(() => expect(text()).toContain('Daily check-in is changed for Alice.'))
    expect(server.put('/api/schedules/')).toMatchObject([
      { body: { person: 'alice', phase: 'iop', slot: 'daily', instrument: 'gad-2', rhythm: 'rule', rule: 'FREQ=WEEKLY;BYDAY=MO,TH', wall_time: '18:30', window_minutes: 720, nudge_minutes: 120, is_off: false } },
    ])
    expect(changed).toHaveBeenCalledOnce()
  })

  it('what is wrong is said at its field, and nothing is sent', async () => {
    const server = await openForm(own)
    await tick('Monday')
    await tick('Thursday')
    await press('Save')
    const days = page.querySelector('fieldset.days')
    expect(page.querySelector(`#${days?.getAttribute('aria-describedby')}`)?.textContent).toBe('Choose at least one day.')
    expect(server.put('/api/')).toEqual([])
  })

  it('and so is what the server does not take', async () => {
    const sentence = 'An answer to it can be worrying: first name who acts on it, or ask something else.'
    await openForm(own, { 'PUT /api/schedules/': () => Response.json({ error: sentence, field: 'instrument' }, { status: 422 }) })
    await press('Save')
    await until(() => expect(field('Form')?.getAttribute('aria-invalid')).toBe('true'))
    expect(text().split(sentence)).toHaveLength(2)
  })

  it('not at all: what was set stays for when she is asked again', async () => {
    const server = await openForm(own)
    await put('At', '', 'input')
    await act(() => page.querySelector<HTMLInputElement>('input[value="off"]')?.click())
    expect(field('How often')).toBeNull()
    await press('Save')
    await until(() => expect(text()).toContain('is changed for Alice.'))
    expect(server.put('/api/schedules/')).toMatchObject([{ body: { wall_time: '18:30', rule: 'FREQ=WEEKLY;BYDAY=MO,TH', is_off: true } }])
  })
})

describe('the way back to the program’s schedule', () => {
  it('says what that is, and takes one tap', async () => {
    const server = await openForm(own)
    expect(text()).toContain('Daily check-in: Every day, at 8:00 pm, open for 6 hours')
    await press('Use the program’s schedule again')
    await until(() => expect(text()).toContain('Alice follows the program’s schedule again: Daily check-in.'))
    expect(server.put('/api/')).toMatchObject([{ body: { person: 'alice', phase: 'iop', slot: 'daily' } }])
    expect(server.put('/api/followed-schedules/')).toHaveLength(1)
    expect(changed).toHaveBeenCalledOnce()
  })

  it.each([
    ['the program asks nothing like it', { ...own, instead_of: null }],
    ['the program has it turned off', { ...own, instead_of: { ...line, is_off: true } }],
  ])('says that she would not be asked where %s', async (_when, row) => {
    await openForm(row)
    expect(text()).toContain('Alice would not be asked it any more.')
  })

  it('is not there for a line that is the program’s', async () => {
    await openForm(programs)
    expect(button('Use the program’s schedule again')).toBeUndefined()
  })
})

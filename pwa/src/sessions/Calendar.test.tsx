// @vitest-environment happy-dom
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { device, told } from '../data/home'
import type { Attended, Home } from '../shared/wire'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { speak } from '../ui/words'
import { Calendar } from './Calendar'
import { session, work } from './session.fixture'

const page = document.body.appendChild(document.createElement('main'))
const shift = { ...work, times: [{ starts_at: '2026-11-26T22:00:00Z', ends_at: '2026-11-27T02:00:00Z' }] }
const tuesday = session({ id: 'tuesday', starts_at: '2026-12-01T23:00:00Z', ends_at: '2026-12-02T00:30:00Z', state: 'moved', was_at: '2026-11-30T23:00:00Z', homework: 'Fill in page 4' })
const sams = {
  person: { zone: 'America/New_York' }, reading: { counselor: 'Dana' }, occurrences: [session(), tuesday], commitments: [shift],
  replies: [], check_ins: [], answers: [], practices: [], rhythm: [],
} as unknown as Home

beforeEach(() => {
  device.value = { id: 'd', role: 'participant', person: 'p' }
  now.value = new Date('2026-11-26T17:00:00Z')
})
afterEach(async () => {
  render(null, page)
  told.value = device.value = undefined
  online.value = true
  await speak('en')
})

async function shown(view: string, differs: Partial<Home> = {}): Promise<string> {
  history.replaceState(null, '', '/calendar')
  told.value = { body: { ...sams, ...differs }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<LocationProvider><Calendar /></LocationProvider>, page))
  await act(() => page.querySelector<HTMLInputElement>(`input[value="${view}"]`)?.click())
  return text()
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
const chosen = () => page.querySelector<HTMLElement>('[aria-selected="true"] button')
const press = (key: string) => act(() => void chosen()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))

it('says what is next, whatever part is shown', async () => {
  expect(await shown('month')).toContain('Next: Relapse prevention6:00 – 7:30 pm · in 6 h')
  expect(localStorage.getItem('calendar')).toBe('month')
})

it('without a network it says how old it is', async () => {
  expect(await shown('week')).not.toContain('You are offline')
  online.value = false
  expect(await shown('week')).not.toContain('You are offline') // it is of this hour
  await act(() => void (now.value = new Date('2026-11-27T17:00:00Z')))
  expect(text()).toContain('You are offline. This is from yesterday, 12:00 pm.')
})

it.each(['week', 'month', 'agenda'])('as a %s it points out what is at the same time', async (view) =>
  expect(await shown(view)).toContain('At the same time: Diner (5:00 – 9:00 pm).'))

it('what was moved is marked, where it is and where it was, with its homework', async () => {
  const text = await shown('agenda')
  expect(text).toContain('Moved to Tuesday, 6:00 pm')
  expect(text).toContain('Moved from Monday, 6:00 pm')
  expect(text).toContain('Homework: Fill in page 4')
})

it('that Sam can’t come stands with the session', async () => {
  const reply = { occurrence: session().id, kind: 'cant_come', hindrance: null, help: false, note: null, said_at: '' } as const
  expect(await shown('week', { replies: [reply] })).toContain('You can’t make it')
})

describe('the month', () => {
  it('tells each day’s sessions and own times, and shows the chosen day’s below', async () => {
    await shown('month')
    expect(chosen()?.textContent).toContain('Thursday, November 26, 1 session, 1 time of your own')
    expect(page.querySelector('#chosen')?.textContent).toContain('Thursday, November 26')
    expect(page.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  })

  it('is walked by keys, over the end of the month', async () => {
    await shown('month')
    for (const key of ['ArrowDown', 'ArrowLeft', 'ArrowLeft']) await press(key)
    expect(chosen()?.textContent).toContain('Tuesday, December 1, 1 session')
    expect(page.querySelector('#shown')?.textContent).toBe('December 2026')
    expect(document.activeElement).toBe(chosen())
    expect(page.querySelector('#chosen')?.parentElement?.textContent).toContain('Moved from Monday')
  })

  it('ends where the phone knows no more', async () => {
    await shown('month')
    for (let i = 0; i < 4; i += 1) await press('PageDown')
    expect(chosen()?.textContent).toContain('Sunday, January 24')
    expect(page.querySelector<HTMLButtonElement>('[aria-label="Month after"]')?.disabled).toBe(true)
  })

  it('speaks Spanish', async () => {
    await speak('es')
    expect(await shown('month')).toContain('noviembre de 2026')
    expect(chosen()?.textContent).toContain('1 sesión, 1 horario tuyo')
  })
})

describe('how it stands with the program’s rule', () => {
  const stands = (differs: Partial<Attended>) => shown('week', { attended: { held: 14, attended: 14, missed: 0, missed_in_row: 0, allowed: 6, allowed_in_row: 3, notice_hours: 48, ...differs } })

  it('says what he came to, and nothing of a rule while he missed none', async () => {
    const text = await stands({})
    expect(text).toContain('You came to 14 of 14 sessions')
    expect(text).not.toContain('in a row')
  })

  it('says the rule once something was missed', async () => {
    const text = await stands({ attended: 13, missed: 1 })
    expect(text).toContain('1 was missed and not excused. At 3 in a row, or 6 in twelve weeks, your program talks with you')
    expect(text).not.toContain('Dana would like')
  })

  it.each([{ missed: 5 }, { missed: 2, missed_in_row: 2 }])('offers help before the limit: %j', async (differs) =>
    expect(await stands(differs)).toContain('If something gets in the way, Dana would like to hear it and help.'))

  it('says nothing before anything was marked, and with a home that an older version of the app kept', async () => {
    expect(await stands({ held: 0, attended: 0 })).not.toContain('Sessions so far')
    expect(await shown('week')).not.toContain('Sessions so far')
  })
})

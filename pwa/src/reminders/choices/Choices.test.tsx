// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { LocationProvider } from 'preact-iso'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wipe } from '../../data/db'
import { loadHome, told } from '../../data/home'
import { items } from '../../data/outbox'
import { usual } from '../../shared/reminders'
import type { ReminderChoicesOut } from '../../shared/wire'
import { now } from '../../ui/now'
import { speak } from '../../ui/words'
import { sams } from '../reminders.fixture'
import { Choices } from './Choices'

const page = document.body.appendChild(document.createElement('main'))

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T17:00:00Z') })
  await wipe()
  await loadHome()
  now.value = new Date()
})
afterEach(async () => {
  render(null, page)
  vi.useRealTimers()
  await speak('en')
})

async function shown(differs: Partial<ReminderChoicesOut> = {}): Promise<void> {
  const reminders = { ...sams.reminders, choices: { ...usual, ...differs } }
  told.value = { body: { ...sams, reminders }, etag: undefined, read_at: now.value.toISOString() }
  await act(() => render(<LocationProvider><Choices /></LocationProvider>, page))
}

const text = () => (page.textContent ?? '').replace(/[\u2009\u202f\u00a0]/g, ' ')
const named = (name: string) =>
  [...page.querySelectorAll<HTMLElement>('button, label')].findLast((each) => each.textContent?.trim().startsWith(name))
const tap = (name: string) => act(() => named(name)?.click())
const isOn = (name: string) => named(name)?.querySelector('input')?.checked
const sent = async () => (await items()).map(({ path, body }) => [path.split('/')[2], body])
const write = (label: string, value: string) =>
  act(() => {
    const of = [...page.querySelectorAll('label')].find((each) => each.textContent === label)?.getAttribute('for')
    const field = page.querySelector<HTMLInputElement>(`[id="${of}"]`)
    if (!field) throw new Error(`no field ${label} in ${text()}`)
    field.value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })

it('Sam turns one kind off: it shows at once, is on its way, and the others stay', async () => {
  await shown()
  expect([isOn('Remind me before'), isOn('When a check-in opens'), isOn('Once more')]).toEqual([true, true, true])
  await tap('Once more')
  await vi.waitFor(() => expect(isOn('Once more')).toBe(false))
  expect(isOn('When a check-in opens')).toBe(true)
  expect(await sent()).toEqual([['reminder-choices', { nudge: false }]])
})

it('his own times begin with the usual ones, and at least one stays', async () => {
  await shown()
  await tap('My own times')
  await vi.waitFor(() => expect(text()).toContain('3 days before'))
  await tap('A day before')
  await vi.waitFor(async () => expect((await sent()).at(-1)).toEqual(['reminder-choices', { session: { is_on: true, before: ['2h'] } }]))
  await tap('2 hours before')
  expect(text()).toContain('At least one stays.')
  expect(await sent()).toHaveLength(2)
  await tap('Half an hour before')
  await vi.waitFor(async () => expect((await sent()).at(-1)).toEqual(['reminder-choices', { session: { is_on: true, before: ['2h', '30m'] } }]))
})

it('quiet hours are saved as two times, and refused when they are the same', async () => {
  await shown()
  await write('From', '08:00')
  await tap('Save these hours')
  expect(text()).toContain('Choose two different times.')
  expect(await sent()).toEqual([])
  await write('From', '23:30')
  await tap('Save these hours')
  await vi.waitFor(async () => expect(await sent()).toEqual([['reminder-choices', { quiet: { begins: '23:30', ends: '08:00' } }]]))
  await tap('Keep some hours quiet')
  await vi.waitFor(async () => expect((await sent()).at(-1)).toEqual(['reminder-choices', { quiet: null }]))
})

it('a time that is missing is asked for at its own field', async () => {
  await shown()
  await write('From', '')
  await tap('Save these hours')
  const field = page.querySelector<HTMLInputElement>('input[type="time"][aria-invalid="true"]')
  expect(document.getElementById(field?.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent).toBe('Write a time.')
  expect(document.activeElement).toBe(field)
  expect(await sent()).toEqual([])
})

it('days off are told in the order of the week', async () => {
  await shown({ days_off: ['SU'] })
  await tap('Wednesday')
  await vi.waitFor(async () => expect(await sent()).toEqual([['reminder-choices', { days_off: ['WE', 'SU'] }]]))
})

it('a check-in is said once more as the program set it, or as long before it closes as Sam likes', async () => {
  await shown()
  await tap('Before it closes')
  await vi.waitFor(() => expect(text()).toContain('Half an hour before it closes'))
  await tap('3 hours before it closes')
  await vi.waitFor(async () => expect((await sent()).at(-1)).toEqual(['reminder-choices', { nudge_before: ['3h', '1h'] }]))
  await tap('As the program set it')
  await vi.waitFor(async () => expect((await sent()).at(-1)).toEqual(['reminder-choices', { nudge_before: null }]))
  await tap('Once more')
  await vi.waitFor(() => expect(text()).not.toContain('As the program set it'))
})

it.each([
  ['about sessions', 'session_detail', 'Sessions back to neutral', 'Group sessionThursday, 6:00 pm'],
  ['about check-ins', 'check_in_detail', 'Check-ins back to neutral', 'Your check-in is openUntil Friday, 2:00 am'],
])('the lock screen says more %s only after it was explained, and less at one tap', async (about, what, less, says) => {
  await shown()
  expect(text().match(/You have a reminder/g)).toHaveLength(2)
  expect(text()).not.toContain(says)
  await tap(`Let it say more ${about}`)
  expect(text()).toContain('Anyone who sees your phone can then read')
  await tap('Keep it neutral')
  expect(await sent()).toEqual([])
  await tap(`Let it say more ${about}`)
  await tap('Yes, say more')
  await vi.waitFor(() => expect(text()).toContain('You chose this: today.'))
  expect(text()).toContain(says)
  expect(text().match(/You have a reminder/g)).toHaveLength(1)
  await tap(less)
  await vi.waitFor(() => expect(text()).not.toContain(says))
  expect(await sent()).toEqual([['reminder-choices', { [what]: true }], ['reminder-choices', { [what]: false }]])
})

it('what is due soon can be heard once more, at a time that is of use', async () => {
  await shown()
  expect(text()).toContain('Remind me again')
  await tap('In 1 hour')
  await vi.waitFor(() => expect(text()).toContain('We’ll remind you again: 1:00 pm.'))
  expect((await items())[0]?.body).toEqual({ subject: sams.occurrences[0]?.id, due_at: '2026-11-26T18:00:00.000Z' })
})

it('speaks Spanish', async () => {
  await speak('es')
  await shown()
  expect(text()).toContain('Horas de silencio')
  expect(text()).toContain('Miércoles')
})

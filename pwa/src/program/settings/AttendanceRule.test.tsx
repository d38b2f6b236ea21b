// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { useState } from 'preact/hooks'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { serverThat, show, until } from '../../review/server.fixture'
import type { AttendanceRuleIn, SettingsOut } from '../../shared/wire'
import { AttendanceRule } from './AttendanceRule'

const rule: AttendanceRuleIn = { absences_in_row: 3, absences_in_twelve_weeks: 6, notice_hours: 48 }

let page: HTMLElement
let server: ReturnType<typeof serverThat>
let reload: () => void

const field = () => page.querySelector('input') as HTMLInputElement
const save = () => page.querySelector<HTMLButtonElement>('button[type=submit]') as HTMLButtonElement
const status = () => page.querySelector('[role=status]')?.textContent
const type = (value: string) => {
  field().value = value
  field().dispatchEvent(new Event('input', { bubbles: true }))
}
const write = (value: string) => act(() => type(value))

/** The page tells what the server has when it is told to. */
function Page() {
  const [stored, setStored] = useState(rule)
  reload = () => setStored(server.put('/api/attendance-rules/').at(-1)?.body as AttendanceRuleIn)
  return <AttendanceRule settings={{ attendance: stored } as SettingsOut} onChange={() => undefined} />
}

beforeEach(async () => {
  server = serverThat({ 'PUT /api/': (_body, path) => ({ id: path.split('/').at(-1) }) })
  page = await show(Page, '/settings')
})

afterEach(async () => {
  await act(() => render(null, page))
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

it('says that it is saved, and offers to save what is written next', async () => {
  await write('4')
  expect(status()).toContain('Not saved')
  await act(() => save().click())
  await until(() => expect(status()).toBe('Saved.'))
  expect(save().disabled).toBe(true)
  await act(() => reload())
  expect([status(), save().disabled, field().value]).toEqual(['Saved.', true, '4'])
  await write('5')
  expect(save().disabled).toBe(false)
})

it.each(['3', '5'])('%s written before the page is told again stays, and can be saved', async (next) => {
  await write('4')
  await act(() => save().click())
  await until(() => expect(status()).toBe('Saved.'))
  await write(next)
  expect(save().disabled).toBe(false)
  await act(() => reload())
  expect([field().value, save().disabled]).toEqual([next, false])
})

it('what is written while it is saved stays, and can be saved', async () => {
  await write('4')
  await act(() => {
    save().click()
    type('5')
  })
  await until(() => expect(save().disabled).toBe(false))
  expect(status()).toContain('Not saved')
  await act(() => reload())
  expect([field().value, save().disabled, server.put('/api/attendance-rules/').at(-1)?.body]).toEqual(['5', false, { ...rule, absences_in_row: 4 }])
})

it('04 is what the server tells as 4', async () => {
  await write('04')
  await act(() => save().click())
  await until(() => expect(status()).toBe('Saved.'))
  await act(() => reload())
  expect([field().value, save().disabled]).toEqual(['4', true])
})

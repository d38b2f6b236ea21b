// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { keep, wipe } from '../data/db'
import { device, said, told } from '../data/home'
import { nothingSaid } from '../shared/said'
import type { CheckInOut, Home, RhythmOut } from '../shared/wire'
import { now } from '../ui/now'
import { speak } from '../ui/words'
import { Rhythm } from './Rhythm'

const page = document.body.appendChild(document.createElement('main'))
const daily: RhythmOut = { slot: 'daily', instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, wall_time: '18:30', usual: '18:30', by_counselor: false, own: false }

async function shown(line: Partial<RhythmOut>, check_ins: readonly Partial<CheckInOut>[] = []): Promise<string> {
  device.value = { id: 'd', role: 'participant', person: 'alice' }
  const body = { person: { zone: 'America/New_York' }, program: { zone: 'America/New_York' }, rhythm: [{ ...daily, ...line }], check_ins, answers: [], practices: [] } as unknown as Home
  told.value = { body, etag: undefined, read_at: '2026-11-26T23:00:00Z' }
  await act(() => render(<Rhythm />, page))
  return page.textContent?.replaceAll('\u202f', ' ') ?? ''
}

afterEach(async () => {
  render(null, page)
  told.value = device.value = undefined
  said.value = nothingSaid
  await speak('en')
})

it('Alice reads whose time it is', async () => {
  expect(await shown({})).toContain('6:30 pm The program’s time')
  const set = await shown({ by_counselor: true })
  expect(set).toContain('6:30 pm Set for you by your counselor')
  expect(set).not.toContain('The program’s')
  expect(await shown({ by_counselor: true, own: true, wall_time: '07:30' })).toContain('7:30 am Your own time')
})

it('from her own time she goes back to her counselor’s', async () => {
  expect(await shown({ by_counselor: true, own: true, wall_time: '07:30' })).toContain('Take your counselor’s time again, 6:30 pm')
})

it('and so in Spanish', async () => {
  await speak('es')
  expect(await shown({ by_counselor: true })).toContain('Tu consejero o consejera la eligió para ti')
})

it.each([
  // the server holds it open until 4:30 am where the new time is later
  ['open now', '2026-11-27T05:30:00Z', true],
  ['over', '2026-11-26T23:45:00Z', false],
])('when she moves it while one is %s, she reads what becomes of that one', async (_how, closes_at, isSaid) => {
  await wipe()
  now.value = new Date('2026-11-27T00:00:00Z')
  await keep('device', { id: 'd', role: 'participant', person: 'alice' })
  await shown({}, [{ id: 'c', slot: 'daily', opens_at: '2026-11-26T23:30:00Z', closes_at, answered_at: null }])
  const press = (name: string) => act(() => [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click())
  await press('Change the time')
  await press('Save')
  const outcome = () => page.querySelector('.outcome')?.textContent ?? ''
  await vi.waitFor(() => expect(outcome()).toContain('It counts from the next one on.'))
  expect(outcome().includes('The one that is open now stays open, at least as long as before.')).toBe(isSaid)
})

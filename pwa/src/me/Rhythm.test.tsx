// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it } from 'vitest'
import { device, said, told } from '../data/home'
import { nothingSaid } from '../shared/said'
import type { Home, RhythmOut } from '../shared/wire'
import { speak } from '../ui/words'
import { Rhythm } from './Rhythm'

const page = document.createElement('main')
const daily: RhythmOut = { slot: 'daily', instrument: 'daily', title: { en: 'Daily check-in', es: 'Chequeo del día' }, wall_time: '18:30', usual: '18:30', by_counselor: false, own: false }

async function shown(line: Partial<RhythmOut>): Promise<string> {
  device.value = { id: 'd', role: 'participant', person: 'alice' }
  const body = { person: { zone: 'America/New_York' }, program: { zone: 'America/New_York' }, rhythm: [{ ...daily, ...line }], check_ins: [], answers: [], practices: [] } as unknown as Home
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

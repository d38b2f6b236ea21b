import { describe, expect, it } from 'vitest'
import type { Found } from '../../shared/wire'
import { series } from './calendar.fixture'
import { first, importOf, lacking, readCalendar } from './importing'

const { id: _id, zone: _zone, follows: _follows, ...fields } = series
const found = (uid: string, known = false): Found => ({ uid, known, series: { ...fields, group: null, facilitator: null }, times: [], changed: 0, notes: [] })
const all = [found('a'), found('b'), found('old', true)]

describe('what is imported', () => {
  it('is what was not imported before, for whom it was chosen', () => {
    const choices = { a: { ...first(all[0] as Found), whose: 'group:g1', facilitator: 'dana' }, b: { ...first(all[1] as Found), take: false } }
    expect(importOf('BEGIN:VCALENDAR', all, choices)).toEqual({ text: 'BEGIN:VCALENDAR', chosen: [{ uid: 'a', kind: 'group', group: 'g1', person: null, facilitator: 'dana' }] })
    expect(lacking(all, choices)).toEqual([])
  })

  it('lacks somebody as long as nobody was chosen', () => {
    expect(lacking(all, {})).toEqual(['a', 'b'])
  })
})

it('a file that is too large is not read, one that cannot be is said', async () => {
  expect(await readCalendar({ size: 2_000_000, arrayBuffer: async () => new ArrayBuffer() })).toEqual({ problem: 'tooLarge' })
  expect(await readCalendar({ size: 1, arrayBuffer: () => Promise.reject(new Error('gone')) })).toEqual({ problem: 'notRead' })
  const read = (...bytes: number[]) => readCalendar({ size: 1, arrayBuffer: async () => new Uint8Array(bytes).buffer })
  expect(await read(0x43, 0x61, 0x66, 0xc3, 0xa9)).toEqual({ text: 'Café' })
  expect(await read(0x43, 0x61, 0x66, 0xe9)).toEqual({ text: 'Café' }) // as Windows wrote it
  expect(await read(0xff, 0xfe, 0x43, 0x00, 0xe9, 0x00)).toEqual({ text: 'Cé' })
})

import { describe, expect, it } from 'vitest'
import { session } from '../session.fixture'
import { isShort, sayable, wayOf } from './sayable'

const at = (time: string) => new Date(`2026-11-26T${time}Z`)

describe('of a session at 11 pm UTC Sam can say', () => {
  it.each([
    ['long before', '17:00:00', undefined, ['cant_come']],
    ['half an hour before', '22:30:00', undefined, ['here', 'cant_come']],
    ['a second earlier', '22:29:59', undefined, ['cant_come']],
    ['half an hour after it began', '23:30:00', undefined, ['here', 'cant_come']],
    ['a second later', '23:30:01', undefined, ['cant_come']],
    ['that he can’t come, and then', '17:00:00', 'cant_come', ['coming']],
    ['when he came after all', '22:45:00', 'cant_come', ['here', 'coming']],
    ['that he comes, and then', '17:00:00', 'coming', ['cant_come']],
    ['that he is here, and then only that it was a mistake', '22:45:00', 'here', ['coming']],
  ] as const)('%s: %s', (_when, time, said, can) => expect(sayable(session(), said, at(time))).toEqual(can))

  it('that he is here, for half an hour, also when it took only twenty minutes', () => {
    const short = session({ ends_at: '2026-11-26T23:20:00Z' })
    expect(sayable(short, undefined, at('23:25:00'))).toEqual(['here'])
    expect(sayable(short, undefined, at('23:30:01'))).toEqual([])
  })
  it('nothing once it is over', () => expect(sayable(session(), undefined, new Date('2026-11-27T00:30:00Z'))).toEqual([]))
  it('nothing when it is cancelled', () => expect(sayable(session({ state: 'cancelled' }), undefined, at('17:00:00'))).toEqual([]))
})

it.each([
  [undefined, true, false, 'sent'],
  ['waiting', true, false, 'sending'],
  ['waiting', false, false, 'offline'],
  ['waiting', false, true, 'signedOut'],
  ['parked', true, false, 'refused'],
] as const)('%s, online %s, signed out %s: %s', (state, online, out, way) => expect(wayOf(state, online, out)).toBe(way))

it('a program that likes to know two days ahead hears of it late one day before', () => {
  expect(isShort(session(), 48, at('00:00:00'))).toBe(true)
  expect(isShort(session(), 48, new Date('2026-11-24T23:00:00Z'))).toBe(false)
  expect(isShort(session(), 0, at('22:00:00'))).toBe(false)
})

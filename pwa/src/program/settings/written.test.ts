import { describe, expect, it } from 'vitest'
import { weekly } from './rhythm'
import { blank, lineOf, wrongIn, writtenOf } from './written'

const written = { ...blank, instrument: 'daily' }

it('a schedule comes out of its form as it went in, and nothing else with it', () => {
  const line = { instrument: 'daily', rhythm: 'rule', rule: 'FREQ=WEEKLY;BYDAY=MO,TH', wall_time: '18:30', window_minutes: 360, nudge_minutes: null } as const
  const row = { ...line, id: 's1', slot: 'daily', person: true, own_time: '07:30' }
  expect(lineOf(writtenOf(row))).toEqual(line)
})

describe('what Dana has to mend', () => {
  it.each([
    ['nothing', {}, undefined],
    ['a form', { instrument: '' }, 'instrument'],
    ['a day', { beat: weekly([]) }, 'days'],
    ['a time', { wall_time: '' }, 'wall_time'],
    ['a reminder that comes when it has closed', { window_minutes: 60, nudge_minutes: 60 }, 'nudge_minutes'],
  ] as const)('%s', (_what, change, wrong) => expect(wrongIn({ ...written, ...change })).toBe(wrong))

  it('none is no reminder that comes too late', () => expect(wrongIn({ ...written, window_minutes: 15, nudge_minutes: null })).toBeUndefined())
})

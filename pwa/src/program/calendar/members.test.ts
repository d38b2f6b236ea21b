import { expect, it } from 'vitest'
import { groupOf, isWrong, wrongDays, writtenOf } from './members'

const group = { id: 'g1', name: 'Evening A', lead: null, others: 0, members: [{ person: 'alice', from_day: '2026-10-26', to_day: '2026-12-01' }, { person: 'charlie', from_day: '2026-11-02', to_day: null }] }

it('a group goes into the form and comes out as it was', () => {
  const { id: _id, others: _others, ...fields } = group
  expect(groupOf(writtenOf(group, '2026-12-01'))).toEqual({ ...fields, shown: ['alice', 'charlie'] })
})

it('who is taken out was shown, and who is put in was not', () => {
  const written = { ...writtenOf(group, '2026-12-01'), members: [{ person: 'fay', from: '2026-12-01', last: '', earlier: false }] }
  expect(groupOf(written)).toMatchObject({ members: [{ person: 'fay' }], shown: ['alice', 'charlie'] })
})

it('the last day counts', () => {
  expect(writtenOf(group, '2026-11-30').members).toMatchObject([{ last: '2026-11-30', earlier: false }, { last: '', earlier: false }])
  expect(writtenOf(group, '2026-12-01').members).toMatchObject([{ earlier: true }, { earlier: false }])
})

it('days that cannot be are said', () => {
  expect(wrongDays({ from: '2026-11-02', last: '2026-11-01' })).toBe('last')
  expect(wrongDays({ from: '', last: '' })).toBe('from')
  expect(wrongDays({ from: '2026-11-02', last: '2026-11-02' })).toBeUndefined()
  expect(isWrong({ ...writtenOf(group, '2026-12-01'), name: ' ' })).toBe(true)
})

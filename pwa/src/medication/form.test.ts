import { expect, it } from 'vitest'
import type { Written } from './form'
import { empty, medicationOf, refilled, stopOf, writtenOf, wrongIn } from './form'
import { tablet } from '../shared/medication.fixture'

const now = new Date('2026-11-26T17:00:00Z')
const said_at = now.toISOString()
const whole: Written = { ...empty('2026-11-26'), name: 'Tablet' }
const { id, stopped_at: _, doses: __, replies: ___, ...fields } = tablet

it('what Sam writes is kept as it was meant', () =>
  expect(medicationOf({ ...whole, name: ' Tablet ', note: ' ', times: ['20:00', '08:00', '20:00'], often: 'some', days: ['TH', 'MO'], last: '2026-12-31', refill: '2026-12-05', before: '5' }, null, now)).toEqual({
    medication: null, name: 'Tablet', note: null, times: ['08:00', '20:00'], days: ['MO', 'TH'], first_day: '2026-11-26', until: '2027-01-01', refill_on: '2026-12-05', refill_days_before: 5, said_at,
  }))

it('what was kept is what he wrote', () => {
  const kept = { ...fields, days: ['MO', 'TH'], until: '2027-01-01', refill_on: '2026-12-05' } as const
  expect(medicationOf(writtenOf(kept), id, now)).toEqual({ ...kept, medication: id, said_at })
  expect(medicationOf(writtenOf(fields), id, now)).toEqual({ ...fields, medication: id, said_at })
})

it('off the list it has no times, and refilled no day; all else stays', () => {
  expect(stopOf(tablet, now)).toEqual({ ...fields, times: [], medication: id, said_at })
  expect(refilled({ ...tablet, refill_on: '2026-12-05' }, now)).toEqual({ ...fields, medication: id, said_at })
})

it.each([
  [{}, undefined],
  [{ name: ' ' }, 'name'],
  [{ times: ['08:00', ''] }, 'times'],
  [{ often: 'some' }, 'days'],
  [{ first: 'wrong' }, 'first'],
  [{ last: '2026-11-25' }, 'last'],
  [{ last: '2026-11-26' }, undefined],
  [{ refill: 'wrong' }, 'refill'],
  [{ refill: '2026-12-05', before: '31' }, 'before'],
  [{ before: '' }, undefined],
] as const)('%j: %s is missing', (differs, part) => expect(wrongIn({ ...whole, ...differs })).toBe(part))

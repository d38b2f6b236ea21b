import { describe, expect, it } from 'vitest'
import { work } from '../session.fixture'
import type { Written } from './form'
import { commitmentOf, empty, lengthOf, removalOf, writtenOf, wrongIn } from './form'

const whole: Written = { ...empty('2026-11-26', 'America/New_York'), kind: 'work', days: ['TH', 'MO'], from: '17:00', to: '21:00' }

it('what Sam writes is kept as it was meant', () =>
  expect(commitmentOf({ ...whole, title: ' Diner ', last: '2026-12-31' }, null)).toEqual({
    commitment: null, removed: false, kind: 'work', title: 'Diner', rule: 'FREQ=WEEKLY;BYDAY=MO,TH', first_day: '2026-11-26',
    wall_time: '17:00', minutes: 240, zone: 'America/New_York', until: '2027-01-01', shared: false,
  }))

it('once is one day, and has no last one', () =>
  expect(commitmentOf({ ...whole, often: 'once', last: '2026-12-31' }, null)).toMatchObject({ rule: 'FREQ=DAILY;COUNT=1', until: null }))

it('what was kept is what he wrote', () => {
  const { times: _, id, ...fields } = { ...work, until: '2027-01-01', wall_time: '22:30', minutes: 480 }
  expect(writtenOf({ ...fields, id, times: [] })).toMatchObject({ from: '22:30', to: '06:30', last: '2026-12-31', days: ['MO', 'TH'] })
  expect(commitmentOf(writtenOf({ ...fields, id, times: [] }), id)).toEqual({ ...fields, commitment: id, removed: false })
})

it('what goes is named, and told nobody more', () => expect(removalOf(work)).toMatchObject({ commitment: 'work', removed: true, minutes: 240 }))

it.each([
  ['17:00', '21:00', 240],
  ['22:00', '06:00', 480],
  ['08:00', '08:00', 1440],
])('from %s to %s: %i minutes', (from, to, minutes) => expect(lengthOf(from, to)).toBe(minutes))

describe('what is missing is named', () => {
  it.each([
    [{}, undefined],
    [{ kind: undefined }, 'kind'],
    [{ days: [] }, 'days'],
    [{ days: [], often: 'once' }, undefined],
    [{ to: '' }, 'times'],
    [{ first: 'wrong' }, 'first'],
    [{ first: undefined }, 'first'],
    [{ last: '2026-11-25' }, 'last'],
    [{ last: 'wrong' }, 'last'],
    [{ last: '2026-11-26' }, undefined],
    [{ days: ['MO'], last: '2026-11-29' }, 'last'],
    [{ days: ['MO'], last: '2026-11-30' }, undefined],
  ] as const)('%j: %s', (differs, part) => expect(wrongIn({ ...whole, ...differs })).toBe(part))
})

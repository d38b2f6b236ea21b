import { describe, expect, it } from 'vitest'
import type { SaidCommitment } from './commitments'
import { daysOf, momentAt, ONCE, timesFrom, weeklyOn, withOwn } from './commitments'
import type { CommitmentOut } from './wire'

const boston = 'America/New_York'
const work: CommitmentOut = {
  id: 'w', kind: 'work', title: 'Diner', rule: 'FREQ=WEEKLY;BYDAY=MO,TH', first_day: '2026-11-01', wall_time: '17:00', minutes: 240,
  zone: boston, until: null, shared: false, times: [],
}
const noon = new Date('2026-11-26T17:00:00Z')
const starts = (differs: Partial<CommitmentOut>, from = noon) => timesFrom(from, { ...work, ...differs }).map(({ starts_at }) => starts_at)

describe('the clocks of a zone', () => {
  it.each([
    ['before they change', '2026-10-31', '18:00', boston, '2026-10-31T22:00:00.000Z'],
    ['after it', '2026-11-01', '18:00', boston, '2026-11-01T23:00:00.000Z'],
    ['the first of two', '2026-11-01', '01:30', boston, '2026-11-01T05:30:00.000Z'],
    ['left out: an hour later', '2026-03-08', '02:30', boston, '2026-03-08T07:30:00.000Z'],
    ['half an hour in Lord Howe', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['midnight in Kathmandu', '2026-11-26', '00:00', 'Asia/Kathmandu', '2026-11-25T18:15:00.000Z'],
  ])('%s', (_when, day, time, zone, moment) => expect(new Date(momentAt(day, time, zone)).toISOString()).toBe(moment))
})

describe('the times of Sam’s work', () => {
  it('are on its days, from today on for sixty days', () => {
    const found = starts({})
    expect(found.slice(0, 3)).toEqual(['2026-11-26T22:00:00.000Z', '2026-11-30T22:00:00.000Z', '2026-12-03T22:00:00.000Z'])
    expect(found.at(-1)).toBe('2027-01-21T22:00:00.000Z')
  })

  it('begin with the first day and end before the one on which it is over', () =>
    expect(starts({ first_day: '2026-12-01', until: '2026-12-10' })).toEqual(['2026-12-03T22:00:00.000Z', '2026-12-07T22:00:00.000Z']))

  it('keep their hour through the change of clocks', () =>
    expect(starts({}, new Date('2027-03-11T12:00:00Z')).slice(0, 2)).toEqual(['2027-03-11T22:00:00.000Z', '2027-03-15T21:00:00.000Z']))

  it('that is once is once', () => expect(starts({ rule: ONCE, first_day: '2026-12-24' })).toEqual(['2026-12-24T22:00:00.000Z']))

  it('last past midnight', () =>
    expect(timesFrom(noon, { ...work, wall_time: '22:00', minutes: 480 })[0]?.ends_at).toBe('2026-11-27T11:00:00.000Z'))

  it('of a rule that was written elsewhere are the server’s to tell', () => expect(starts({ rule: 'FREQ=MONTHLY;BYMONTHDAY=1' })).toEqual([]))
})

it('a rule has its days in the order of the week', () => {
  expect(weeklyOn(['TH', 'MO'])).toBe(work.rule)
  expect(daysOf(work.rule)).toEqual(['MO', 'TH'])
  expect(daysOf(ONCE)).toEqual([])
})

describe('what was said on this phone', () => {
  const { times: _, ...fields } = work
  const said = (differs: Partial<SaidCommitment>): SaidCommitment => ({ ...fields, commitment: 'w', removed: false, item: 'i', said_at: noon.toISOString(), ...differs })

  it('stands in for what the server told', () => {
    const [only, ...more] = withOwn([work], [said({ title: 'Night shift' })])
    expect(more).toEqual([])
    expect(only).toMatchObject({ id: 'w', title: 'Night shift' })
    expect(only?.times[0]?.starts_at).toBe('2026-11-26T22:00:00.000Z')
  })

  it('and what was removed is gone', () => expect(withOwn([work], [said({ removed: true })])).toEqual([]))

  it('a new one stands beside the others', () =>
    expect(withOwn([work], [said({ id: 'new', commitment: null })]).map(({ id }) => id)).toEqual(['w', 'new']))
})

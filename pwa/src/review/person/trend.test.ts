import { describe, expect, it } from 'vitest'
import type { Day, Trend } from '../../shared/wire'
import { dayNumber } from '../chart'
import type { Line } from './trend'
import { axisTo, daysKnown, dotsOf, latestOf, linesOf, stepAt, tallyOf, turnsOf, valuesOf, weeksOf } from './trend'

const axis = axisTo('2026-11-23')
const titles = { mood: 'Mood', craving: 'Craving', sleep: 'Sleep' }
const day = (date: string, state: Day['state'], mood: number | null = null): Day => ({ day: date, state, mood, craving: null, sleep: null })
const at = (date: string) => dayNumber(date) - axis[0]

const phq: Trend = {
  instrument: 'phq-9',
  score: 'total',
  title: { en: 'PHQ-9 score', es: 'Puntaje PHQ-9' },
  min: 0,
  max: 27,
  high_is: 'worse',
  bands: [{ at: 0, label: { en: 'minimal', es: 'mínima' } }, { at: 10, label: { en: 'moderate', es: 'moderada' } }],
  points: [
    { day: '2026-06-01', at: '2026-06-01T20:00:00Z', value: 20 },
    { day: '2026-10-26', at: '2026-10-26T20:00:00Z', value: 14 },
    { day: '2026-11-09', at: '2026-11-09T20:00:00Z', value: 9 },
  ],
}

const only = (trends: readonly Trend[], days: readonly Day[] = []): Line => linesOf({ days, trends }, axis, titles, 'en')[0] as Line

describe('the twelve weeks of Alice', () => {
  it('end today and have 84 days, also over the clock change of November 1', () => expect(axis[1] - axis[0]).toBe(83))

  it('leave out a score from before them, and what was never answered', () => {
    const lines = linesOf({ days: [day('2026-11-20', 'missed')], trends: [phq] }, axis, titles, 'es')
    expect(lines.map(({ title, points }) => [title, points.length])).toEqual([['Puntaje PHQ-9', 2]])
  })

  it('begin in the table on the first day on which something was due or said', () => {
    const days = [day('2026-09-01', null), day('2026-09-02', 'missed'), day('2026-09-03', null), day('2026-09-04', null, 4)]
    expect(daysKnown(days)).toEqual(days.slice(1))
    expect(daysKnown(days.slice(2))).toEqual(days.slice(3))
    expect(daysKnown(days.slice(2, 3))).toEqual([])
  })

  it('break the line of mood where she did not answer, and pass over a day on which nothing was due', () => {
    const days = [day('2026-11-19', 'answered', 4), day('2026-11-20', 'missed'), day('2026-11-21', null), day('2026-11-22', 'late', 5)]
    const values = valuesOf(only([], days), days, axis)
    expect(['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map((date) => values[at(date)])).toEqual([4, null, undefined, 5])
  })

  it('join a score to the next time it was asked', () => {
    const values = valuesOf(only([phq]), [], axis)
    expect([values[at('2026-10-26')], values[at('2026-11-01')], values[at('2026-11-09')]]).toEqual([14, undefined, 9])
  })
})

it('Alice’s last PHQ-9 is minimal, and was 14', () =>
  expect(latestOf(only([phq]))).toMatchObject({ value: 9, step: 'minimal', before: { value: 14 } }))

it('a cut-off belongs to the step that it begins', () => {
  const { steps } = only([phq])
  expect([stepAt(steps, 9), stepAt(steps, 10), stepAt(steps, -1)]).toEqual(['minimal', 'moderate', undefined])
})

it('the last seven days of Charlie are weighed against the seven before', () => {
  const days = [day('2026-11-10', 'answered', 2), day('2026-11-16', 'answered', 3), day('2026-11-17', 'answered', 6), day('2026-11-23', 'answered', 7)]
  expect(weeksOf(only([], days), axis)).toEqual({ now: 6.5, before: 2.5 })
})

it('Charlie starts the twelve weeks in intake, and a line marks where the program began', () =>
  expect(turnsOf([{ phase: 'intake', from_day: '2026-08-01' }, { phase: 'iop', from_day: '2026-10-05' }], axis)).toEqual([
    { phase: 'intake', x: axis[0] },
    { phase: 'iop', x: dayNumber('2026-10-05') },
  ]))

it('a cancelled session is no missed one', () => {
  const session = { occurrence: 's@2026-11-20T18:00', starts_at: '2026-11-20T23:00:00Z', title: 'Group', kind: 'group' as const }
  const dots = dotsOf([{ ...session, state: 'cancelled', mark: null }, { ...session, state: 'moved', mark: 'left_early' }], 'UTC')
  expect(tallyOf(dots)).toEqual({ there: 0, partly: 1, excused: 0, away: 0, unmarked: 0 })
})

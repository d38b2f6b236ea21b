import { expect, it } from 'vitest'
import { doneThisWeek, mondayOf } from './practiced'

const zone = 'America/New_York'
const thursday = new Date('2026-11-26T23:00:00Z')
const given = { exercise: 'ride-the-urge', from_day: '2026-11-01' }
const at = (started_at: string, exercise = 'ride-the-urge') => ({ exercise, started_at })

it.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-11-26', '2026-11-23'],
  ['2026-11-29', '2026-11-23'], // Sunday is the last day of its week
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (day, monday) => expect(mondayOf(day)).toBe(monday))

it('counts from Monday where Sam is', () => {
  const sundayEvening = at('2026-11-23T04:30:00Z') // 11:30 pm on Sunday in New York
  const monday = at('2026-11-23T05:30:00Z')
  expect(doneThisWeek(given, [sundayEvening, monday], thursday, zone)).toBe(1)
})

it('counts nothing that was before it was given, and no other exercise', () => {
  const practices = [at('2026-11-24T15:00:00Z'), at('2026-11-26T15:00:00Z'), at('2026-11-26T16:00:00Z', 'halt')]
  expect(doneThisWeek({ ...given, from_day: '2026-11-25' }, practices, thursday, zone)).toBe(1)
})

import { expect, it } from 'vitest'
import { forDayWords } from './forDay'

const words = { late: 'late', lateFor: (day: string) => `late, for ${day}`, forDay: (day: string) => `for ${day}` }
const boston = { language: 'en', zone: 'America/New_York' } as const
const monday = new Date('2026-11-23T20:00:00Z')

it.each([
  ['two days late', { for_day: '2026-11-21', answered_at: '2026-11-23T15:00:00Z', late: true }, 'late, for Saturday'],
  ['late on its own day', { for_day: '2026-11-23', answered_at: '2026-11-23T19:00:00Z', late: true }, 'late, for today'],
  ['in time, after midnight', { for_day: '2026-11-21', answered_at: '2026-11-22T06:00:00Z', late: false }, 'for Saturday'],
  ['in the evening, when it is tomorrow in UTC', { for_day: '2026-11-21', answered_at: '2026-11-22T02:00:00Z', late: false }, undefined],
  ['of its own accord', { for_day: null, answered_at: '2026-11-23T15:00:00Z', late: false }, undefined],
])('answered %s', (_when, answer, said) => expect(forDayWords(answer, words, monday, boston)).toBe(said))

import { expect, it } from 'vitest'
import type { ScoreOut } from '../shared/wire'
import { dayWords, scoreWords } from './scores'
import { language } from '../ui/words'
import { words } from './words'

const score = (said: Partial<ScoreOut>): ScoreOut => ({
  name: 'total', title: { en: 'PHQ-9 score', es: 'Puntaje PHQ-9' }, value: 14, min: 0, max: 27, band: { en: 'moderate', es: 'moderada' }, change: 6, reliable: true, ...said,
})

it.each([
  ['a reliable change', score({}), 'PHQ-9 score 14, moderate, up 6: a reliable change'],
  ['a small one', score({ change: -2, reliable: false }), 'PHQ-9 score 14, moderate, down 2'],
  ['none', score({ change: 0, reliable: false }), 'PHQ-9 score 14, moderate, as before'],
  ['the first answer, without bands', score({ change: null, reliable: false, band: null }), 'PHQ-9 score 14'],
  ['zero', score({ value: 0, change: null, reliable: false, band: null }), 'PHQ-9 score 0'],
  ['a skipped question', score({ value: null, band: null, change: null, reliable: false }), 'PHQ-9 score: not scored, a question was skipped'],
])('a score is said in words and numbers: %s', (_name, given, said) => expect(scoreWords(given, words.value, 'en')).toBe(said))

const place = { language: 'en', zone: 'America/New_York' } as const
const now = new Date('2026-11-26T20:00:00Z')
const plain = (text: string) => text.replaceAll('\u202f', ' ')

it('a late answer says for which day it was', () => {
  expect(plain(dayWords({ late: true, for_day: '2026-11-24', answered_at: '2026-11-26T14:12:00Z', received_at: '2026-11-26T14:12:00Z' }, words.value, now, place))).toBe('for Tuesday, answered today 9:12 am')
})

it('an answer after midnight is for the evening it closes, and in time', () => {
  const answered_at = '2026-11-26T05:30:00Z'
  expect(plain(dayWords({ late: false, for_day: '2026-11-25', answered_at, received_at: answered_at }, words.value, now, place))).toBe('Answered today 12:30 am')
  expect(plain(dayWords({ late: false, for_day: null, answered_at, received_at: answered_at }, words.value, now, place))).toBe('Answered today 12:30 am')
})

it.each([
  ['for a day of years ago', '2021-05-01T12:00:00Z', 'Answered May 1, 2021 8:00 am, sent today 9:12 am'],
  ['that a phone could only send in the morning', '2026-11-26T02:00:00Z', 'Answered yesterday 9:00 pm, sent today 9:12 am'],
  ['that was held up for an hour', '2026-11-26T13:12:00Z', 'Answered today 8:12 am, sent today 9:12 am'],
  ['that came within the hour', '2026-11-26T13:12:01Z', 'Answered today 8:12 am'],
])('an answer %s says so', (_what, answered_at, sentence) =>
  expect(plain(dayWords({ late: false, for_day: null, answered_at, received_at: '2026-11-26T14:12:00Z' }, words.value, now, place))).toBe(sentence))

it('a late one for another day that was held up, too, in either language', () => {
  const answer = { late: true, for_day: '2026-11-24', answered_at: '2026-11-26T02:00:00Z', received_at: '2026-11-26T14:12:00Z' }
  expect(plain(dayWords(answer, words.value, now, place))).toBe('for Tuesday, answered yesterday 9:00 pm, sent today 9:12 am')
  language.value = 'es'
  expect(dayWords(answer, words.value, now, { ...place, language: 'es' })).toMatch(/^para martes, contestado ayer .*; enviado: hoy /)
  language.value = 'en'
})

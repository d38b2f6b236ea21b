import { expect, it } from 'vitest'
import { answer } from './answer.fixture'
import { minutesLeft, whenWords } from './when'
import { words } from './words'

const now = new Date('2026-11-27T02:30:00Z') // 9:30 pm on Thanksgiving in New York, where it is already Friday in London
const place = { language: 'en', zone: 'America/New_York' } as const
const said = (differs: Parameters<typeof answer>[0]) => whenWords(answer(differs), words.value.entries, now, place).replaceAll('\u202f', ' ')

it.each([
  ['in time', { answered_at: '2026-11-27T02:12:00Z', for_day: '2026-11-26' }, 'Answered 9:12 pm'],
  ['in time, after midnight', { answered_at: '2026-11-26T05:30:00Z', for_day: '2026-11-25' }, 'Answered 12:30 am'],
  ['for a day before', { answered_at: '2026-11-27T02:12:00Z', for_day: '2026-11-24', late: true }, 'Answered 9:12 pm, for Tuesday'],
  ['for yesterday', { answered_at: '2026-11-27T02:12:00Z', for_day: '2026-11-25', late: true }, 'Answered 9:12 pm, for yesterday'],
  ['late on the same day', { answered_at: '2026-11-27T02:12:00Z', for_day: '2026-11-26', late: true }, 'Answered 9:12 pm, after its time. That is fine.'],
  ['without being asked', { answered_at: '2026-11-24T14:00:00Z' }, 'Answered Tuesday, 9:00 am'],
  ['held up on the phone', { answered_at: '2026-11-24T14:07:00Z', received_at: '2026-11-26T13:02:00Z' }, 'Answered Tuesday, 9:07 am. Sent 8:02 am'],
  ['held up for an hour', { answered_at: '2026-11-26T13:02:00Z', received_at: '2026-11-26T14:02:00Z' }, 'Answered 8:02 am. Sent 9:02 am'],
  ['that took less', { answered_at: '2026-11-26T13:02:00Z', received_at: '2026-11-26T14:01:59Z' }, 'Answered 8:02 am'],
  [
    'late and held up',
    { answered_at: '2026-11-25T02:12:00Z', received_at: '2026-11-26T14:02:00Z', for_day: '2026-11-24', late: true },
    'Answered Tuesday, 9:12 pm, after its time. That is fine. Sent 9:02 am',
  ],
])('an answer %s says so', (_how, differs, sentence) => expect(said(differs)).toBe(sentence))

it.each([
  ['2026-11-27T02:30:30Z', 1],
  ['2026-11-27T05:30:00Z', 180],
  ['2026-11-27T02:30:00Z', 0],
  ['2026-11-26T02:30:00Z', 0],
])('until %s there are %i minutes left', (until, minutes) => expect(minutesLeft(until, now)).toBe(minutes))

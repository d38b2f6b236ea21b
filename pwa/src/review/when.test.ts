import { expect, it } from 'vitest'
import { clinicTime, dayAndTime, whenOf } from './when'

/** Intl sets the time apart with a narrow space. */
const plain = (text: string | undefined) => text?.replaceAll('\u202f', ' ')

const now = new Date('2026-11-23T15:00:00Z')
const place = { language: 'en', zone: 'America/New_York' } as const

it('a moment fits into a sentence', () => {
  expect(plain(whenOf('2026-11-23T01:12:00Z', now, place))).toBe('yesterday 8:12 pm')
  expect(plain(whenOf('2026-11-20T01:12:00Z', now, place))).toBe('Nov 19 8:12 pm')
  expect(plain(dayAndTime('2026-11-23T23:00:00Z', now, place))).toBe('Today 6:00 pm')
})

it('the clinic’s time is said only where it differs', () => {
  expect(plain(clinicTime('2026-11-23T23:00:00Z', place, 'America/Chicago'))).toBe('5:00 pm')
  expect(clinicTime('2026-11-23T23:00:00Z', place, 'America/Toronto')).toBeUndefined()
})

import { describe, expect, it } from 'vitest'
import { byWhen, closedUntil } from './reading'

const boston = { language: 'en', zone: 'America/New_York' } as const
const denver = { language: 'en', zone: 'America/Denver' } as const
const enBoston = { ...boston, language: 'es' } as const
const plain = (text: string | undefined) => text?.replace(/[\u202f\u00a0]/g, ' ').replace(/\. ?m\./, '. m.')
const thursday = new Date('2026-11-27T01:05:00Z') // 8:05 pm in Boston

describe('when an answer is read', () => {
  it.each([
    ['2026-11-27T17:00:00Z', boston, 'by noon tomorrow'],
    ['2026-11-27T17:00:00Z', denver, 'by 10:00 am tomorrow'],
    ['2026-11-30T17:00:00Z', boston, 'by noon on Monday'],
    ['2026-11-30T14:00:00Z', boston, 'by 9:00 am on Monday'],
    ['2026-11-27T17:00:00Z', enBoston, 'mañana antes del mediodía'],
    ['2026-11-30T14:00:00Z', enBoston, 'el lunes antes de las 9:00 a. m.'],
    ['2026-11-30T18:00:00Z', enBoston, 'el lunes antes de la 1:00 p. m.'],
  ] as const)('%s is said as (case %#)', (moment, place, said) => expect(plain(byWhen(moment, thursday, place))).toBe(said))

  it('a promise that is over is not made again', () => expect(byWhen('2026-11-27T01:05:00Z', thursday, boston)).toBeUndefined())
})

describe('out of hours', () => {
  const told = [
    { opens_at: '2026-11-26T14:00:00Z', closes_at: '2026-11-26T22:00:00Z' },
    { opens_at: '2026-11-27T14:00:00Z', closes_at: '2026-11-27T22:00:00Z' },
  ]
  const closed = (moment: string) => plain(closedUntil(told, new Date(moment), boston))

  it('it says when somebody is there again', () => expect(closed('2026-11-27T01:05:00Z')).toBe('tomorrow, 9:00 am'))
  it('from the minute on at which they leave', () => expect(closed('2026-11-26T22:00:00Z')).toBe('tomorrow, 9:00 am'))
  it('while somebody is there nothing is closed', () => expect(closed('2026-11-27T14:00:00Z')).toBeUndefined())
  it('past what was told days ago nothing is said', () => expect(closed('2026-11-27T22:00:00Z')).toBeUndefined())
})

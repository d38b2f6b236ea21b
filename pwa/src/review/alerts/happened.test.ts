import { describe, expect, it } from 'vitest'
import type { AlertOut } from '../../shared/wire'
import { againAt, comesAt, notesOf, stepsOf } from './happened'

type Event = AlertOut['events'][number]

const event = (step: Event['step'], by: string | null = null, note: string | null = null): Event => ({ at: '2026-11-23T19:00:00Z', step, by, to: null, answer: null, note })

describe('Ben resolved it, and Dana wrote what she had done, too', () => {
  const events = [event('opened'), event('acknowledged', 'Ben'), event('resolved', 'Ben', 'Called.'), event('resolved', 'Dana', 'I saw her.')]

  it('it is resolved once, and both notes stand under their names', () => {
    expect(stepsOf(events).map(({ step, by }) => `${step} ${by ?? ''}`)).toEqual(['opened ', 'acknowledged Ben', 'resolved Ben', 'noted Dana'])
    expect(notesOf(events).map(({ by, note }) => `${by}: ${note}`)).toEqual(['Ben: Called.', 'Dana: I saw her.'])
  })

  it('opened again, the next to resolve it is the one who did', () => {
    const again = [...events, event('reopened'), event('resolved', 'Dana', 'Called again.')]
    expect(stepsOf(again).at(-1)?.step).toBe('resolved')
    expect(notesOf(again).map(({ note }) => note)).toEqual(['Called again.'])
  })
})

it('the same came in again when the newest of it did', () => {
  expect(againAt([event('opened'), event('acknowledged', 'Ben')])).toBeUndefined()
  expect(againAt([event('opened'), event('added'), { ...event('reopened'), at: '2026-11-23T20:00:00Z' }, event('acknowledged', 'Ben')])).toBe('2026-11-23T20:00:00Z')
})

it('somebody comes after all until the same comes in again', () => {
  const coming = { ...event('coming'), at: '2026-11-23T20:00:00Z' }
  expect(comesAt([event('opened')])).toBeUndefined()
  expect(comesAt([event('opened'), event('resolved', 'Dana', 'Gave the hour to Ben.'), coming])).toBe('2026-11-23T20:00:00Z')
  expect(comesAt([event('opened'), coming, event('acknowledged', 'Dana')])).toBe('2026-11-23T20:00:00Z')
  expect(comesAt([event('opened'), coming, event('added')])).toBeUndefined()
})

import { describe, expect, it } from 'vitest'
import { localAt, momentAt, timesFrom, wallTimeAt } from './moments'

const NEW_YORK = 'America/New_York'

describe('a wall time becomes the moment that the server makes of it', () => {
  it.each([
    ['in winter', '2026-11-26T18:00', NEW_YORK, '2026-11-26T23:00:00.000Z'],
    ['in summer', '2026-07-01T18:00', NEW_YORK, '2026-07-01T22:00:00.000Z'],
    ['on the evening after clocks went forward', '2026-03-08T18:00', NEW_YORK, '2026-03-08T22:00:00.000Z'],
    ['that clocks leave out: later by the gap', '2026-03-08T02:30', NEW_YORK, '2026-03-08T07:30:00.000Z'],
    ['that comes twice: the first', '2026-11-01T01:30', NEW_YORK, '2026-11-01T05:30:00.000Z'],
    ['that comes twice by half an hour', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['far ahead of UTC', '2026-01-01T00:30', 'Pacific/Kiritimati', '2025-12-31T10:30:00.000Z'],
  ])('%s', (_when, local, zone, moment) => {
    expect(momentAt(local, zone).toISOString()).toBe(moment)
  })

  it('and back', () => {
    expect(localAt(new Date('2026-11-26T23:00:00Z'), NEW_YORK)).toBe('2026-11-26T18:00')
    expect(wallTimeAt(new Date('2026-11-26T05:00:00Z'), NEW_YORK)).toBe('00:00')
  })
})

it('a session lasts its minutes, also over a clock change', () => {
  expect(timesFrom(['2026-11-01T00:30'], 90, NEW_YORK)).toEqual([{ starts_at: '2026-11-01T04:30:00.000Z', ends_at: '2026-11-01T06:00:00.000Z' }])
})

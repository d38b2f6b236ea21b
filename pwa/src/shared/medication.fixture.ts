import type { MedicationOut } from './wire'

/** In New York on Thanksgiving, eight in the morning and in the evening, since the day before. */
export const tablet: MedicationOut = {
  id: 'tablet',
  name: 'Tablet',
  note: 'With food',
  times: ['08:00', '20:00'],
  days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
  first_day: '2026-11-25',
  until: null,
  refill_on: null,
  refill_days_before: 3,
  stopped_at: null,
  doses: [
    { original_start: '2026-11-25T20:00', starts_at: '2026-11-26T01:00:00Z' },
    { original_start: '2026-11-26T08:00', starts_at: '2026-11-26T13:00:00Z' },
    { original_start: '2026-11-26T20:00', starts_at: '2026-11-27T01:00:00Z' },
    { original_start: '2026-11-27T08:00', starts_at: '2026-11-27T13:00:00Z' },
  ],
  replies: [{ original_start: '2026-11-25T20:00', word: 'taken', later_at: null, said_at: '2026-11-26T01:05:00Z' }],
}

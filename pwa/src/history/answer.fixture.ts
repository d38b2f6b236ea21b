import type { HistoryAnswer } from '../shared/wire'

/** It came as soon as it was said. */
export const answer = ({ answered_at = '2026-11-24T20:00:00Z', ...differs }: Partial<HistoryAnswer>): HistoryAnswer => ({
  id: 'a', check_in: null, for_day: null, instrument: 'daily', version: '1', answered_at, received_at: answered_at, late: false,
  items: [], scores: {}, seen_by: null, seen_at: null, replies: [], revises: null, superseded: false, revisable_until: null,
  ...differs,
})

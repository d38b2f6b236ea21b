import type { HistoryAnswer } from '../shared/wire'

export const answer = (differs: Partial<HistoryAnswer>): HistoryAnswer => ({
  id: 'a', check_in: null, for_day: null, instrument: 'daily', version: '1', answered_at: '2026-11-24T20:00:00Z', late: false,
  items: [], scores: {}, seen_by: null, seen_at: null, replies: [], revises: null, superseded: false, revisable_until: null,
  ...differs,
})

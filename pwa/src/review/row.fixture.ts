import type { CaseloadRow, LastAnswer, NeedOut } from '../shared/wire'

/** Somebody in the caseload about whom there is nothing to say, but for what is said here. */
export const row = (name: string, said: Partial<CaseloadRow> = {}): CaseloadRow => ({
  id: name, name, called: null, phase: 'iop', week: 1, groups: ['Evening A'], invite: null, joined_at: '2026-10-12T13:30:00Z', needs: [],
  alerts: { open: 0, worst: null, overdue: false }, last_answer: null, today: 'answered', unanswered_in_row: 0, unreviewed: 0,
  next_session: null, cravings: [], ...said,
})

export const need = (reason: string, said: Partial<NeedOut> = {}): NeedOut => ({
  reason, tier: 'today', text: null, value: null, change: null, count: null, instrument: null, handled: null, ...said,
})

export const lastAnswer = (said: Partial<LastAnswer> = {}): LastAnswer => ({
  id: 'an answer', instrument: 'daily', answered_at: '2026-11-22T20:12:00Z', mood: 6, craving: 2, craving_before: 2, reviewed: false, ...said,
})

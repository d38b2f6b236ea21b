import type { CommitmentOut, OccurrenceOut } from '../shared/wire'

/** Relapse prevention on Thanksgiving, 6:00 to 7:30 pm in Boston, but for what is given. */
export const session = (differs: Partial<OccurrenceOut> = {}): OccurrenceOut => ({
  id: '0190f0f0-0000-7000-8000-000000000001@2026-11-26T18:00',
  series: '0190f0f0-0000-7000-8000-000000000001',
  original_start: '2026-11-26T18:00',
  starts_at: '2026-11-26T23:00:00Z',
  ends_at: '2026-11-27T00:30:00Z',
  zone: 'America/New_York',
  kind: 'group',
  title: 'Relapse prevention',
  topic: 'Saying no',
  homework: null,
  place: 'Room 2, Maple Street',
  link: null,
  bring: 'the trigger map',
  facilitator: 'Dana',
  state: 'planned',
  was_at: null,
  reason: null,
  changed_at: null,
  is_added: false,
  is_elsewhere: false,
  is_other_length: false,
  is_put_back: false,
  formerly: null,
  former_ids: [],
  ...differs,
})

/** Four hours at the diner, on Mondays and Thursdays from 5 pm; no times of it are known. */
export const work: CommitmentOut = {
  id: 'work',
  kind: 'work',
  title: 'Diner',
  rule: 'FREQ=WEEKLY;BYDAY=MO,TH',
  first_day: '2026-11-01',
  wall_time: '17:00',
  minutes: 240,
  zone: 'America/New_York',
  until: null,
  shared: false,
  times: [],
}

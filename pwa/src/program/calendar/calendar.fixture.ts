import type { SeriesOut, StaffCalendar, StaffOccurrence } from '../../shared/wire'

export const ZONE = 'America/New_York'

/** Monday evenings of a group, since a month before. */
export const series: SeriesOut = {
  id: 's1', zone: ZONE, follows: null, group: 'g1', person: null, facilitator: 'dana', kind: 'group', title: 'Relapse prevention',
  topics: ['How a lapse begins', 'Handling stress', '', '', 'Staying busy', 'Saying no'], homework: null,
  rule: 'FREQ=WEEKLY;BYDAY=MO', first_day: '2026-10-26', wall_time: '18:00', minutes: 90, until: null, excluded: ['2026-12-21T18:00'], added: [],
  place: 'Room 2', link: null, bring: 'Your workbook', newest: 'line-1',
}

/** On Monday, November 23, 2026, 6:00 pm. */
export const one: StaffOccurrence = {
  id: 's1@2026-11-23T18:00', series: 's1', original_start: '2026-11-23T18:00', starts_at: '2026-11-23T23:00:00Z', ends_at: '2026-11-24T00:30:00Z', zone: ZONE,
  kind: 'group', title: 'Relapse prevention', topic: 'Staying busy', homework: null, place: 'Room 2', link: null, bring: 'Your workbook', facilitator: 'Dana',
  state: 'planned', was_at: null, reason: null, changed_at: null, is_added: false, is_elsewhere: false, is_other_length: false, is_put_back: false, formerly: null, former_ids: [], group: 'g1', person: null, expected: ['alice', 'charlie'], cant_come: ['charlie'], newest: '',
}

export const calendar: StaffCalendar = {
  zone: ZONE, topics: ['Relapse prevention', 'Stress management'],
  groups: [{ id: 'g1', name: 'Evening A', lead: 'dana', members: [{ person: 'alice', from_day: '2026-10-26', to_day: null }], others: 2 }],
  series: [series], occurrences: [one], people: [{ id: 'alice', name: 'Alice R.' }, { id: 'charlie', name: 'Charlie M.' }],
  staff: [{ id: 'dana', name: 'Dana', role: 'counselor' }, { id: 'ben', name: 'Ben', role: 'counselor' }],
}

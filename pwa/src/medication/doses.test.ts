import { expect, it } from 'vitest'
import type { MedicationOut } from '../shared/wire'
import { byDay, dosesOf, laterWays, nextOf, recorded, todays } from './doses'
import { tablet } from '../shared/medication.fixture'

const zone = 'America/New_York'
const noon = new Date('2026-11-26T17:00:00Z')
const at = (time: string) => new Date(`2026-11-26T${time}:00Z`)
const said = (original_start: string, word: 'taken' | 'skipped' | 'later', later_at: string | null = null) => ({ original_start, word, later_at, said_at: noon.toISOString() })
const doses = (...replies: MedicationOut['replies']) => dosesOf([{ ...tablet, replies }], zone)
const starts = (found: readonly { original_start: string }[]) => found.map(({ original_start }) => original_start.slice(8))

it('today has its doses, and at night what was left over', () => {
  expect(starts(todays(doses(), noon, zone))).toEqual(['26T08:00', '26T20:00'])
  expect(starts(todays(doses(), at('06:00'), zone))).toEqual(['25T20:00', '26T08:00', '26T20:00'])
  expect(starts(todays(doses(said('2026-11-25T20:00', 'taken')), at('06:00'), zone))).toEqual(['26T08:00', '26T20:00'])
})

it('next is what is open, and for two hours what was due', () => {
  expect(starts(nextOf(doses(), at('14:30'), zone))).toEqual(['26T08:00'])
  expect(starts(nextOf(doses(), noon, zone))).toEqual(['26T20:00'])
  expect(starts(nextOf(doses(said('2026-11-26T08:00', 'later', '2026-11-26T18:00:00Z')), noon, zone))).toEqual(['26T08:00'])
  expect(nextOf(doses(said('2026-11-26T08:00', 'taken'), said('2026-11-26T20:00', 'skipped')), noon, zone)).toEqual([])
})

it('all of one time are next together', () =>
  expect(nextOf(dosesOf([tablet, { ...tablet, id: 'other', name: 'Other' }], zone), noon, zone).map(({ medication }) => medication.name)).toEqual(['Other', 'Tablet']))

it.each([
  ['13:05', [30, 60, 120]],
  ['23:30', [30, 60]],
  ['23:45', [30, 60]],
])('at %s UTC it can be put off by %j minutes, never to the next dose', (time, ways) => {
  const [, first] = doses()
  expect(first && laterWays(first, doses(), at(time))).toEqual(ways)
})

it('the record has what was due, and what was said of doses that are no more', () => {
  const gone = said('2026-11-24T07:30', 'taken')
  const found = recorded(doses(gone, said('2026-11-26T20:00', 'taken')), noon, zone)
  expect(starts(found)).toEqual(['24T07:30', '25T20:00', '26T08:00', '26T20:00'])
  expect(found[0]?.starts_at).toBe('2026-11-24T12:30:00.000Z')
  expect(byDay(found).map(({ day, doses: of }) => [day, of.length])).toEqual([['2026-11-26', 2], ['2026-11-25', 1], ['2026-11-24', 1]])
  expect(recorded(doses(), new Date('2026-12-09T17:00:00Z'), zone).map(({ original_start }) => original_start)).toEqual(['2026-11-26T08:00', '2026-11-26T20:00', '2026-11-27T08:00'])
})

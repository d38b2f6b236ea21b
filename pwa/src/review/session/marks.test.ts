import { describe, expect, it } from 'vitest'
import type { AbsencesOut, Attending, ReplyKind, StaffOccurrence } from '../../shared/wire'
import { countsSaid, limitSaid } from './limit'
import { everybody, markedOf, markOf, saysHere, shownOf } from './marks'
import { todaysOf } from './today'
import { words } from './words'

const absences = (said: Partial<AbsencesOut> = {}): AbsencesOut => ({
  in_row: 0, in_twelve_weeks: 0, allowed_in_row: 3, allowed_in_twelve_weeks: 6, warns: false, over: false, ...said,
})

const one = (person: string, said: Partial<Attending> = {}): Attending => ({
  person, name: person, mark: null, marked_by: null, reply: null, short_notice: false, absences: absences(), ...said,
})

const says = (kind: ReplyKind): Attending['reply'] => ({ occurrence: 'skills', kind, hindrance: null, help: false, note: null, said_at: '2026-11-23T20:00:00Z' })

const group = [one('Ada'), one('Bea', { reply: says('cant_come') }), one('Cid', { reply: says('here') }), one('Dov', { mark: 'late', marked_by: 'Ben', reply: says('here') })]
const names = (people: readonly Attending[]) => people.map(({ name }) => name)

describe('a group', () => {
  it('lays what was said here over what was fetched', () => {
    const shown = shownOf(group, new Map([['Ada', { mark: 'attended', seen: null, waits: true }], ['Dov', { mark: 'late', seen: 'late', waits: false }]]))
    expect(shown.map(({ mark, marked_by, waits }) => [mark, marked_by, waits])).toEqual([['attended', null, true], [null, null, false], [null, null, false], ['late', 'Ben', false]])
    expect(markedOf(shown)).toBe(2)
  })

  it('leaves out who said that they can’t come, and who has a mark', () => {
    const shown = shownOf(group, new Map())
    expect(names(everybody(shown))).toEqual(['Ada', 'Cid'])
    expect(names(saysHere(shown))).toEqual(['Cid'])
  })

  it('knows a letter whichever way it is typed', () => {
    const { letters, noLetter } = words.value
    expect(['a', 'L', 'n', 'u', 'z'].map((key) => markOf(key, letters, noLetter))).toEqual(['attended', 'late', 'no_show', null, undefined])
  })
})

describe('the limit', () => {
  it('is said before it is reached, with the count that is near it', () => {
    expect(limitSaid(absences({ in_row: 1, in_twelve_weeks: 1 }), words.value)).toBeUndefined()
    expect(limitSaid(absences({ in_row: 2, in_twelve_weeks: 4, warns: true }), words.value)).toBe('One more missed session reaches the program’s limit: 2 of 3 in a row.')
    expect(limitSaid(absences({ in_row: 2, in_twelve_weeks: 5, warns: true }), words.value)).toBe('One more missed session reaches the program’s limit: 2 of 3 in a row, 5 of 6 in twelve weeks.')
    expect(limitSaid(absences({ in_row: 2, in_twelve_weeks: 6, over: true }), words.value)).toBe('The program’s limit is reached: 6 of 6 in twelve weeks.')
  })

  it('counts in words', () => {
    expect(countsSaid(absences(), words.value)).toBe('No unexcused absence in twelve weeks.')
    expect(countsSaid(absences({ in_twelve_weeks: 2 }), words.value)).toBe('Unexcused: 0 of 3 in a row, 2 of 6 in twelve weeks.')
  })
})

it('today’s sessions are those of the clinic’s day with somebody in the viewer’s care', () => {
  const at = (id: string, starts_at: string, expected: string[] = ['ada']) => ({ id, starts_at, expected }) as unknown as StaffOccurrence
  const found = todaysOf(
    [at('late', '2026-11-24T01:00:00Z'), at('early', '2026-11-23T14:00:00Z'), at('nobody', '2026-11-23T15:00:00Z', []), at('tomorrow', '2026-11-24T06:00:00Z')],
    '2026-11-23',
    'America/New_York',
  )
  expect(found.map(({ id }) => id)).toEqual(['early', 'late'])
})

import { describe, expect, it } from 'vitest'
import type { ExerciseOut } from '../shared/wire'
import { begin, goOn, isDraft, looksBack, nextAt, practiceOf, screensOf, waveOf } from './practice'

const evening = new Date('2026-11-26T23:00:00Z')
const later = (minutes: number) => new Date(evening.getTime() + minutes * 60_000)

const ride: ExerciseOut = {
  key: 'ride-the-urge',
  version: 2,
  title: 'Ride the urge',
  summary: 'Watch it change.',
  minutes: 6,
  steps: [
    { id: 'wave', kind: 'say', text: 'An urge is like a wave.', detail: null },
    { id: 'rate-1', kind: 'rate', text: 'How strong is it now?', detail: null },
    { id: 'rate-2', kind: 'rate', text: 'How strong is it now?', detail: null },
    { id: 'look-back', kind: 'say', text: 'Your numbers draw this wave.', detail: null },
    { id: 'next', kind: 'write', text: 'What is next?', detail: null, hint: 'One thing.' },
  ],
}
const asked = { id: 'a1', exercise: 'ride-the-urge', note: null, times_per_week: 3, from_day: '2026-11-20', done_this_week: 0 }

/** The kinds of the screens Sam sees from the first to the last. */
function way(said: Partial<ReturnType<typeof begin>>): string[] {
  const seen: string[] = []
  let practice = { ...begin(ride, evening), ...said }
  for (let at: number | undefined = 0; at !== undefined; at = nextAt(ride, practice)) {
    practice = { ...practice, at }
    seen.push(screensOf(ride)[at]?.kind ?? 'none')
  }
  return seen
}

it('asks how strong it is before and after', () =>
  expect(way({})).toEqual(['before', 'say', 'rate', 'rate', 'say', 'write', 'after']))

it('does not ask again right after the exercise itself has asked', () => {
  expect(way({ ratings: { 'rate-2': 5 } }).at(-1)).toBe('write')
  expect(way({ ratings: { 'rate-1': 5 } }).at(-1)).toBe('after') // the last one was skipped
})

it('looks back once, where the numbers end', () => {
  const screens = screensOf(ride)
  expect(screens.filter((_, at) => looksBack(screens, at)).map(({ id }) => id)).toEqual(['look-back'])
})

describe('what is sent', () => {
  const done = { ...begin(ride, evening), before: 9, ratings: { 'rate-2': 6, 'rate-1': 8 }, notes: { next: '  Call Luis. ', other: ' ' } }

  it('holds the numbers in their order and what Sam wrote', () =>
    expect(practiceOf(ride, done, [asked], later(6))).toEqual({
      exercise: 'ride-the-urge',
      version: 2,
      assignment: 'a1',
      started_at: evening.toISOString(),
      ended_at: later(6).toISOString(),
      before: 9,
      after: 6,
      ratings: [8, 6],
      notes: { next: 'Call Luis.' },
    }))

  it('leaves out what was skipped', () =>
    expect(practiceOf(ride, begin(ride, evening), [], later(6))).toMatchObject({ assignment: null, before: null, after: null, ratings: [], notes: {} }))

  it('never ends before it began', () => expect(practiceOf(ride, done, [], later(-60)).ended_at).toBe(evening.toISOString()))

  it('draws every number that was said', () => expect(waveOf(ride, { ...done, after: 4 })).toEqual([9, 8, 6, 4]))
})

describe('a draft', () => {
  const draft = { ...begin(ride, evening), at: 3 }

  it('fits the exercise and the version it was begun with', () => {
    expect(isDraft(draft, ride)).toBe(true)
    expect(isDraft(draft, { ...ride, version: 3 })).toBe(false)
    expect(isDraft(draft, { ...ride, key: 'halt' })).toBe(false)
  })

  it.each([[undefined], [null], ['text'], [{ at: 3 }], [{ ...draft, at: 0 }], [{ ...draft, at: 99 }]])('%j is none', (kept) =>
    expect(isDraft(kept, ride)).toBe(false))

  it('that was left a moment ago goes on, and one of another day begins now', () => {
    expect(goOn(draft, later(10)).started_at).toBe(draft.started_at)
    expect(goOn(draft, later(60 * 24))).toMatchObject({ at: 3, started_at: later(60 * 24).toISOString() })
  })
})

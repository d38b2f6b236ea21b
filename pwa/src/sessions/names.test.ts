import { describe, expect, it } from 'vitest'
import { changeOf, movedTo, thereOf, whenOf } from './names'
import { session } from './session.fixture'

const boston = { language: 'en', zone: 'America/New_York' } as const
const chicago = { language: 'en', zone: 'America/Chicago' } as const
const plain = (text: string | undefined) => text?.replace(/[\u2009\u202f\u00a0]/g, ' ')
const noon = new Date('2026-11-26T17:00:00Z')

it('the time is that of Omar’s clocks; the clinic’s is said where it differs', () => {
  expect(plain(whenOf(session(), noon, chicago))).toBe('5:00 – 6:30 pm')
  expect(plain(thereOf(session(), chicago))).toBe('6:00 – 7:30 pm at the clinic')
  expect(thereOf(session(), boston)).toBeUndefined()
  expect(thereOf(session(), { ...boston, zone: 'America/Detroit' })).toBeUndefined()
})

it('where even the day differs, the clinic’s is named', () => {
  expect(plain(thereOf(session(), { ...boston, zone: 'Asia/Tokyo' }))).toBe('Thursday, 6:00 – 7:30 pm at the clinic')
})

describe('a session that is not as planned', () => {
  const changed_at = '2026-11-20T12:00:00Z'
  const before = { starts_at: '2026-11-26T23:00:00Z', ends_at: '2026-11-27T00:30:00Z', place: 'Room 2', link: null }
  it.each([
    [{ state: 'cancelled' }, 'Cancelled'],
    [{ state: 'moved', was_at: '2026-11-26T22:30:00Z' }, 'Moved from 5:30 pm'],
    [{ state: 'moved', was_at: '2026-11-25T23:00:00Z' }, 'Moved from Wednesday, 6:00 pm'],
    [{ state: 'moved', was_at: '2026-11-12T23:00:00Z' }, 'Moved from Nov 12, 6:00 pm'],
    [{ state: 'planned' }, undefined],
    [{ is_added: true, changed_at: '2026-11-20T12:00:00Z' }, 'New'],
    [{ is_added: true }, undefined],
    [{ is_elsewhere: true, changed_at }, 'In another place than usual'],
    [{ is_other_length: true, changed_at }, 'Ends at 7:30 pm now'],
    [{ is_elsewhere: true, is_other_length: true, changed_at }, 'In another place than usual'],  // its hours stand beside it
    [{ is_put_back: true, changed_at }, 'Takes place as planned'],
    [{ is_put_back: true, state: 'cancelled', changed_at }, 'Cancelled'],
    // Its series was changed, whether people hear of it by this one or by one before.
    [{ formerly: { ...before, starts_at: '2026-11-26T22:30:00Z' }, is_added: true, changed_at }, 'Moved from 5:30 pm'],
    [{ formerly: { ...before, starts_at: '2026-11-24T23:00:00Z' } }, 'Moved from Tuesday, 6:00 pm'],
    [{ formerly: { ...before, place: 'Room 9' }, place: 'Room 12', is_added: true, changed_at }, 'Changed: Room 12'],
    [{ formerly: { ...before, place: 'Room 9' }, place: null, link: 'https://video.example/a' }, 'In another place than usual'],
    [{ formerly: { ...before, place: 'Room 9' }, place: null }, 'In another place than usual'],
    [{ formerly: { ...before, link: 'https://video.example/a' }, place: before.place, link: 'https://video.example/b' }, 'New video link'],
    [{ formerly: { ...before, link: 'https://video.example/a' }, place: before.place }, 'Changed: Room 2'], // and no more by video
    [{ formerly: { ...before, ends_at: '2026-11-27T00:00:00Z' }, place: before.place }, 'Ends at 7:30 pm now'],
    [{ formerly: before, place: before.place }, undefined],
  ] as const)('%j: %s', (differs, said) => expect(plain(changeOf(session(differs), noon, boston))).toBe(said))

  it('leaves word where it was', () => {
    const moved = session({ state: 'moved', was_at: '2026-11-25T23:00:00Z' })
    expect(plain(movedTo(moved, noon, boston))).toBe('Moved to Thursday, 6:00 pm')
  })
})

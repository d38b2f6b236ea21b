import { describe, expect, it } from 'vitest'
import { words as review } from '../words'
import { lastOf, troubleOf } from './health'
import { words } from './words'

const now = new Date('2026-11-23T15:00:00Z')
const place = { language: 'en' as const, zone: 'America/New_York' }
const well = { subscribed: true, last_accepted_at: '2026-11-23T01:00:00Z', last_shown_at: '2026-11-23T01:00:05Z', stopped_on: null }

const trouble = (health: Partial<typeof well> | { stopped_on: string }) => troubleOf({ ...well, ...health }, 'Alice', now, place, words.value)

describe('the reminders of Alice', () => {
  it('need nobody while they are shown', () => expect(trouble({})).toBeUndefined())

  it('stopped on a day that her counselor can name', () =>
    expect(trouble({ stopped_on: '2026-11-20T23:00:00Z' })).toBe('This phone stopped receiving reminders on Friday. Ask Alice to open Daymark on it: Today says how to mend it.'))

  it('stopped long ago: then a weekday would mislead', () => expect(trouble({ stopped_on: '2026-11-16T23:00:00Z' })).toContain('on Nov 16.'))

  it('are off', () => expect(trouble({ subscribed: false })).toContain('Reminders are off'))

  it('were sent, and the phone has not said that the last one was shown', () =>
    expect(lastOf({ ...well, last_shown_at: '2026-11-20T01:00:00Z' }, now, place, review.value)).toContain('has not said'))
})

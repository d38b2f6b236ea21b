import { describe, expect, it } from 'vitest'
import { usual, waysAgain, withChosen } from './reminders'
import type { HomeReminders } from './wire'

const told = { vapid_key: 'k', subscription: null, choices: usual, snoozed: [] } as HomeReminders
const aside = { item: 'i1', said_at: '2026-11-26T23:00:00Z' }

describe('what Sam chose', () => {
  it('is shown at once, and the rest stays', () => {
    const { choices } = withChosen(told, { choices: [{ name: 'quiet', value: null, ...aside }, { name: 'days_off', value: ['SU'], ...aside }] })
    expect(choices).toEqual({ ...usual, quiet: null, days_off: ['SU'] })
  })

  it('says since when the lock screen says more, and no more once it is taken back', () => {
    const on = withChosen(told, { choices: [{ name: 'session_detail', value: true, ...aside }] })
    expect(on.choices.session_detail_since).toBe(aside.said_at)
    const off = withChosen({ ...told, choices: on.choices }, { choices: [{ name: 'session_detail', value: false, ...aside }] })
    expect(off.choices.session_detail_since).toBeNull()
  })

  it('is the usual on a phone that an older version of the app has filled', () => {
    const old = { vapid_key: 'k', subscription: null } as unknown as HomeReminders
    expect(withChosen(old, {})).toMatchObject({ choices: usual, snoozed: [] })
  })

  it('a newer snooze takes the place of the one before', () => {
    const before = { ...told, snoozed: [{ subject: 's1', due_at: '2026-11-27T01:00:00Z' }, { subject: 's2', due_at: '2026-11-27T01:00:00Z' }] }
    const { snoozed } = withChosen(before, { snoozed: [{ subject: 's1', due_at: '2026-11-26T23:00:00Z', item: 'i1' }] })
    expect(snoozed).toEqual([{ subject: 's2', due_at: '2026-11-27T01:00:00Z' }, { subject: 's1', due_at: '2026-11-26T23:00:00Z' }])
  })
})

describe('once more', () => {
  const ways = (uselessAfter: string, now: string, zone = 'America/New_York') => waysAgain(uselessAfter, new Date(now), zone).map(({ way, due_at }) => `${way} ${due_at.slice(5, 16)}`)

  it.each([
    ['a session tomorrow, at noon', '2026-11-27T23:00:00Z', '2026-11-26T17:00:00Z', ['hour 11-26T18:00', 'tonight 11-27T01:00']],
    ['a session at six tonight', '2026-11-26T23:00:00Z', '2026-11-26T17:00:00Z', ['hour 11-26T18:00']],
    ['a session in an hour', '2026-11-26T18:00:00Z', '2026-11-26T17:00:00Z', []],
    ['a session tomorrow, at nine in the evening', '2026-11-27T23:00:00Z', '2026-11-27T02:00:00Z', ['hour 11-27T03:00']],
    ['at eight sharp', '2026-11-27T23:00:00Z', '2026-11-27T01:00:00Z', ['hour 11-27T02:00']],
  ])('%s', (_name, uselessAfter, now, offered) => expect(ways(uselessAfter, now)).toEqual(offered))

  it('tonight is by the clocks of the day on which they change', () => {
    expect(ways('2026-11-02T12:00:00Z', '2026-11-01T05:30:00Z')).toEqual(['hour 11-01T06:30', 'tonight 11-02T01:00'])
    expect(ways('2026-04-06T12:00:00Z', '2026-04-04T14:00:00Z', 'Australia/Lord_Howe')).toEqual(['hour 04-04T15:00', 'tonight 04-05T09:30'])
  })
})

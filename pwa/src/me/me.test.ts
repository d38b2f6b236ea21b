import { describe, expect, it } from 'vitest'
import { nameOf } from './nameOf'
import { cityOf, zoneGroups } from './zones'

describe('time zones', () => {
  const groups = zoneGroups(['Europe/Madrid', 'America/New_York', 'America/Argentina/Buenos_Aires'], 'Asia/Calcutta', 'en')

  it('begin with those nearby, by city and name', () => {
    expect(groups[0]?.name).toBe('United States')
    expect(groups[0]?.zones[0]).toEqual({ zone: 'America/New_York', name: 'New York (Eastern Time)' })
  })

  it('hold each once, and the chosen one even where the browser calls it otherwise', () => {
    const all = groups.flatMap(({ zones }) => zones.map(({ zone }) => zone))
    expect(new Set(all).size).toBe(all.length)
    expect(all).toContain('Asia/Calcutta')
  })

  it('speak Spanish', () => expect(zoneGroups([], 'UTC', 'es')[0]?.zones[0]?.name).toMatch(/^New York \(hora /))

  it.each([
    ['America/Argentina/Buenos_Aires', 'Buenos Aires, Argentina'],
    ['America/New_York', 'New York'],
    ['UTC', 'UTC'],
  ])('%s is %s', (zone, name) => expect(cityOf(zone)).toBe(name))
})

it.each([
  ['/api/answers/1', 'answer'],
  ['/api/practices/1', 'practice'],
  ['/api/agreements/1', 'agreement'],
  ['/api/profile/1', 'profile'],
  ['/api/own-times/1', 'time'],
  ['/api/replies/1', 'reply'],
  ['/api/commitments/1', 'commitment'],
  ['/api/reminder-choices/1', 'choice'],
  ['/api/snoozes/1', 'snooze'],
  ['/api/medications/1', 'medication'],
  ['/api/doses/1', 'dose'],
  ['/api/medication-sharing/1', 'sharing'],
  ['/api/subscriptions/1/removed', 'reminders'],
  ['/api/something-newer/1', 'other'],
])('%s is told as %s', (path, name) => expect(nameOf({ path })).toBe(name))

import ICAL from 'ical.js'
import { afterAll, describe, expect, it } from 'vitest'
import feeds from './vectors/feed.json'

// The files are the server's; tests/sessions/test_feed.py keeps them so.
const all = feeds.flatMap(({ name, files, sessions }) => files.map((file, n) => ({ zone: name, file, sessions: sessions[n] })))

const calendarOf = (file: string) => new ICAL.Component(ICAL.parse(file) as unknown[])
const eventsOf = (calendar: ICAL.Component) => calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
const iso = (time: ICAL.Time) => time.toJSDate().toISOString()
const plain = (moment: string) => new Date(moment).toISOString()

const read = (file: string) => {
  const calendar = calendarOf(file)
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return eventsOf(calendar)
    .map((event) => ({
      starts_at: iso(event.startDate), ends_at: iso(event.endDate),
      cancelled: event.component.getFirstPropertyValue('status') === 'CANCELLED',
    }))
    .sort((one, other) => one.starts_at.localeCompare(other.starts_at) || one.ends_at.localeCompare(other.ends_at))
}

describe('ical.js reads from our calendar file', () => {
  afterAll(() => ICAL.TimezoneService.reset())

  it.each(all)('the sessions of $zone, on both sides of a clock change', ({ file, sessions }) => {
    expect(sessions?.length).toBe(9)
    expect(read(file)).toEqual(
      sessions?.map((each) => ({ ...each, starts_at: plain(each.starts_at), ends_at: plain(each.ends_at) })),
    )
  })

  it.each(all)('their zone $zone, and no rule', ({ zone, file }) => {
    const calendar = calendarOf(file)
    expect(calendar.getAllSubcomponents('vtimezone').map((each) => each.getFirstPropertyValue('tzid'))).toEqual([zone])
    expect(eventsOf(calendar).filter((event) => event.isRecurring())).toEqual([])
  })

  it.each(all)('their words as they were written, in $zone', ({ file }) => {
    const events = eventsOf(calendarOf(file))
    expect(new Set(events.map((event) => event.location))).toEqual(new Set(['Room 2; upstairs, left']))
    expect(new Set(events.map((event) => event.uid)).size).toBe(9)
  })
})

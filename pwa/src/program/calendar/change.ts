/** Pure: one session as it is to be, against what its series has planned. */
import { mondayOf } from '../../shared/practiced'
import type { ChangeIn, SeriesOut, StaffOccurrence } from '../../shared/wire'
import { localAt, momentAt } from './moments'

export interface Changing {
  day: string
  time: string
  minutes: string
  topic: string
  homework: string
  place: string
  link: string
}

const WEEK = 7 * 86_400_000

/** What the series says of the week that the session was meant for. */
function ofWeek(said: readonly string[] | null | undefined, series: SeriesOut | undefined, { original_start }: StaffOccurrence): string {
  if (!said || !series) return ''
  return said[Math.round((Date.parse(mondayOf(original_start.slice(0, 10))) - Date.parse(mondayOf(series.first_day))) / WEEK)] ?? ''
}

/** As it was planned, before anybody changed it. */
export function plannedOf(one: StaffOccurrence, series: SeriesOut | undefined): Changing {
  const [day = '', time = ''] = localAt(new Date(one.was_at ?? one.starts_at), one.zone).split('T')
  return {
    day, time, minutes: String(series?.minutes ?? ''), topic: ofWeek(series?.topics, series, one), homework: ofWeek(series?.homework, series, one),
    place: series?.place ?? '', link: series?.link ?? '',
  }
}

export function changingOf(one: StaffOccurrence): Changing {
  const [day = '', time = ''] = localAt(new Date(one.starts_at), one.zone).split('T')
  const minutes = (Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 60_000
  return { day, time, minutes: String(minutes), topic: one.topic ?? '', homework: one.homework ?? '', place: one.place ?? '', link: one.link ?? '' }
}

/** A change before it says what was seen of the session. */
export type Said = Omit<ChangeIn, 'seen'>

/** Only what differs from the plan is said; all of it together, for the newest change is the one that counts. */
export function changeIn(one: StaffOccurrence, planned: Changing, wanted: Changing, cancelled: string | undefined): Said {
  const own = (name: 'topic' | 'homework' | 'place' | 'link') => (wanted[name].trim() === planned[name] ? null : wanted[name].trim() || null)
  const moved = wanted.day !== planned.day || wanted.time !== planned.time
  return {
    occurrence: one.id,
    starts_at: moved ? momentAt(`${wanted.day}T${wanted.time}`, one.zone).toISOString() : null,
    minutes: wanted.minutes === planned.minutes ? null : Number(wanted.minutes),
    cancelled: cancelled !== undefined,
    reason: cancelled?.trim() || null,
    place: own('place'), link: own('link'), topic: own('topic'), homework: own('homework'),
  }
}

/** All as planned: what was changed before is taken back. */
export const takenBack = (occurrence: string): Said =>
  ({ occurrence, starts_at: null, minutes: null, cancelled: false, reason: null, place: null, link: null, topic: null, homework: null })

/** Whether anything of it differs from the plan. */
export const isChanged = (one: StaffOccurrence, planned: Changing): boolean =>
  one.state === 'cancelled' || JSON.stringify(changeIn(one, planned, changingOf(one), undefined)) !== JSON.stringify(changeIn(one, planned, planned, undefined))

export function wrongIn({ day, time, minutes, link }: Changing): 'day' | 'time' | 'minutes' | 'link' | undefined {
  if (!day) return 'day'
  if (!time) return 'time'
  if (!(Number(minutes) >= 5 && Number(minutes) <= 24 * 60)) return 'minutes'
  return link.trim() && !link.trim().startsWith('https://') ? 'link' : undefined
}

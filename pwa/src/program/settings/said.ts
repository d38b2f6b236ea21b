/** How a schedule is said. */
import type { Place } from '../../shared/i18n'
import { timeOf } from '../../shared/i18n'
import type { ScheduleOut } from '../../shared/wire'
import { beatOf } from './rhythm'
import type { Words } from './words'

/** "8:00 pm" of "20:00", on whatever clock. */
export const wallTime = (time: string, language: Place['language']): string => timeOf(`1970-01-01T${time}:00Z`, { language, zone: 'UTC' })

const [HOUR, DAY] = [60, 24 * 60]

/** "90 minutes", "6 hours", "2 days" */
export function span(minutes: number, { schedules }: Words): string {
  if (minutes % DAY === 0) return schedules.spanDays(minutes / DAY)
  return minutes % HOUR === 0 ? schedules.hours(minutes / HOUR) : schedules.minutes(minutes)
}

function rhythmSaid(stored: Pick<ScheduleOut, 'rhythm' | 'rule'>, { schedules, weekdays }: Words): string {
  const beat = beatOf(stored)
  switch (beat.kind) {
    case 'weekly':
      return schedules.weekly(beat.days.map((day) => weekdays[day]))
    case 'monthly':
      return schedules.monthly(schedules.nth[beat.nth - 1] ?? '', weekdays[beat.day])
    case 'monthday':
      return schedules.monthday(beat.date)
    default:
      return schedules[beat.kind]
  }
}

type Line = Pick<ScheduleOut, 'rhythm' | 'rule' | 'wall_time' | 'window_minutes' | 'nudge_minutes'>

/** "Every day, at 8:00 pm, open for 6 hours; reminded once more after 1 hour" */
export function scheduleSaid(schedule: Line, words: Words, language: Place['language']): string {
  const { line, nudged } = words.schedules
  const said = line(rhythmSaid(schedule, words), wallTime(schedule.wall_time, language), span(schedule.window_minutes, words))
  const nudge = schedule.nudge_minutes === null ? '' : `; ${nudged(span(schedule.nudge_minutes, words))}`
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${nudge}.`
}

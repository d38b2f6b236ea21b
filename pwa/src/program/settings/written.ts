/** Pure: a schedule as it stands in its form. */
import type { ScheduleIn } from '../../shared/wire'
import type { Beat } from './rhythm'
import { beatOf, storedOf } from './rhythm'

type Line = Pick<ScheduleIn, 'instrument' | 'rhythm' | 'rule' | 'wall_time' | 'window_minutes' | 'nudge_minutes'>

export interface Written extends Pick<Line, 'instrument' | 'wall_time' | 'window_minutes' | 'nudge_minutes'> {
  beat: Beat
}

export const blank: Written = { instrument: '', beat: { kind: 'daily' }, wall_time: '20:00', window_minutes: 360, nudge_minutes: 60 }

export const writtenOf = ({ instrument, rhythm, rule, wall_time, window_minutes, nudge_minutes }: Line): Written =>
  ({ instrument, beat: beatOf({ rhythm, rule }), wall_time, window_minutes, nudge_minutes })

export const pathOfSchedule = (change: string): string => `/api/schedules/${change}`

/** As the server takes it. */
export const lineOf = ({ beat, ...rest }: Written): Line => ({ ...rest, ...storedOf(beat) })

export function wrongIn({ instrument, beat, wall_time, window_minutes, nudge_minutes }: Written): 'instrument' | 'days' | 'wall_time' | 'nudge_minutes' | undefined {
  if (!instrument) return 'instrument'
  if (beat.kind === 'weekly' && beat.days.length === 0) return 'days'
  if (!wall_time) return 'wall_time'
  return nudge_minutes !== null && nudge_minutes >= window_minutes ? 'nudge_minutes' : undefined
}

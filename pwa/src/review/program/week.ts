/** Pure: how much of what was due in a week was answered, and how long a wait is said. */
import type { WeekOut } from '../../shared/wire'
import type { Words } from './words'

/** 0 to 1; undefined where nothing was due, which is not 0 %. */
export const shareOf = ({ due, answered, late }: Counts): number | undefined => (due > 0 ? (answered + late) / due : undefined)

type Counts = Pick<WeekOut, 'due' | 'answered' | 'late' | 'missed'>

export const totalOf = (weeks: readonly Counts[]): Counts =>
  weeks.reduce((sum, { due, answered, late, missed }) => ({ due: sum.due + due, answered: sum.answered + answered, late: sum.late + late, missed: sum.missed + missed }), { due: 0, answered: 0, late: 0, missed: 0 })

const [HOUR, DAY] = [60, 24 * 60]
/** From here on the smaller unit says nothing more. */
const [HOURS, DAYS] = [2 * HOUR, 2 * DAY]

/** "a minute", "40 minutes", "3 hours", "4 days": rounded up, so that it is never shorter than it was. */
export function waitSaid(minutes: number, { waits }: Words): string {
  if (minutes <= 1) return waits.underAMinute
  if (minutes < HOURS) return waits.minutes(Math.ceil(minutes))
  return minutes < DAYS ? waits.hours(Math.ceil(minutes / HOUR)) : waits.days(Math.ceil(minutes / DAY))
}

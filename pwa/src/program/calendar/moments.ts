/** Pure: what clocks show in a zone, and the moments that they show it at. Local times are texts, "2026-11-26T18:00". */
import { localDate } from '../../shared/i18n'

const MINUTE = 60_000
const DAY = 86_400_000

/** "18:00": what clocks in the zone show at the moment. */
export function wallTimeAt(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment)
}

/** "2026-11-26T18:00" */
export const localAt = (moment: Date, zone: string): string => `${localDate(moment, zone)}T${wallTimeAt(moment, zone)}`

/** How far clocks in the zone are ahead of UTC, in milliseconds. */
const offsetAt = (moment: Date, zone: string): number => Date.parse(`${localAt(moment, zone)}Z`) - Math.floor(moment.getTime() / MINUTE) * MINUTE

/**
 * The moment at which clocks in the zone show it, as the server has it: of a time that comes twice the first; one that
 * is left out moves forward by the width of the gap.
 */
export function momentAt(local: string, zone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  const by = (around: number) => new Date(asUtc - offsetAt(new Date(asUtc + around), zone))
  const [before, after] = [by(-DAY), by(DAY)]
  return localAt(before, zone) !== local && localAt(after, zone) === local ? after : before
}

export interface Times {
  starts_at: string
  ends_at: string
}

/** So many minutes from each local start on. */
export const timesFrom = (starts: readonly string[], minutes: number, zone: string): Times[] =>
  starts.map((local) => {
    const start = momentAt(local, zone)
    return { starts_at: start.toISOString(), ends_at: new Date(start.getTime() + minutes * MINUTE).toISOString() }
  })

import type { CheckInOut, Home } from '../shared/wire'

/** The check-ins that wait for an answer. */
export const openOnes = (home: Home, now: Date): CheckInOut[] =>
  home.check_ins.filter((one) => !one.answered_at && isIn(now, one.opens_at, one.closes_at))

/** How many there are. */
export const openCount = (home: Home | undefined, now: Date): number => (home ? openOnes(home, now).length : 0)

const isIn = (now: Date, from: string, to: string): boolean => Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(to)

/** The number at the app's icon, where there is one to be had. */
export function showBadge(phone: Partial<NavigatorBadge>, count: number): void {
  const shown = count > 0 ? phone.setAppBadge?.(count) : phone.clearAppBadge?.()
  shown?.catch(() => undefined)
}

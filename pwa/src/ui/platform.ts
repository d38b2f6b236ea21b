/** What kind of phone or browser this is: only for words that tell somebody where to tap. */
export type Platform = 'ios' | 'android' | 'firefox-android' | 'desktop'

/** An iPad calls itself a Mac, but no Mac has a touch screen. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && touchPoints > 1)) return 'ios'
  if (!userAgent.includes('Android')) return 'desktop'
  return userAgent.includes('Firefox') ? 'firefox-android' : 'android'
}

export const platform = (): Platform => platformOf(navigator.userAgent, navigator.maxTouchPoints)

/** Opened from the home screen, without the browser around it. */
export const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true

import type { Place } from '../shared/i18n'
import { language } from './words'

/** Where the reader is, by the clock they look at. Staff's pages tell times in it. */
export const here = (): Place => ({ language: language.value, zone: Intl.DateTimeFormat().resolvedOptions().timeZone })

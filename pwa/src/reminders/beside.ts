/** Pure: a moment in a list that goes day by day. */
import type { Place } from '../shared/i18n'
import { localDate, shortDateOf, timeOf } from '../shared/i18n'

/** "8:05 pm" of the day that it is listed on, "Nov 27, 8:05 am" of another: "today" below yesterday could be either. */
export const timeBeside = (listed: string, moment: string, place: Place): string =>
  localDate(listed, place.zone) === localDate(moment, place.zone) ? timeOf(moment, place) : `${shortDateOf(moment, new Date(listed), place)}, ${timeOf(moment, place)}`

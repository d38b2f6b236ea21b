import type { Moment, Place } from '../shared/i18n'
import { daysUntil, momentInText, timeOf } from '../shared/i18n'
import { words } from './words'

/** Inside a sentence about something the person did: "at 8:05 pm", or "yesterday, 8:05 pm". */
export const whenBegun = (moment: Moment, now: Date, place: Place): string =>
  daysUntil(moment, now, place.zone) === 0
    ? words.value.today(timeOf(moment, place))
    : words.value.before(momentInText(moment, now, place))

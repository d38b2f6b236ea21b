import type { Weekday } from '../../shared/commitments'
import { weekdays } from '../../shared/commitments'
import type { Place } from '../../shared/i18n'
import { weekdayOf } from '../../shared/i18n'
import { language } from '../../ui/words'
import { plusDays } from '../days'

/** Days and hours of a rule have no zone: they are said as in UTC, where they are just these. */
export const plain = (): Place => ({ language: language.value, zone: 'UTC' })

const MONDAY = '2024-01-01'

/** As inside a sentence: "Monday", "lunes". */
export const nameOfDay = (day: Weekday): string => weekdayOf(plusDays(MONDAY, weekdays.indexOf(day)), plain())

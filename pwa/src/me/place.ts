import { profile } from '../data/profile'
import type { Place } from '../shared/i18n'
import { language } from '../ui/words'
import { zoneHere } from './ZoneField'

/** Where whoever is signed in here is, staff too; signed out, where the phone is. */
export const place = (): Place => ({ language: language.value, zone: profile.value?.zone ?? zoneHere() })

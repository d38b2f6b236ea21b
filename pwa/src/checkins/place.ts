import type { Place } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { language } from '../ui/words'

export const placeOf = ({ person }: Pick<Home, 'person'>): Place => ({ zone: person.zone, language: language.value })

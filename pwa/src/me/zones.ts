/** Time zones as people know them: by a city near them. Pure. */
import type { Language } from '../shared/words/language'

export interface ZoneGroup {
  name: string
  zones: readonly { zone: string; name: string }[]
}

const NEAR = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu', 'America/Puerto_Rico']
const near: Record<Language, string> = { en: 'United States', es: 'Estados Unidos' }
const other: Record<Language, string> = { en: 'Other', es: 'Otras' }

/** The browser's own list; `chosen` is in it even where the browser calls that zone by a newer name. */
export function zoneGroups(all: readonly string[], chosen: string, language: Language): ZoneGroup[] {
  const rest = [...new Set([...all, chosen])].filter((zone) => !NEAR.includes(zone)).sort()
  const areas = [...new Set(rest.map(areaOf))].sort((a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b))
  return [
    { name: near[language], zones: NEAR.map((zone) => ({ zone, name: `${cityOf(zone)} (${generic(zone, language)})` })) },
    ...areas.map((area) => ({ name: area || other[language], zones: rest.filter((zone) => areaOf(zone) === area).map(named) })),
  ]
}

const areaOf = (zone: string): string => (zone.includes('/') ? (zone.split('/')[0] ?? '') : '')

/** "America/Argentina/Buenos_Aires" is "Buenos Aires, Argentina". */
export const cityOf = (zone: string): string =>
  (zone.includes('/') ? zone.split('/').slice(1) : [zone]).reverse().join(', ').replaceAll('_', ' ')

const named = (zone: string) => ({ zone, name: cityOf(zone) })

/** "Eastern Time" */
function generic(zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { timeZone: zone, timeZoneName: 'longGeneric' })
  return format.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

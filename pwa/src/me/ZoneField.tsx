import { useMemo } from 'preact/hooks'
import { timeOf } from '../shared/i18n'
import { Field } from '../ui/Field'
import { now } from '../ui/now'
import { language } from '../ui/words'
import { words } from './words'
import { zoneGroups } from './zones'

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'America/New_York'

/** Older browsers don't tell which zones they know. */
const known = (): readonly string[] => Intl.supportedValuesOf?.('timeZone') ?? []

interface ZoneFieldProps {
  hint?: string
  zone: string
  onZone: (zone: string) => void
}

/** A native list: typing "Chi" finds Chicago, and on a phone it is the phone's own wheel. */
export function ZoneField({ hint, zone, onZone }: ZoneFieldProps) {
  const groups = useMemo(() => zoneGroups(known(), zone, language.value), [zone, language.value])
  const { zone: label, zoneNow } = words.value.me
  const there = zoneNow(timeOf(now.value, { language: language.value, zone }))
  return (
    <Field label={label} hint={hint ? `${hint} ${there}` : there}>
      {(wiring) => (
        <select {...wiring} value={zone} onChange={({ currentTarget }) => onZone(currentTarget.value)}>
          {groups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {group.zones.map((one) => <option key={one.zone} value={one.zone}>{one.name}</option>)}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  )
}

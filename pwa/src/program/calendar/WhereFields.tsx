import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import type { PartProps } from './SeriesForm'
import { words } from './words'

/** A room or a link, and what to bring. */
export function WhereFields({ written: { place, link, bring }, errorAt, onWrite }: PartProps) {
  const { form } = words.value
  return (
    <Card labelledBy="where">
      <h2 id="where">{form.where}</h2>
      <TextField label={form.place} maxLength={200} autocomplete="off" value={place} onValue={(next) => onWrite({ place: next })} error={errorAt(undefined, 'place')} />
      <TextField label={form.link} hint={form.linkHint} maxLength={500} autocomplete="off" value={link} onValue={(next) => onWrite({ link: next })} error={errorAt('link', 'link')} />
      <TextField label={form.bring} maxLength={200} autocomplete="off" value={bring} onValue={(next) => onWrite({ bring: next })} error={errorAt(undefined, 'bring')} />
    </Card>
  )
}

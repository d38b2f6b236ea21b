import { useEffect, useState } from 'preact/hooks'
import { keep, kept } from '../data/db'
import { sayProfile } from '../data/say'
import { timeOf } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { catalog } from '../ui/words'
import { cityOf } from './zones'

const words = catalog(
  {
    elsewhere: (theirs: string, other: string) => `This phone is on ${other} time now. Reminders and times here still go by ${theirs} time.`,
    change: (other: string) => `Change to ${other} time`,
    stay: (theirs: string) => `Keep ${theirs} time`,
    failed: 'This phone could not keep that. Try again.',
  },
  {
    elsewhere: (theirs, other) => `Este teléfono tiene ahora la hora de ${other}. Los recordatorios y las horas de aquí siguen la hora de ${theirs}.`,
    change: (other) => `Cambiar a la hora de ${other}`,
    stay: (theirs) => `Seguir con la hora de ${theirs}`,
    failed: 'Este teléfono no pudo guardarlo. Inténtalo otra vez.',
  },
)

/** For a phone whose clock is another than the person's: which of them counts is theirs to say, once for each place. */
export function Travel({ body: { person } }: { body: Pick<Home, 'person'> }) {
  const place = here()
  const [stayed, setStayed] = useState<string | null>()
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => void kept('stayed').then((known) => setStayed(known?.zone === person.zone ? known.here : null), () => setStayed(null)), [person.zone])
  if (stayed === undefined || stayed === place.zone || timeOf(now.value, place) === timeOf(now.value, { ...place, zone: person.zone })) return null
  const [theirs, other] = [cityOf(person.zone), cityOf(place.zone)]
  const done = (work: Promise<unknown>) => void work.then(() => setFailed(false), () => setFailed(true))
  const change = () => done(sayProfile({ called: person.called, zone: place.zone, language: person.language }, new Date()))
  const stay = () => done(keep('stayed', { zone: person.zone, here: place.zone }).then(() => setStayed(place.zone)))
  return (
    <Notice>
      <p>{words.value.elsewhere(theirs, other)}</p>
      {hasFailed && <p role="alert">{words.value.failed}</p>}
      <div class="row">
        <Button icon="clock" onTap={change}>{words.value.change(other)}</Button>
        <Button kind="bare" onTap={stay}>{words.value.stay(theirs)}</Button>
      </div>
    </Notice>
  )
}

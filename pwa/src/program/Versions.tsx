import { useState } from 'preact/hooks'
import { shortDateOf } from '../shared/i18n'
import type { PlanDesk, PlanVersionOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { Sheet } from '../ui/Sheet'
import type { Fate } from './planForm'
import { fatesOf } from './planForm'
import { PlanReading } from './PlanReading'
import { words } from './words'

/** Every version that was given to the person, the newest first, to be read and not changed. */
export function Versions({ desk: { person, versions, exercises } }: { desk: PlanDesk }) {
  const [open, setOpen] = useState<PlanVersionOut | undefined>()
  const said = words.value.plan
  const fates = fatesOf(versions)
  return (
    <section class="stack">
      <h2>{said.versions}</h2>
      {versions.length === 0 && <p class="quiet">{said.noVersions}</p>}
      <ul class="plain stack">
        {versions.map((version, i) => (
          <li key={version.id} class="row between">
            <span class="grow">
              <strong>{said.version(version.number)}</strong>
              <br />
              <small>{fateWords(version, fates[i] ?? 'replaced', person.name)}<br />{said.by(version.proposed_by, dateOf(version.proposed_at))}</small>
            </span>
            <Button kind="bare" label={said.look(version.number)} onTap={() => setOpen(version)}>{said.lookShort}</Button>
          </li>
        ))}
      </ul>
      <Sheet open={open !== undefined} onClose={() => setOpen(undefined)} title={open ? said.version(open.number) : ''}>
        {open && <PlanReading content={open.content} exercises={exercises} />}
      </Sheet>
    </section>
  )
}

const dateOf = (moment: string): string => shortDateOf(moment, now.value, here())

function fateWords({ agreed_at }: PlanVersionOut, fate: Fate, name: string): string {
  const { waits, agreed, replaced, replacedAgreed } = words.value.plan
  const when = agreed_at ? dateOf(agreed_at) : ''
  return { waits: waits(name), agreed: agreed(when), replaced, 'replaced-agreed': replacedAgreed(when) }[fate]
}

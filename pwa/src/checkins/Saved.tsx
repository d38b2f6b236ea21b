import { useRef } from 'preact/hooks'
import type { Fate } from '../data/fate'
import { useFate } from '../data/fate'
import { signedOut } from '../data/post'
import type { Place } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { readerOf, readSentence, unwatched } from './names'
import { skillForAll } from './offer'
import type { Value } from './questions'
import { SkillLink } from './RideIt'
import { useReadOut } from './useKeys'
import { words } from './words'

interface SavedProps {
  /** The id of the answer. */
  answer: string
  values: Readonly<Record<string, Value>>
  body: Home
  place: Place
}

/** It is on the disk: what was saved, what helps now, who reads it. */
export function Saved({ answer, values, body, place }: SavedProps) {
  const page = useRef<HTMLDivElement>(null)
  const fate = useFate(answer)
  useReadOut(page, 0)
  const { title } = words.value.saved
  return (
    <div class="gap" ref={page}>
      <PageHead title={title(body.person.called)} />
      <Kept fate={fate} />
      <Offers values={values} body={body} />
      <Next isRefused={fate === 'parked'} values={values} body={body} place={place} />
      <ButtonLink wide href="/">{common.value.go.done}</ButtonLink>
    </div>
  )
}

function Kept({ fate }: { fate: Fate }) {
  if (fate === 'parked') {
    return <Notice kind="alert" action={<ButtonLink kind="soft" href="/me">{common.value.go.look}</ButtonLink>}>{fateSentence(fate)}</Notice>
  }
  return (
    <div class="card item">
      <span class="dot"><Icon name="check" /></span>
      <strong class="grow" role="status">{fateSentence(fate)}</strong>
    </div>
  )
}

function fateSentence(fate: Fate): string {
  const { parked, sending, signedOut: out } = words.value.saved
  const { sent, saved } = common.value.state
  if (fate === 'sent') return sent
  if (fate === 'parked') return parked
  if (signedOut.value) return out
  return online.value ? sending : saved
}

function Offers({ values, body }: { values: SavedProps['values']; body: Home }) {
  const skill = skillForAll(values, body)
  const { craving, used, plan } = words.value.saved
  const hasPlan = (body.plan?.content.staying_well.after_lapse.length ?? 0) > 0
  return (
    <>
      {skill && <Card tone="tint"><p>{craving}</p><SkillLink skill={skill} /></Card>}
      {values['used'] === true && (
        <Card>
          <p>{used}</p>
          {hasPlan && <ButtonLink kind="soft" icon="map" href="/plan">{plan}</ButtonLink>}
        </Card>
      )}
    </>
  )
}

/** What the server refused reaches nobody, so nothing is promised of it. */
function Next({ isRefused, values, body: { reading }, place }: Omit<SavedProps, 'answer'> & { isRefused: boolean }) {
  const { next, nobody, call, danger, help } = words.value.saved
  return (
    <Card labelledBy="next">
      <h2 id="next">{next}</h2>
      {isRefused && <p>{nobody}</p>}
      {!isRefused && values['call'] === true && <p>{call(readerOf(reading))}</p>}
      {!isRefused && <p>{readSentence(reading, now.value, place)} {unwatched(now.value, place.zone)}</p>}
      <p>{danger}</p>
      <div class="row">
        <ButtonLink kind="soft" icon="phone" href="tel:988">{common.value.help.crisis.call}</ButtonLink>
        <ButtonLink kind="bare" href="/help">{help}</ButtonLink>
      </div>
    </Card>
  )
}

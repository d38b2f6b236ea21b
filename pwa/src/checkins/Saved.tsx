import { useMemo, useRef } from 'preact/hooks'
import type { Fate } from '../data/fate'
import { useFate, useReason } from '../data/fate'
import { unsent } from '../data/pending'
import { signedOut } from '../data/post'
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import type { Scores } from '../shared/form/rules'
import type { Place } from '../shared/i18n'
import type { ExerciseOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { useLasting } from '../ui/later'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { StillHere } from '../worry/StillHere'
import { actBy } from './acting'
import { readerOf, readingSentences } from './names'
import { askedForCall, saidUsed, skillFor } from './offer'
import { refusedWords } from './refused'
import { SkillLink } from './RideIt'
import { useReadOut } from './useKeys'
import { words } from './words'

/** One answer that is on the disk. */
export interface Said {
  /** Its id. */
  answer: string
  form: Questionnaire
  values: Values
  /** What the answer before it counted. */
  before: Scores
}

interface SavedProps {
  /** At least one; a second where the first form has opened another. */
  said: readonly Said[]
  isCorrection: boolean
  body: Home
  place: Place
}

/** It is on the disk: what was saved, what helps now, who reads it. */
export function Saved({ said, isCorrection, body, place }: SavedProps) {
  const page = useRef<HTMLDivElement>(null)
  const fate = useFates(said)
  useReadOut(page, 0)
  const { title, corrected, both } = words.value.saved
  return (
    <div class="gap" ref={page}>
      <PageHead title={title(body.person.called)} />
      <StillHere />
      <Kept fate={fate} answer={said[0]?.answer ?? ''} aside={isCorrection ? corrected : said.length > 1 ? both : undefined} />
      <Offers said={said} body={body} />
      <Next fate={fate} said={said} body={body} place={place} />
      <ButtonLink wide href="/">{common.value.go.done}</ButtonLink>
    </div>
  )
}

/** What holds for all of them. */
function useFates(said: readonly Said[]): Fate {
  const fates = [useFate(said[0]?.answer ?? ''), useFate(said.at(-1)?.answer ?? '')]
  return fates.find((fate) => fate === 'parked') ?? fates.find((fate) => fate === 'waiting') ?? 'sent'
}

/** Milliseconds after which what is on its way is no longer called so. */
const SLOW = 3_000

function Kept({ fate, answer, aside }: { fate: Fate; answer: string; aside: string | undefined }) {
  const isSlow = useLasting(fate === 'waiting', SLOW)
  const isStuck = isSlow || unsent.value.some(({ id, tries }) => id === answer && tries > 0)
  if (fate === 'parked') return <Parked answer={answer} />
  return (
    <div class="card item">
      <span class="dot"><Icon name="check" /></span>
      <span class="grow">
        <strong role="status">{fateSentence(fate, isStuck)}</strong>
        {aside && <><br /><small>{aside}</small></>}
      </span>
    </div>
  )
}

/** The server did not take it. Where it says why, so do we. */
function Parked({ answer }: { answer: string }) {
  const { sentence, href, label } = refusedWords(useReason(answer), answer) ?? { sentence: words.value.saved.parked, href: '/me', label: common.value.go.look }
  return <Notice kind="alert" action={<ButtonLink kind="soft" href={href}>{label}</ButtonLink>}>{sentence}</Notice>
}

/** What the server has a reason for is never taken; the rest may be, later. */
function Unheard({ answer }: { answer: string }) {
  const { nobody, unseen } = words.value.saved
  return <p>{refusedWords(useReason(answer), answer) ? unseen : nobody}</p>
}

function fateSentence(fate: Fate, isStuck: boolean): string {
  const { sending, notYet, signedOut: out } = words.value.saved
  const { sent, saved } = common.value.state
  if (fate === 'sent') return sent
  if (signedOut.value) return out
  if (!online.value) return saved
  return isStuck ? notYet : sending
}

type About = Pick<SavedProps, 'said' | 'body'>

function Offers({ said, body }: About) {
  const skill = said.reduce<ExerciseOut | undefined>((found, { form, values, before }) => found ?? skillFor(form, values, before, body), undefined)
  const { craving, used, plan } = words.value.saved
  const hasPlan = (body.plan?.content.staying_well.after_lapse.length ?? 0) > 0
  return (
    <>
      {skill && <Card tone="tint"><p>{craving}</p><SkillLink skill={skill} /></Card>}
      {said.some(({ form, values }) => saidUsed(form, values)) && (
        <Card>
          <p>{used}</p>
          {hasPlan && <ButtonLink kind="soft" icon="map" href="/plan">{plan}</ButtonLink>}
        </Card>
      )}
    </>
  )
}

/** What the server refused reaches nobody, so nothing is promised of it. */
function Next({ fate, said, body: { reading }, place }: About & { fate: Fate; place: Place }) {
  const { next, call, onceSent, danger, help } = words.value.saved
  const isRefused = fate === 'parked'
  const stays = fate === 'waiting' && (!online.value || signedOut.value)
  const since = useMemo(() => now.value, [fate])
  const acting = said.flatMap(({ form, values, before }) => actBy(form, values, since, reading, before) ?? []).sort((one, other) => Number(one) - Number(other))[0]
  const wantsCall = said.some(({ form, values }) => askedForCall(form, values))
  return (
    <Card labelledBy="next">
      <h2 id="next">{next}</h2>
      {isRefused && <Unheard answer={said[0]?.answer ?? ''} />}
      {!isRefused && wantsCall && <p>{call(readerOf(reading))}</p>}
      {!isRefused && <p>{readingSentences(reading, now.value, place, acting)} {stays && onceSent}</p>}
      <p>{danger}</p>
      <div class="row">
        <ButtonLink kind="soft" icon="phone" href="tel:988">{common.value.help.crisis.call}</ButtonLink>
        <ButtonLink kind="bare" href="/help">{help}</ButtonLink>
      </div>
    </Card>
  )
}

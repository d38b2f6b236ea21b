import { useLocation } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { home } from '../data/home'
import { signedOut } from '../data/post'
import { NotHere } from '../me/NotHere'
import { list, shortDateOf } from '../shared/i18n'
import type { Home, PlanVersionOut } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { language, words as common } from '../ui/words'
import { Agreed, Agreeing } from './Agreeing'
import type { Section } from './changes'
import { changedSections } from './changes'
import { NoPlan } from './NoPlan'
import { Rest } from './Rest'
import { SafetySteps } from './Safety'
import { words } from './words'
import './aftercare.css'

const NEW = '/plan?version=new'

/** The plan that was agreed, and the one that waits for the person. */
export function Plan() {
  const mine = home.value
  const { query, route } = useLocation()
  const [agreed, setAgreed] = useState<string>()
  const takeUp = (version: string) => {
    setAgreed(version)
    route('/plan', true)
  }
  const reading = mine?.proposed && (!mine.plan || query['version'] === 'new') ? 'new' : 'plan'
  useNewView(reading)
  if (!mine) return <NotHere title={common.value.plan.title} icon="map" />
  if (reading === 'new' && mine.proposed) return <Proposed mine={mine} proposed={mine.proposed} onAgreed={takeUp} />
  if (!mine.plan) return <NoPlan who={mine.reading.counselor} />
  return <Current mine={mine} plan={mine.plan} agreed={agreed} />
}

/** Another version is another page to whoever reads it. */
function useNewView(reading: string): void {
  const [first] = useState(reading)
  const [seen] = useState(() => ({ reading: first }))
  useEffect(() => {
    if (seen.reading === reading) return
    seen.reading = reading
    scrollTo(0, 0)
    document.querySelector('h1')?.focus({ preventScroll: true })
  }, [reading])
}

const changesOf = ({ plan, proposed }: Home): Section[] => (plan && proposed ? changedSections(plan.content, proposed.content) : [])

function Current({ mine, plan, agreed }: { mine: Home; plan: PlanVersionOut; agreed: string | undefined }) {
  const place = { language: language.value, zone: mine.person.zone }
  const day = plan.agreed_at ? shortDateOf(plan.agreed_at, now.value, place) : ''
  return (
    <>
      <PageHead title={common.value.plan.title} sub={words.value.agreed(plan.proposed_by, day)} />
      {signedOut.value && <Notice>{common.value.state.signedOut}</Notice>}
      {agreed === plan.id && <Agreed id={plan.id} />}
      {mine.proposed && <Newer changed={changesOf(mine)} who={mine.proposed.proposed_by} />}
      <SafetySteps safety={plan.content.safety} exercises={mine.exercises} changed={[]} />
      <Rest content={plan.content} exercises={mine.exercises} changed={[]} />
      <Print />
    </>
  )
}

function Newer({ changed, who }: { changed: readonly Section[]; who: string }) {
  const { newerTitle, proposed, readNew } = words.value
  return (
    <div class="noprint">
      <Card tone="dawn" labelledBy="newer">
        <h2 id="newer">{newerTitle}</h2>
        <p>{proposed(who)}</p>
        <p class="quiet"><Differences changed={changed} /></p>
        <ButtonLink href={NEW}>{readNew}</ButtonLink>
      </Card>
    </div>
  )
}

function Differences({ changed }: { changed: readonly Section[] }) {
  const { changed: names, unchanged, sections } = words.value
  return <>{changed.length > 0 ? names(list(changed.map((one) => sections[one]), language.value)) : unchanged}</>
}

function Proposed({ mine, proposed, onAgreed }: { mine: Home; proposed: PlanVersionOut; onAgreed: (version: string) => void }) {
  const changed = changesOf(mine)
  const { newTitle, proposed: lead, still, readOld } = words.value
  return (
    <>
      <PageHead title={mine.plan ? newTitle : common.value.plan.title} {...(mine.plan ? { back: '/plan' } : {})} />
      <Card tone="dawn" labelledBy="lead">
        <p class="lead" id="lead">{lead(proposed.proposed_by)}</p>
        {mine.plan && (
          <>
            <p><Differences changed={changed} /> {still}</p>
            <div class="noprint"><ButtonLink kind="soft" href="/plan">{readOld}</ButtonLink></div>
          </>
        )}
      </Card>
      <SafetySteps safety={proposed.content.safety} exercises={mine.exercises} changed={changed} />
      <Rest content={proposed.content} exercises={mine.exercises} changed={changed} />
      <Agreeing version={proposed.id} who={proposed.proposed_by} phone={mine.program.phone} onAgreed={onAgreed} />
    </>
  )
}

const Print = () => (
  <div class="noprint">
    <Button kind="soft" icon="printer" onTap={() => print()}>{words.value.print}</Button>
  </div>
)

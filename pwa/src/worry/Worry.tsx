import { useEffect, useRef } from 'preact/hooks'
import { SafetySteps } from '../aftercare/Safety'
import '../aftercare/aftercare.css'
import type { Place } from '../shared/i18n'
import { textTo } from '../shared/phone'
import type { Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { words as common } from '../ui/words'
import { AskForContact } from './AskForContact'
import { words } from './words'

interface WorryProps {
  /** The rule that opened it. */
  rule: string
  /** The request that was made here already. */
  call: string | undefined
  body: Home
  place: Place
  onCall: (request: string) => void
  onGoOn: () => void
}

/** Who is there now, and the person's own steps. In the way of the form on purpose, and one tap leads back into it. */
export function Worry({ rule, call, body, place, onCall, onGoOn }: WorryProps) {
  const { title, lead, unread, goOn, kept } = words.value
  const page = useRef<HTMLDivElement>(null)
  const leave = useBackToGoOn(onGoOn)
  useEffect(() => {
    page.current?.querySelector('h1')?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  return (
    <div class="worry gap" ref={page}>
      <PageHead title={title} help={false} />
      <p>{lead} {unread}</p>
      <Lines />
      {/* Before their own steps, which may be long: nobody has to look for it. */}
      <AskForContact rule={rule} call={call} body={body} place={place} onCall={onCall} />
      <Own body={body} />
      <footer class="gap">
        <Button wide kind="soft" onTap={leave}>{goOn}</Button>
        <small class="center">{kept}</small>
      </footer>
    </div>
  )
}

/** The phone's own Back is a way into the form too, and not out of it. */
function useBackToGoOn(onGoOn: () => void): () => void {
  const latest = useRef(onGoOn)
  latest.current = onGoOn
  useEffect(() => {
    history.pushState(history.state, '')
    const heard = () => latest.current()
    addEventListener('popstate', heard)
    return () => removeEventListener('popstate', heard)
  }, [])
  return () => history.back()
}

function Lines() {
  const { crisis, textLine, emergency } = common.value.help
  return (
    <>
      <Card tone="tint" labelledBy="crisis">
        <h2 id="crisis">{crisis.title}</h2>
        <p>{crisis.about}</p>
        <div class="row">
          <ButtonLink icon="phone" href="tel:988">{crisis.call}</ButtonLink>
          <ButtonLink kind="soft" icon="message" href={textTo('988')}>{crisis.text}</ButtonLink>
        </div>
        <p class="quiet">{crisis.veterans}</p>
      </Card>
      <Card labelledBy="others">
        <h2 id="others">{emergency.title}</h2>
        <p>{emergency.about}</p>
        <ButtonLink kind="soft" icon="phone" href="tel:911">{emergency.call}</ButtonLink>
        <p>{textLine.about}</p>
        <ButtonLink kind="soft" icon="message" href={textTo(textLine.number, textLine.word)}>{textLine.text}</ButtonLink>
      </Card>
    </>
  )
}

function Own({ body: { plan, exercises } }: { body: Home }) {
  if (!plan) return null
  return <SafetySteps safety={plan.content.safety} exercises={exercises} changed={[]} />
}

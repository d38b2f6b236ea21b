import { useRef, useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import type { Refusal } from '../../data/intend'
import { useIntention } from '../../data/intend'
import type { FeedIn, FeedMade, Feeds, Kept, RevokeIn } from '../../shared/wire'
import { Card } from '../../ui/Card'
import { PageHead } from '../../ui/PageHead'
import { Loading, Notice, Problem } from '../../ui/States'
import { words as common } from '../../ui/words'
import { Making } from './Making'
import { words } from './words'
import { Yours } from './Yours'

/** A secret address at which other apps read the calendar. Nothing of it is kept on this phone. */
export function Address() {
  const { body, trouble, reload } = useFetched<Feeds>('/api/feed')
  const { title, lead, offline, signedOut } = words.value
  return (
    <>
      <PageHead title={title} back="/calendar" />
      <p>{lead}</p>
      <Know />
      {body && trouble !== 'signed-out' && <Feed body={body} onChange={reload} />}
      {!body && !trouble && <Loading />}
      {trouble === 'offline' && !body && <Problem onRetry={reload}>{offline}</Problem>}
      {trouble === 'signed-out' && <Problem>{signedOut}</Problem>}
      {(trouble === 'problem' || trouble === 'missing') && !body && <Problem onRetry={reload} />}
    </>
  )
}

function Know() {
  const { know, whoever, leaves, stop } = words.value
  return (
    <Card labelledBy="know">
      <h2 id="know">{know}</h2>
      <ul class="howto">
        {[whoever, leaves, stop].map((each) => <li key={each}>{each}</li>)}
      </ul>
    </Card>
  )
}

function Feed({ body: { feed }, onChange }: { body: Feeds; onChange: () => void }) {
  const [done, setDone] = useState('')
  const { first, renewed, revoked } = words.value
  const line = useRef<HTMLDivElement>(null)
  // What was tapped goes with it, so the focus moves to what is said of it.
  const changed = (what: string) => {
    setDone(what)
    onChange()
    setTimeout(() => line.current?.focus())
  }
  const making = useIntention<FeedIn, FeedMade>((id) => `/api/feeds/${id}`, () => changed(feed ? renewed : first))
  const revoking = useIntention<RevokeIn, Kept>((id) => `/api/revoked-feeds/${id}`, () => changed(revoked))
  const refusal = making.refusal ?? revoking.refusal
  const busy = making.saying || revoking.saying
  return (
    <>
      <div role="status" tabIndex={-1} ref={line}>{done && !refusal && <Notice>{done}</Notice>}</div>
      {refusal && <Notice kind="alert">{refusalWords(refusal)}</Notice>}
      {feed ? (
        <Yours key={feed.id} feed={feed} busy={busy} onAgain={(detailed) => making.say({ detailed })} onRevoke={() => revoking.say({ feed: feed.id })} />
      ) : (
        <Making busy={busy} onMake={(detailed) => making.say({ detailed })} />
      )}
    </>
  )
}

function refusalWords(refusal: Refusal): string {
  const { offline, signedOut } = words.value
  if (refusal.kind === 'refused') return refusal.sentence
  return { offline, 'signed-out': signedOut, problem: common.value.state.problem }[refusal.kind]
}

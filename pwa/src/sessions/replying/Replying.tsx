import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { said } from '../../data/home'
import { unsent } from '../../data/pending'
import { signedOut } from '../../data/post'
import { sayReply } from '../../data/say'
import { capitalized } from '../../shared/i18n'
import type { Home, OccurrenceOut, ReplyIn, ReplyOut } from '../../shared/wire'
import { Button, ButtonLink } from '../../ui/Button'
import { now } from '../../ui/now'
import { online } from '../../ui/online'
import { Sheet } from '../../ui/Sheet'
import { Notice } from '../../ui/States'
import { words as common } from '../../ui/words'
import '../sessions.css'
import { CantCome } from './CantCome'
import { sayable, wayOf } from './sayable'
import { words } from './words'

interface ReplyingProps {
  one: OccurrenceOut
  body: Home
  /** Other ways to go on, in one row with these. */
  children?: ComponentChildren
}

/** What the person can say of this session now, and what has become of what they said. */
export function Replying({ one, body, children }: ReplyingProps) {
  const reply = body.replies.find(({ occurrence }) => occurrence === one.id)
  const [asking, setAsking] = useState(false)
  const { say, failed, line } = useReply(one, () => setAsking(false))
  const who = body.reading.counselor ?? words.value.team
  return (
    <div class="replying">
      <div ref={line} tabIndex={-1} role="status">{reply && <SaidBefore reply={reply} who={who} />}</div>
      {failed && !asking && <Notice kind="alert">{common.value.state.notSaved}</Notice>}
      <div class="row">
        {children}
        <Ways one={one} reply={reply} onSay={say} onAsk={() => setAsking(true)} />
      </div>
      <Sheet open={asking} onClose={() => setAsking(false)} title={words.value.sheet.title}>
        <CantCome one={one} noticeHours={body.attended?.notice_hours ?? 0} who={who} failed={failed} onSay={(more) => say({ kind: 'cant_come', ...more })} onLeave={() => setAsking(false)} />
      </Sheet>
    </div>
  )
}

export type Reason = Pick<ReplyIn, 'hindrance' | 'help' | 'note'>

const noReason: Reason = { hindrance: null, help: false, note: null }

/** What was tapped may go with it, so the focus moves to what then stands there. */
function useReply({ id, starts_at }: OccurrenceOut, done: () => void) {
  const [failed, setFailed] = useState(false)
  const line = useRef<HTMLDivElement>(null)
  const say = (reply: Pick<ReplyIn, 'kind'> & Partial<Reason>) => {
    const at = new Date()
    sayReply({ occurrence: id, starts_at, ...noReason, ...reply, said_at: at.toISOString() }, at).then(() => {
      setFailed(false)
      done()
      setTimeout(() => line.current?.focus())
    }, () => setFailed(true))
  }
  return { say, failed, line }
}

function SaidBefore({ reply, who }: { reply: ReplyOut; who: string }) {
  const { said: saidWords, ways, sees, sheet, because, helps } = words.value
  const way = wayOf(stateOf(reply), online.value, signedOut.value)
  const told = way === 'sent' && reply.kind !== 'cant_come' ? sees(who) : ways[way](who)
  return (
    <>
      <p>
        <strong>{saidWords[reply.kind]}</strong> {reply.hindrance && `${because(sheet.reasons[reply.hindrance])} `}{reply.help && helps}
      </p>
      <p class="quiet">{capitalized(told)}</p>
      {way === 'refused' && <ButtonLink kind="soft" href="/me">{common.value.go.look}</ButtonLink>}
    </>
  )
}

/** Of its item in the outbox; undefined once the server has it. */
function stateOf({ occurrence }: ReplyOut): 'waiting' | 'parked' | undefined {
  const mine = said.value.replies?.find((one) => one.occurrence === occurrence)
  return unsent.value.find(({ id }) => id === mine?.item)?.state
}

interface WaysProps {
  one: OccurrenceOut
  reply: ReplyOut | undefined
  onSay: (reply: Pick<ReplyIn, 'kind'>) => void
  onAsk: () => void
}

function Ways({ one, reply, onSay, onAsk }: WaysProps) {
  const { buttons, mistake } = words.value
  const wasHere = reply?.kind === 'here'
  return sayable(one, reply?.kind, now.value).map((kind) => (
    <Button key={kind} kind={kind === 'here' ? 'main' : wasHere ? 'bare' : 'soft'} onTap={() => (kind === 'cant_come' ? onAsk() : onSay({ kind }))}>
      {wasHere ? mistake : buttons[kind]}
    </Button>
  ))
}

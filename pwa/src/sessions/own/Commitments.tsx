import { useRef, useState } from 'preact/hooks'
import { home } from '../../data/home'
import { pending } from '../../data/pending'
import { sayCommitment } from '../../data/say'
import { AsOf } from '../../me/AsOf'
import { NotHere } from '../../me/NotHere'
import { localDate } from '../../shared/i18n'
import type { CommitmentIn, CommitmentOut, Home } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Sheet } from '../../ui/Sheet'
import { Empty } from '../../ui/States'
import { words as common } from '../../ui/words'
import { nameOf } from '../ownNames'
import '../sessions.css'
import { CommitmentForm } from './CommitmentForm'
import { commitmentOf, empty, removalOf, writtenOf } from './form'
import { Overlaps } from './Overlaps'
import { Row } from './Row'
import { words } from './words'

/** Work, school, family: the person's own, and where they meet a session. */
export const Commitments = () =>
  home.value ? <List body={home.value} /> : <NotHere title={words.value.title} icon="clock" back="/calendar" />

type Asked = { change: CommitmentOut | undefined } | { remove: CommitmentOut } | undefined

function List({ body }: { body: Home }) {
  const { title, lead, private: onlyYou, none, add } = words.value
  const [asked, ask] = useState<Asked>()
  const { say, outcome, line } = useSaying(() => ask(undefined))
  return (
    <>
      <PageHead title={title} back="/calendar" />
      <AsOf zone={body.person.zone} />
      <p>{lead} {onlyYou}</p>
      <p role="status" class="outcome" tabIndex={-1} ref={line}>{outcome && outcomeWords(outcome)}</p>
      {body.commitments.length === 0 && <Empty icon="clock">{none}</Empty>}
      {body.commitments.map((one) => (
        <Row key={one.id} one={one} zone={body.person.zone} onChange={() => ask({ change: one })} onRemove={() => ask({ remove: one })} />
      ))}
      <span class="center"><Button kind="soft" icon="plus" onTap={() => ask({ change: undefined })}>{add}</Button></span>
      {body.commitments.length > 0 && <Overlaps body={body} />}
      <Asking asked={asked} body={body} failed={outcome === 'failed'} onSay={say} onLeave={() => ask(undefined)} />
    </>
  )
}

type Outcome = 'saved' | 'gone' | 'failed'

function outcomeWords(outcome: Outcome): string {
  const { saved, notSaved } = common.value.state
  if (outcome === 'failed') return notSaved
  return pending.value.waiting > 0 && outcome === 'saved' ? saved : words.value[outcome]
}

/** What was tapped may be gone, so the focus moves to what has become of it. */
function useSaying(done: () => void) {
  const [outcome, setOutcome] = useState<Outcome>()
  const line = useRef<HTMLParagraphElement>(null)
  const say = (commitment: CommitmentIn) => {
    sayCommitment(commitment, new Date()).then(() => {
      setOutcome(commitment.removed ? 'gone' : 'saved')
      done()
      setTimeout(() => line.current?.focus())
    }, () => setOutcome('failed'))
  }
  return { say, outcome, line }
}

interface AskingProps {
  asked: Asked
  body: Home
  failed: boolean
  onSay: (commitment: CommitmentIn) => void
  onLeave: () => void
}

function Asking({ asked, body, failed, onSay, onLeave }: AskingProps) {
  const { form, sure, effect, keep, remove } = words.value
  const changing = asked && 'change' in asked ? asked : undefined
  const removing = asked && 'remove' in asked ? asked.remove : undefined
  const zone = body.person.zone
  return (
    <>
      <Sheet open={changing !== undefined} onClose={onLeave} title={changing?.change ? form.changeTitle : form.newTitle}>
        <CommitmentForm
          first={changing?.change ? writtenOf(changing.change) : empty(localDate(now.value, zone), zone)}
          here={zone}
          failed={failed}
          onSave={(written) => onSay(commitmentOf(written, changing?.change?.id ?? null))}
          onLeave={onLeave}
        />
      </Sheet>
      <Sheet open={removing !== undefined} onClose={onLeave} title={removing ? sure(nameOf(removing)) : ''}>
        <p>{effect}</p>
        <Button wide onTap={onLeave}>{keep}</Button>
        <Button kind="soft" wide onTap={() => removing && onSay(removalOf(removing))}>{remove}</Button>
      </Sheet>
    </>
  )
}

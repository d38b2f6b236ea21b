import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { signOut, wipePhone } from '../data/leaving'
import { post } from '../data/post'
import { pending } from '../data/pending'
import { inTime } from '../data/subscription'
import { Button } from '../ui/Button'
import { Sheet } from '../ui/Sheet'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { words } from './words'

type Asked = 'asking' | 'busy' | 'unsendable' | 'offline'

export function SignOut() {
  const [state, set] = useState<Asked>()
  const close = () => set(undefined)
  const { button, title } = words.value.out
  return (
    <>
      <Button kind="bare" wide onTap={() => set('asking')}>{button}</Button>
      <Sheet open={state !== undefined} onClose={close} title={title}>
        {state && <Sure state={state} onState={set} onClose={close} />}
      </Sheet>
    </>
  )
}

interface SureProps {
  state: Asked
  onState: (state: Asked) => void
  onClose: () => void
}

function Sure({ state, onState, onClose }: SureProps) {
  const { route } = useLocation()
  const { out } = words.value
  const left = pending.value.waiting + pending.value.parked
  const busy = state === 'busy'
  const run = (work: () => Promise<void>) => () => {
    onState('busy')
    work().then(() => route('/', true), () => onState('offline'))
  }
  return (
    <>
      <p>{out.lead}</p>
      {left > 0 && <p>{out.unsent(left)}</p>}
      {state === 'unsendable' && <Notice kind="alert">{out.still}</Notice>}
      {state === 'offline' && <Notice kind="alert">{out.offline}</Notice>}
      {left > 0 && <SendFirst disabled={busy} onState={onState} />}
      <Button kind={left > 0 ? 'soft' : 'main'} wide disabled={busy} onTap={run(signOut)}>{busy ? common.value.state.loading : left > 0 ? out.anyway : out.now}</Button>
      {state === 'offline' && <Button kind="soft" wide onTap={run(wipePhone)}>{out.wipe}</Button>}
      <Button kind="bare" wide onTap={onClose}>{out.stay}</Button>
    </>
  )
}

const A_MOMENT = 10_000

function SendFirst({ disabled, onState }: { disabled: boolean; onState: (state: Asked) => void }) {
  const tap = () => {
    onState('busy')
    inTime(post(), A_MOMENT).catch(() => undefined).then(() => onState(pending.value.waiting > 0 ? 'unsendable' : 'asking'))
  }
  return <Button wide disabled={disabled} onTap={tap}>{words.value.out.send}</Button>
}

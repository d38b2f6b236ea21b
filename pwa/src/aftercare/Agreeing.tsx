import { useRef, useState } from 'preact/hooks'
import { sayAgreed } from '../data/say'
import { useFate } from '../data/fate'
import { callTo } from '../shared/phone'
import { Button, ButtonLink } from '../ui/Button'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { words } from './words'

interface AgreeingProps {
  version: string
  who: string
  phone: string | null
  onAgreed: (version: string) => void
}

/** Yes, or not yet: the second writes nothing, it only says how to talk about it. */
export function Agreeing({ version, who, phone, onAgreed }: AgreeingProps) {
  const [end, setEnd] = useState<'talk' | 'failed'>()
  const busy = useRef(false)
  const agree = () => {
    if (busy.current) return
    busy.current = true
    sayAgreed(version, new Date())
      .then(() => onAgreed(version), () => setEnd('failed'))
      .finally(() => void (busy.current = false))
  }
  const { fits, agree: yes, notYet, talk } = words.value
  return (
    <section class="card stack noprint" aria-labelledby="fits">
      <h2 id="fits">{fits}</h2>
      <div class="row">
        <Button icon="check" onTap={agree}>{yes}</Button>
        <Button kind="soft" onTap={() => setEnd('talk')}>{notYet(who)}</Button>
      </div>
      <div aria-live="polite">
        {end === 'talk' && <p>{talk(who)}</p>}
        {end === 'failed' && <p>{common.value.state.notSaved}</p>}
      </div>
      {end === 'talk' && phone && <ButtonLink kind="soft" icon="phone" href={callTo(phone)}>{common.value.help.clinic.call(phone)}</ButtonLink>}
    </section>
  )
}

/** It is saved, and once it has left the outbox, sent. */
export function Agreed({ id }: { id: string }) {
  const sent = useFate(id) === 'sent'
  const { saved, sent: andSent } = common.value.state
  return <Notice>{words.value.yours} {sent ? andSent : saved}</Notice>
}

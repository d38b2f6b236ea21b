import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiError } from '../data/api'
import { lookAt } from '../data/joining'
import { profile } from '../data/profile'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { codeIn } from './code'
import type { Draft } from './draft'
import { speakFromNowOn } from '../me/Language'
import { Refused } from './Refused'
import { words } from './words'

interface CodeProps {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

export type Trouble = ApiError | 'offline'

export const troubleOf = (error: unknown): Trouble => (error instanceof ApiError ? error : 'offline')

/** Asks for the code, and the server about it; one that came in the link is asked about at once. */
export function Code({ draft, onChange }: CodeProps) {
  const { title, code } = words.value
  const { go, state } = common.value
  const { asking, trouble, ask } = useInvite(draft, onChange)
  return (
    <>
      <PageHead title={title} />
      {profile.value && <Notice>{words.value.signedIn(profile.value.called)}</Notice>}
      <form class="gap" onSubmit={(event) => { event.preventDefault(); ask(draft.code) }}>
        <h2 class="ask">{code.ask}</h2>
        <TextField label={code.label} hint={code.hint} value={draft.code} onValue={(typed) => onChange({ code: typed })} autocomplete="off" name="code" required />
        {trouble && <Refused trouble={trouble} />}
        <Button type="submit" wide disabled={asking}>{asking ? state.loading : go.next}</Button>
        <p class="quiet center">{code.none}</p>
      </form>
    </>
  )
}

/** A browser that hides where it is says UTC. */
const isReal = (zone: string): boolean => zone.includes('/') && !zone.startsWith('Etc/')

/** What is being typed is not asked about before the person says so. */
const cameInLink = (code: string): boolean => code !== '' && codeIn(location.hash) === code

function useInvite(draft: Draft, onChange: CodeProps['onChange']) {
  const [asking, setAsking] = useState(() => cameInLink(draft.code))
  const [trouble, setTrouble] = useState<Trouble>()
  const asked = useRef('')
  const ask = (typed: string) => {
    const code = codeIn(typed)
    if (!code) return
    asked.current = code
    setAsking(true)
    setTrouble(undefined)
    lookAt(code)
      .then((invite) => {
        speakFromNowOn(invite.language)
        onChange({ code, invite, zone: isReal(draft.zone) ? draft.zone : invite.zone })
      }, (error: unknown) => setTrouble(troubleOf(error)))
      .finally(() => setAsking(false))
  }
  useEffect(() => {
    if (cameInLink(draft.code) && asked.current !== draft.code) ask(draft.code)
  }, [draft.code])
  return { asking, trouble, ask }
}

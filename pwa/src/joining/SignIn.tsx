import { profile } from '../data/profile'
import type { InviteOut } from '../shared/wire'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import type { Draft } from './draft'
import { JoinNow } from './JoinNow'
import { Language } from '../me/Language'
import { words } from './words'

interface SignInProps {
  draft: Draft
  invite: InviteOut
  onChange: (change: Partial<Draft>) => void
}

/** Staff know what this is: one tap. */
export function SignIn({ draft, invite, onChange }: SignInProps) {
  const { staff, signedIn } = words.value
  return (
    <>
      <PageHead title={staff.title(invite.name ?? '')} sub={staff.lead} />
      {profile.value && <Notice>{signedIn(profile.value.called)}</Notice>}
      <Language />
      <JoinNow draft={draft} label={staff.now} onChange={onChange} />
    </>
  )
}

import { PageHead } from '../ui/PageHead'
import { isInstalled, platform } from '../ui/platform'
import { Code } from './Code'
import { useDraft } from './draft'
import { HomeScreenFirst } from './HomeScreenFirst'
import './joining.css'
import { SignIn } from './SignIn'
import { Steps } from './Steps'
import { words } from './words'

export function Join() {
  const [draft, change] = useDraft()
  if (!draft) return <PageHead title={words.value.title} />
  if (!draft.invite) return <Code draft={draft} onChange={change} />
  if (draft.invite.role !== 'participant') return <SignIn draft={draft} invite={draft.invite} onChange={change} />
  if (platform() === 'ios' && !isInstalled() && !draft.inBrowser) {
    return <HomeScreenFirst code={draft.code} onGoOn={() => change({ inBrowser: true })} />
  }
  return <Steps draft={draft} invite={draft.invite} onChange={change} />
}

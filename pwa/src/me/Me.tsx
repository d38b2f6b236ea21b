import { signedOut } from '../data/post'
import { isStaff, profile } from '../data/profile'
import { ButtonLink } from '../ui/Button'
import { Item } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { HomeScreen } from './HomeScreen'
import { Language } from './Language'
import './me.css'
import { Profile, sayLanguage } from './Profile'
import { SignOut } from './SignOut'
import { Unsent } from './Unsent'
import { words } from './words'

export function Me() {
  const { title, reminders, devices, devicesAbout, version, signedOut: out, join } = words.value.me
  const names = common.value
  const who = profile.value
  return (
    <>
      <PageHead title={title} back={isStaff.value ? '/people' : '/'} />
      {signedOut.value && <Notice kind="alert" action={<ButtonLink kind="soft" href="/join">{join}</ButtonLink>}>{out}</Notice>}
      <Unsent />
      {who && <Profile profile={who} />}
      <Language onChoose={sayLanguage} />
      {who && <Item icon="bell" title={names.reminders.title} about={reminders} href="/reminders" />}
      {who && <Item icon="phone" title={devices} about={devicesAbout} href="/devices" />}
      {!who && !signedOut.value && <Item icon="plus" title={names.join.title} about={names.join.lead} href="/join" />}
      <HomeScreen />
      {who && <SignOut />}
      <p class="quiet center">{version(build())}</p>
    </>
  )
}

/** The name of the script that runs, which changes with every build. */
const build = (): string =>
  /-([\w-]+)\.js$/.exec(document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '')?.[1] ?? 'dev'

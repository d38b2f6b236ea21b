import { signedOut } from '../data/post'
import { isStaff, profile } from '../data/profile'
import { ButtonLink } from '../ui/Button'
import { Item } from '../ui/Card'
import { usePart } from '../ui/later'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { Language } from './Language'
import './me.css'
import { Profile, sayLanguage } from './Profile'
import { SignOut } from './SignOut'
import { Unsent } from './Unsent'
import { words } from './words'

export function Me() {
  const { reminders, devicesAbout, rhythmAbout, historyAbout, ownAbout, medication, medicationAbout, version, signedOut: out } = words.value.me
  const names = common.value
  const who = profile.value
  const HomeScreen = usePart(() => import('../install/HomeScreen').then((page) => page.HomeScreen))
  return (
    <>
      <PageHead title={names.me.title} back={isStaff.value ? '/people' : '/'} />
      {signedOut.value && <Notice kind="alert" action={<ButtonLink kind="soft" href="/join">{names.join.invited}</ButtonLink>}>{out}</Notice>}
      <Unsent />
      {who && <Profile profile={who} />}
      <Language onChoose={sayLanguage} />
      {who && !isStaff.value && <Item icon="lines" title={words.value.me.history} about={historyAbout} href="/history" />}
      {who && !isStaff.value && <Item icon="clock" title={words.value.rhythm.title} about={rhythmAbout} href="/times" />}
      {who && !isStaff.value && <Item icon="calendar" title={words.value.me.own} about={ownAbout} href="/commitments" />}
      {who && !isStaff.value && <Item icon="leaf" title={medication} about={medicationAbout} href="/medication" />}
      {who && <Item icon="bell" title={names.reminders.title} about={reminders} href="/reminders" />}
      {who && <Item icon="phone" title={names.devices.title} about={devicesAbout} href="/devices" />}
      {!who && !signedOut.value && <Item icon="plus" title={names.join.title} about={names.join.lead} href="/join" />}
      {HomeScreen && <HomeScreen />}
      {who && <SignOut />}
      <p class="quiet center">{version(build())}</p>
    </>
  )
}

/** The name of the script that runs, which changes with every build. */
const build = (): string =>
  /-([\w-]+)\.js$/.exec(document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '')?.[1] ?? 'dev'

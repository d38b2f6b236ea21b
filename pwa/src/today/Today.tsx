import { device, home } from '../data/home'
import { signedOut } from '../data/post'
import { AsOf } from '../me/AsOf'
import { dateOf, hourOf, timeOf } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Item } from '../ui/Card'
import { here } from '../ui/here'
import { usePart } from '../ui/later'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { language, words as common } from '../ui/words'
import { StillHere } from '../worry/StillHere'
import { CheckIns } from './CheckIns'
import { Doses } from './Doses'
import { Given } from './Given'
import { partOfDay } from './greeting'
import { NotYet, SignedOut, Unsent, Welcome } from './Notices'
import { PlanToAgree, Why } from './Plan'
import { RemindersOff } from './RemindersOff'
import { Replies } from './Replies'
import { Sessions } from './Sessions'
import './today.css'
import { words } from './words'

export function Today() {
  const joined = device.value !== undefined
  return (
    <>
      <Head body={home.value} />
      {signedOut.value && <SignedOut />}
      <StillHere />
      <Unsent />
      {home.value ? <Day body={home.value} /> : joined ? <NotYet /> : !signedOut.value && <Welcome />}
      <Item icon="person" title={common.value.me.title} about={words.value.meAbout} href="/me" />
    </>
  )
}

function Head({ body }: { body: Home | undefined }) {
  if (!body) return <PageHead title={common.value.tabs.today} />
  const { called, zone } = body.person
  const hello = words.value.hello[partOfDay(hourOf(now.value, zone))]
  return <PageHead title={hello(called)} sub={dateOf(now.value, { zone, language: language.value })} />
}

function SilentPhone() {
  const Look = usePart(() => import('./SilentPhone').then((part) => part.SilentPhone))
  return Look ? <Look /> : null
}

function Travel({ body }: { body: Home }) {
  const Choose = usePart(() => import('../me/Travel').then((part) => part.Travel))
  return Choose ? <Choose body={body} /> : null
}

const Day = ({ body }: { body: Home }) => (
  <>
    <AsOf zone={body.person.zone} />
    {timeOf(now.value, here()) !== timeOf(now.value, { ...here(), zone: body.person.zone }) && <Travel body={body} />}
    {body.reminders.subscription && <SilentPhone />}
    <Replies body={body} />
    <Sessions body={body} />
    <CheckIns body={body} />
    <Doses body={body} />
    <Given body={body} />
    <PlanToAgree body={body} />
    <Why body={body} />
    <RemindersOff body={body} />
    <Item icon="lines" title={words.value.history} about={words.value.historyAbout} href="/history" />
  </>
)

import type { ComponentChildren, ComponentType } from 'preact'
import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { device } from './data/home'
import { isStaff } from './data/profile'
import { Help } from './help/Help'
import type { Role } from './shared/wire'
import { Today } from './today/Today'
import { Button, ButtonLink } from './ui/Button'
import { online } from './ui/online'
import { PageHead } from './ui/PageHead'
import { Notice, Problem } from './ui/States'
import { TabBar } from './ui/TabBar'
import { words } from './ui/words'
import { ready, takeUpdate } from './update'

/** A page in a file of its own. When it cannot be had (gone from the server, or not kept on the phone and offline) it says so. */
const part = (load: () => Promise<ComponentType>) => lazy(() => load().catch(() => Missing))

function Missing() {
  const { name, state, lost } = words.value
  return (
    <>
      <PageHead title={name} />
      <Problem onRetry={() => location.reload()}>{online.value ? state.problem : state.needsNetwork}</Problem>
      <span class="center"><ButtonLink kind="bare" href="/">{lost.home}</ButtonLink></span>
    </>
  )
}

const Calendar = part(() => import('./sessions/Calendar').then((page) => page.Calendar))
const Session = part(() => import('./sessions/Session').then((page) => page.Session))
const Commitments = part(() => import('./sessions/own/Commitments').then((page) => page.Commitments))
const Medication = part(() => import('./medication/Medication').then((page) => page.Medication))
const Skills = part(() => import('./exercises/Skills').then((page) => page.Skills))
const Skill = part(() => import('./exercises/Skill').then((page) => page.Skill))
const Plan = part(() => import('./aftercare/Plan').then((page) => page.Plan))
const CheckIn = part(() => import('./checkins/CheckIn').then((page) => page.CheckIn))
const Correction = part(() => import('./checkins/CheckIn').then((page) => page.Correction))
const Reminders = part(() => import('./reminders/Reminders').then((page) => page.Reminders))
const Ahead = part(() => import('./reminders/ahead/Ahead').then((page) => page.Ahead))
const Sent = part(() => import('./reminders/sent/Sent').then((page) => page.Sent))
const Rhythm = part(() => import('./me/Rhythm').then((page) => page.Rhythm))
const Me = part(() => import('./me/Me').then((page) => page.Me))

// The history, the calendar's address, joining, devices and staff's pages do nothing without the network, so phones do not keep them: vite.config.ts.
const History = part(() => import('./history/History').then((page) => page.History))
const CalendarAddress = part(() => import('./sessions/address/Address').then((page) => page.Address))
const Devices = part(() => import('./devices/Devices').then((page) => page.Devices))
const Join = part(() => import('./joining/Join').then((page) => page.Join))
const People = part(() => import('./review/People').then((page) => page.People))
const Alerts = part(() => import('./review/alerts/Alerts').then((page) => page.Alerts))
const Queue = part(() => import('./review/queue/Queue').then((page) => page.Queue))
const Person = part(() => import('./review/Person').then((page) => page.Person))
const Attendance = part(() => import('./review/session/Attendance').then((page) => page.Attendance))
const PersonPlan = part(() => import('./program/PersonPlan').then((page) => page.PersonPlan))
const Invite = part(() => import('./program/Invite').then((page) => page.Invite))
const Program = part(() => import('./review/program/Program').then((page) => page.Program))
const Rules = part(() => import('./review/rules/Rules').then((page) => page.Rules))
const Settings = part(() => import('./program/settings/Settings').then((page) => page.Settings))
const Schedule = part(() => import('./program/calendar/Schedule').then((page) => page.Schedule))
/** Without a network the page itself says so. */
const StaffNav = lazy(() => import('./review/StaffNav').then(({ StaffNav }) => StaffNav, () => () => null))

/** Answers of the server (a copy of one's data, a calendar file) are links that leave the app. */
const ours = /^\/(?!api\/)/

export const App = () => (
  <LocationProvider scope={ours}>
    <Frame>
      <Pages />
    </Frame>
  </LocationProvider>
)

function Pages() {
  const [failed, setFailed] = useState(false)
  const { url, route } = useLocation()
  useEffect(() => setFailed(false), [url])
  useEffect(openFromNotification(route), [])
  if (failed) return <Missing />
  return (
    <ErrorBoundary onError={() => setFailed(true)}>
      <Router onRouteChange={readOut}>
        <Route path="/" component={Start} />
        <Route path="/calendar" component={Calendar} />
        <Route path="/calendar/address" component={CalendarAddress} />
        <Route path="/commitments" component={Commitments} />
        <Route path="/sessions/:id" component={Session} />
        <Route path="/medication" component={Medication} />
        <Route path="/skills" component={Skills} />
        <Route path="/skills/:key" component={Skill} />
        <Route path="/plan" component={Plan} />
        <Route path="/help" component={Help} />
        <Route path="/check-in" component={CheckIn} />
        <Route path="/check-in/:id" component={CheckIn} />
        <Route path="/check-in/correct/:answer" component={Correction} />
        <Route path="/reminders" component={Reminders} />
        <Route path="/reminders/ahead" component={Ahead} />
        <Route path="/reminders/sent" component={Sent} />
        <Route path="/times" component={Rhythm} />
        <Route path="/history" component={History} />
        <Route path="/devices" component={Devices} />
        <Route path="/me" component={Me} />
        <Route path="/join" component={Join} />
        <Route path="/people" component={People} />
        <Route path="/alerts" component={Alerts} />
        <Route path="/queue" component={Queue} />
        <Route path="/people/:id" component={Person} />
        <Route path="/people/:id/plan" component={PersonPlan} />
        <Route path="/attendance/:id" component={Attendance} />
        <Route path="/invite" component={Invite} />
        <Route path="/program" component={Program} />
        <Route path="/rules" component={Rules} />
        <Route path="/settings" component={Settings} />
        <Route path="/schedule/:part?/:id?" component={Schedule} />
        <Route default component={Lost} />
      </Router>
    </ErrorBoundary>
  )
}

/** Staff begin with the people in their care. */
function Start() {
  const { route } = useLocation()
  useEffect(() => {
    if (isStaff.value) route('/people', true)
  }, [isStaff.value])
  return isStaff.value ? null : <Today />
}

function Lost() {
  const { lost } = words.value
  return (
    <>
      <PageHead title={lost.title} />
      <p>{lost.lead}</p>
      <ButtonLink kind="soft" href="/">{lost.home}</ButtonLink>
    </>
  )
}

/** A change of page is silent to a screen reader until the focus moves. */
const readOut = (): void => document.querySelector('h1')?.focus({ preventScroll: true })

/** A tapped notification opens its page in the app that is already open. */
const openFromNotification = (route: (path: string) => void) => () => {
  const heard = ({ data }: MessageEvent) => data?.type === 'open' && typeof data.path === 'string' && route(data.path)
  navigator.serviceWorker?.addEventListener('message', heard)
  return () => navigator.serviceWorker?.removeEventListener('message', heard)
}

function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation()
  const kind = frameOf(path, device.value?.role)
  return (
    <div class={`frame ${kind}`}>
      {kind === 'staff' && <ErrorBoundary><StaffNav /></ErrorBoundary>}
      <main id="main">
        <Update />
        {children}
      </main>
      {kind === 'tabbed' && <Tabs path={path} />}
    </div>
  )
}

/** Staff keep their own frame on the pages they share with participants. */
function frameOf(path: string, role: Role | undefined): 'staff' | 'tabbed' | 'plain' {
  if (/^\/(check-in|join)(\/|$)|^\/skills\/./.test(path)) return 'plain'
  const theirs = /^\/(people|attendance|alerts|queue|invite|program|rules|settings|schedule)(\/|$)/.test(path) || (role !== undefined && role !== 'participant')
  return theirs ? 'staff' : 'tabbed'
}

const Update = () =>
  ready.value ? (
    <Notice action={<Button kind="soft" onTap={takeUpdate}>{words.value.update.take}</Button>}>{words.value.update.ready}</Notice>
  ) : null

function Tabs({ path }: { path: string }) {
  const { label, today, calendar, skills, plan } = words.value.tabs
  const under = (...starts: string[]) => starts.some((start) => path === start || path.startsWith(`${start}/`))
  return (
    <TabBar
      label={label}
      tabs={[
        { href: '/', icon: 'sun', label: today, here: path === '/' },
        { href: '/calendar', icon: 'calendar', label: calendar, here: under('/calendar', '/sessions', '/commitments') },
        { href: '/skills', icon: 'wave', label: skills, here: under('/skills') },
        { href: '/plan', icon: 'map', label: plan, here: under('/plan') },
      ]}
    />
  )
}

import { useMemo } from 'preact/hooks'
import type { Trouble as Why } from '../data/fetched'
import { home, said } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import { timeOf } from '../shared/i18n'
import type { History as Told, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { PageHead } from '../ui/PageHead'
import { Empty, Loading, Notice, Problem } from '../ui/States'
import { language, words as common } from '../ui/words'
import { Copy } from './Copy'
import { Entries } from './Entries'
import { entriesOf, onThisPhone, saidAt } from './entry'
import './history.css'
import { topicsOf } from './lines'
import { Topics } from './Topics'
import { useHistory } from './useHistory'
import { words } from './words'

/** What the person has answered: over time, one by one with who has seen it, and as files to take along. */
export function History() {
  const { body, at, trouble, reload } = useHistory()
  const { title } = words.value
  if (!home.value) return <NotHere title={title} icon="lines" back="/" />
  const place = { language: language.value, zone: home.value.person.zone }
  return (
    <>
      <PageHead title={title} back="/" />
      {body && at && trouble && <Stale trouble={trouble} time={timeOf(at, place)} />}
      {body ? <Shown told={body} body={home.value} place={place} /> : trouble ? <Failed trouble={trouble} onRetry={reload} /> : <Loading />}
    </>
  )
}

const Stale = ({ trouble, time }: { trouble: Why; time: string }) => (
  <Notice>{trouble === 'offline' ? words.value.stale(time) : words.value.staleProblem(time)}</Notice>
)

function Failed({ trouble, onRetry }: { trouble: Why; onRetry: () => void }) {
  const { state, join } = common.value
  if (trouble === 'signed-out') return <><Problem>{state.signedOut}</Problem><p class="center"><ButtonLink kind="soft" href="/join">{join.invited}</ButtonLink></p></>
  return trouble === 'offline' ? <Problem onRetry={onRetry}>{words.value.offline}</Problem> : <Problem onRetry={onRetry} />
}

function Shown({ told, body, place }: { told: Told; body: Home; place: Place }) {
  const { zone, language: spoken } = place
  const forms = useMemo(() => [...told.forms, ...body.instruments] as unknown as readonly Questionnaire[], [told, body])
  const entries = useMemo(() => entriesOf(told.answers, onThisPhone(said.value.answers, body.check_ins, forms)), [told, body, forms, said.value])
  const topics = useMemo(() => topicsOf(entries.map(saidAt), forms, zone, spoken, words.value.entries), [entries, forms, zone, spoken])
  const { title, copy, entries: { title: toEntries } } = words.value
  if (entries.length === 0) return <Nothing />
  return (
    <>
      <nav class="row" aria-label={title}>
        <ButtonLink kind="soft" href="#entries">{toEntries}</ButtonLink>
        <ButtonLink kind="soft" href="#copy">{copy.title}</ButtonLink>
      </nav>
      <Topics topics={topics} zone={zone} />
      <Entries entries={entries} forms={forms} body={body} place={place} />
      <Copy />
    </>
  )
}

const Nothing = () => (
  <>
    <Empty icon="lines">{words.value.empty}</Empty>
    <p class="center"><ButtonLink kind="soft" href="/check-in">{words.value.checkIn}</ButtonLink></p>
  </>
)

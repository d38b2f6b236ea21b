import { useLocation, useRoute } from 'preact-iso'
import { useFetched } from '../data/fetched'
import { timeOf } from '../shared/i18n'
import type { Me, Overview } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { About } from './About'
import { AnswerPanel } from './AnswerPanel'
import { Answers } from './Answers'
import { Desk, Side, Work } from './Desk'
import { Exercises } from './Exercises'
import { useKeys } from './keys'
import { KeysLine } from './KeysLine'
import { Trouble } from './Loaded'
import { Practices } from './Practices'
import { SixWeeks } from './SixWeeks'
import { stageOf } from './stage'
import { wide } from './wide'
import { words } from './words'

/** One person on one page, with an answer open beside it when the address names one. */
export function Person() {
  const { id = '' } = useRoute().params
  const { answer } = useLocation().query
  const fetched = useFetched<Overview>(`/api/people/${id}`)
  const me = useFetched<Me>('/api/me')
  const { body, reload } = fetched
  return (
    <Desk head={<><Head person={body?.person} /><Trouble fetched={fetched} /></>} sideFirst={answer !== undefined}>
      {body && <Everything overview={body} chosen={answer} reload={reload} />}
      {body && (
        <Side label={answer ? words.value.answer.title : words.value.person.title}>
          {answer ? <Open id={answer} person={body.person} viewer={me.body?.called} onReviewed={reload} /> : <About overview={body} />}
        </Side>
      )}
    </Desk>
  )
}

function Head({ person }: { person: Overview['person'] | undefined }) {
  const { title } = words.value.person
  return <PageHead title={person?.name ?? title} tab={title} back="/people" sub={person && aboutOf(person)} />
}

/** "called Sammy · week 5, Evening A · It is 5:12 pm where Sam is." */
function aboutOf(person: Overview['person']): string {
  const { called, theirTime } = words.value.person
  const other = person.called && !person.name.startsWith(person.called) ? called(person.called) : undefined
  const theirs = timeOf(now.value, { ...here(), zone: person.zone })
  const time = theirs === timeOf(now.value, here()) ? undefined : theirTime(theirs, person.called ?? person.name)
  return [other, stageOf(person, words.value), time].filter(Boolean).join(' · ')
}

function Everything({ overview, chosen, reload }: { overview: Overview; chosen: string | undefined; reload: () => void }) {
  return (
    <Work>
      <Card labelledBy="six-weeks">
        <h2 id="six-weeks">{words.value.person.chart}</h2>
        <SixWeeks days={overview.days} />
      </Card>
      <Answers person={overview.person.id} answers={overview.answers} chosen={chosen} />
      <Exercises overview={overview} onChange={reload} />
      <Practices practices={overview.practices} exercises={overview.exercises} zone={overview.person.zone} />
      <KeysLine keys={{ 'j k': 'move', Enter: 'enter', R: 'read', Esc: 'close' }} />
    </Work>
  )
}

interface OpenProps {
  id: string
  person: Overview['person']
  viewer: string | undefined
  onReviewed: () => void
}

function Open({ id, person, viewer, onReviewed }: OpenProps) {
  const { route } = useLocation()
  const { back, close } = words.value.answer
  const list = `/people/${person.id}`
  useKeys({ Escape: () => route(list) })
  return (
    <AnswerPanel
      id={id}
      viewer={viewer}
      onReviewed={onReviewed}
      opened
      close={<p><ButtonLink kind="bare" icon={wide.value ? 'close' : 'back'} href={list}>{wide.value ? close : back(person.name)}</ButtonLink></p>}
    />
  )
}

import { useEffect, useState } from 'preact/hooks'
import { draft } from '../data/db'
import { home } from '../data/home'
import { signedOut } from '../data/post'
import { NotHere } from '../me/NotHere'
import { dayOf } from '../shared/i18n'
import { doneThisWeek } from '../shared/practiced'
import type { AssignmentOut, ExerciseOut, Home, PracticeOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card, Item } from '../ui/Card'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Notice } from '../ui/States'
import { language, words as common } from '../ui/words'
import type { Begun } from './practice'
import { draftOf, isDraft, screensOf } from './practice'
import { words } from './words'
import './exercises.css'

/** What was given this week, then every other skill, then what was practiced lately. */
export function Skills() {
  const mine = home.value
  const left = useDrafts(mine?.exercises)
  if (!mine) return <NotHere title={common.value.skills.title} icon="wave" />
  const given = mine.assignments.flatMap((assignment) => {
    const exercise = mine.exercises.find(({ key }) => key === assignment.exercise)
    return exercise ? [{ assignment, exercise }] : []
  })
  const more = mine.exercises.filter(({ key }) => given.every(({ exercise }) => exercise.key !== key))
  const { from, given: forYou, more: others, all } = words.value
  return (
    <>
      <PageHead title={common.value.skills.title} />
      {signedOut.value && <Notice>{common.value.state.signedOut}</Notice>}
      {given.length > 0 && (
        <section class="gap" aria-labelledby="given">
          <h2 id="given">{mine.reading.counselor ? from(mine.reading.counselor) : forYou}</h2>
          {given.map((one) => <Given key={one.assignment.id} {...one} mine={mine} left={left[one.exercise.key]} />)}
        </section>
      )}
      {more.length > 0 && (
        <section class="gap" aria-labelledby="all">
          <h2 id="all">{given.length > 0 ? others : all}</h2>
          <ul class="plain gap" role="list">
            {more.map((exercise) => <li key={exercise.key}><One exercise={exercise} left={left[exercise.key]} /></li>)}
          </ul>
        </section>
      )}
      <Lately mine={mine} />
    </>
  )
}

/** What was begun and not finished, by exercise. A phone that cannot read its drafts shows none. */
function useDrafts(exercises: readonly ExerciseOut[] = []): Readonly<Record<string, Begun>> {
  const [drafts, setDrafts] = useState<Record<string, Begun>>({})
  const known = exercises.map(({ key, version }) => `${key}@${version}`).join()
  useEffect(() => {
    const reading = exercises.map(async (exercise) => [exercise, await draft(draftOf(exercise.key))] as const)
    const fitting = (all: (readonly [ExerciseOut, unknown])[]) =>
      all.flatMap(([exercise, kept]) => (isDraft(kept, exercise) ? [[exercise.key, kept] as const] : []))
    Promise.all(reading).then((all) => setDrafts(Object.fromEntries(fitting(all))), () => undefined)
  }, [known])
  return drafts
}

interface GivenProps {
  assignment: AssignmentOut
  exercise: ExerciseOut
  mine: Home
  left: Begun | undefined
}

function Given({ assignment, exercise, mine, left }: GivenProps) {
  const { week, minutes, left: middle, goOn } = words.value
  const done = doneThisWeek(assignment, mine.practices, now.value, mine.person.zone)
  return (
    <Card tone="tint" labelledBy={`given-${assignment.id}`}>
      <h3 class="skillname" id={`given-${assignment.id}`}>{exercise.title}</h3>
      <p>{exercise.summary}</p>
      {assignment.note && <blockquote>“{assignment.note}”</blockquote>}
      <p class="quiet">{minutes(exercise.minutes)}. {week(done, assignment.times_per_week)}.</p>
      {left && <p class="quiet">{middle(left.at + 1, screensOf(exercise).length)}</p>}
      <ButtonLink href={`/skills/${exercise.key}`} label={`${left ? goOn : common.value.go.start}: ${exercise.title}`}>
        {left ? goOn : common.value.go.start}
      </ButtonLink>
    </Card>
  )
}

function One({ exercise, left }: { exercise: ExerciseOut; left: Begun | undefined }) {
  const { minutes, left: middle } = words.value
  const about = left ? middle(left.at + 1, screensOf(exercise).length) : exercise.summary
  return <Item icon="wave" title={exercise.title} about={<>{minutes(exercise.minutes)}. {about}</>} href={`/skills/${exercise.key}`} />
}

const SHOWN = 5

function Lately({ mine }: { mine: Home }) {
  const recent = [...mine.practices].sort((one, other) => Date.parse(other.started_at) - Date.parse(one.started_at)).slice(0, SHOWN)
  if (recent.length === 0) return null
  return (
    <section class="gap" aria-labelledby="lately">
      <h2 id="lately">{words.value.lately}</h2>
      <ul class="plain lately" role="list">
        {recent.map((practice) => <Practiced key={practice.id} practice={practice} mine={mine} />)}
      </ul>
    </section>
  )
}

function Practiced({ practice: { exercise, started_at, before, after }, mine }: { practice: PracticeOut; mine: Home }) {
  const title = mine.exercises.find(({ key }) => key === exercise)?.title
  const day = dayOf(started_at, now.value, { language: language.value, zone: mine.person.zone })
  return title ? (
    <li class="row between">
      <span><strong>{title}</strong><br /><small>{day}</small></span>
      {before !== null && after !== null && (
        <span>
          <span aria-hidden="true">{before} → {after}</span>
          <span class="hidden">{words.value.change(before, after)}</span>
        </span>
      )}
    </li>
  ) : null
}

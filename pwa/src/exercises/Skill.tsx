import { useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { draft } from '../data/db'
import { home } from '../data/home'
import { NotHere } from '../me/NotHere'
import { dayOf, timeOf } from '../shared/i18n'
import type { ExerciseOut, Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { language, words as common } from '../ui/words'
import { Player } from './Player'
import type { Begun } from './practice'
import { begin, draftOf, goOn, isDraft, screensOf } from './practice'
import { Frame } from './Screen'
import { words } from './words'
import './exercises.css'

/** One exercise, to be done. */
export function Skill() {
  const { params } = useRoute()
  const mine = home.value
  const exercise = mine?.exercises.find(({ key }) => key === params['key'])
  if (!mine) return <NotHere title={common.value.skills.title} icon="wave" back="/skills" />
  if (!exercise) return <Gone />
  return <Doing key={exercise.key} exercise={exercise} mine={mine} />
}

const Gone = () => (
  <>
    <PageHead title={common.value.skills.title} back="/skills" />
    <Empty icon="wave">{words.value.gone}</Empty>
    <ButtonLink kind="soft" href="/skills">{words.value.toSkills}</ButtonLink>
  </>
)

/** The exercise stays as it was when the page opened: a newer version must not change it on the way. */
function Doing({ exercise: newest, mine }: { exercise: ExerciseOut; mine: Home }) {
  const [exercise] = useState(newest)
  const [left, setLeft] = useState<Begun | null>()
  const [practice, setPractice] = useState<Begun>()
  const start = () => setPractice(begin(exercise, new Date()))
  useEffect(() => {
    draft(draftOf(exercise.key)).then((kept) => setLeft(isDraft(kept, exercise) ? kept : null), () => setLeft(null))
  }, [])
  useEffect(() => {
    if (left === null) start()
  }, [left])

  if (practice) return <Player key={practice.started_at} exercise={exercise} assignments={mine.assignments} begun={practice} onAgain={start} />
  if (!left) return null
  return <Resume exercise={exercise} left={left} zone={mine.person.zone} onGoOn={() => setPractice(goOn(left, new Date()))} onOver={start} />
}

interface ResumeProps {
  exercise: ExerciseOut
  left: Begun
  zone: string
  onGoOn: () => void
  onOver: () => void
}

function Resume({ exercise, left, zone, onGoOn, onOver }: ResumeProps) {
  const { leftTitle, leftAbout, step, goOn: further, over } = words.value
  const place = { language: language.value, zone }
  return (
    <Frame middle={<span class="quiet">{step(left.at + 1, screensOf(exercise).length)}</span>}>
      <section class="screen">
        <h1 tabIndex={-1}>{exercise.title}</h1>
        <p class="ask">{leftTitle}</p>
        <p>{leftAbout(dayOf(left.kept_at, now.value, place), timeOf(left.kept_at, place))}</p>
      </section>
      <footer class="foot">
        <Button wide onTap={onGoOn}>{further}</Button>
        <Button kind="soft" wide onTap={onOver}>{over}</Button>
      </footer>
    </Frame>
  )
}

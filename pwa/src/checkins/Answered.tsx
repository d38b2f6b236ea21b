import type { Place } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { canCorrect, correctionOf } from './correct'
import { formOf, nameOf, seenSentence } from './names'
import { whenBegun } from './when'
import { words } from './words'

interface AnsweredProps {
  checkIn: CheckInOut
  answer: AnswerSeen | undefined
  body: Home
  place: Place
}

export function Answered({ checkIn, answer, body, place }: AnsweredProps) {
  const { title, when, about, another, correct, toToday } = words.value.answered
  const answeredAt = answer?.answered_at ?? checkIn.answered_at ?? checkIn.opens_at
  return (
    <>
      <PageHead title={title} sub={nameOf(checkIn, place.zone, formOf(body, checkIn.instrument))} back="/" />
      <Card tone="tint">
        <p>{when(whenBegun(answeredAt, now.value, place))}</p>
        <p class="quiet">{seenSentence(answer ?? { answered_at: answeredAt, seen_at: null, seen_by: null }, body, now.value, place)}</p>
      </Card>
      <p>{about}</p>
      <div class="row">
        <ButtonLink href="/">{toToday}</ButtonLink>
        {answer && canCorrect(answer, now.value) && <ButtonLink kind="soft" href={correctionOf(answer)}>{correct}</ButtonLink>}
        <ButtonLink kind="bare" href="/check-in">{another}</ButtonLink>
      </div>
    </>
  )
}

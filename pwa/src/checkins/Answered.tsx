import type { Place } from '../shared/i18n'
import { dateOf } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { StillHere } from '../worry/StillHere'
import { differentIn } from './beside'
import { canCorrect, correctionOf, readableUntil, valuesOf } from './correct'
import type { Draft } from './draft'
import { formOf, nameOf, seenSentence } from './names'
import { whenBegun } from './when'
import { words } from './words'
import { Written } from './Written'

/** What was chosen on this phone and is not in the answer. */
export interface Left {
  draft: Draft
  /** It is kept as a correction that was begun. */
  isCorrection: boolean
}

interface AnsweredProps {
  checkIn: CheckInOut
  answer: AnswerSeen | undefined
  left?: Left | undefined
  body: Home
  place: Place
}

export function Answered({ checkIn, answer, left, body, place }: AnsweredProps) {
  const { title, when, about, another, correct, toToday } = words.value.answered
  const answeredAt = answer?.answered_at ?? checkIn.answered_at ?? checkIn.opens_at
  return (
    <>
      <PageHead title={title} sub={nameOf(checkIn, place.zone, formOf(body, answer?.instrument ?? checkIn.instrument))} back="/" />
      <Card tone="tint">
        <p>{when(whenBegun(answeredAt, now.value, place))}</p>
        <p class="quiet">{seenSentence(answer ?? { answered_at: answeredAt, seen_at: null, seen_by: null }, body, now.value, place)}</p>
      </Card>
      {left && answer && <Beside {...left} answer={answer} body={body} place={place} />}
      <p>{about}</p>
      <div class="row">
        <ButtonLink kind={left?.isCorrection ? 'soft' : 'main'} href="/">{toToday}</ButtonLink>
        {answer && !left?.isCorrection && canCorrect(answer, now.value) && <ButtonLink kind="soft" href={correctionOf(answer)}>{correct}</ButtonLink>}
        <ButtonLink kind="bare" href="/check-in">{another}</ButtonLink>
      </div>
    </>
  )
}

type BesideProps = Left & Pick<AnsweredProps, 'body' | 'place'> & { answer: AnswerSeen }

function Beside({ draft, isCorrection, answer, body, place }: BesideProps) {
  const { chosen, unsent, correctWith } = words.value.answered
  const only = answer.items ? differentIn(draft.values, valuesOf(answer)) : undefined
  const about = isCorrection ? unsent : words.value.tooLate.until(dateOf(readableUntil(draft), place))
  return (
    <>
      <StillHere />
      <Written form={draft.form} draft={draft} only={only} body={body} title={chosen} about={about}>
        {isCorrection && <ButtonLink href={correctionOf(answer)}>{correctWith}</ButtonLink>}
      </Written>
    </>
  )
}

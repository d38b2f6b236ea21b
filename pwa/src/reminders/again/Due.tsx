import { momentInText } from '../../shared/i18n'
import type { CheckInOut, Home, OccurrenceOut } from '../../shared/wire'
import { Card } from '../../ui/Card'
import { now } from '../../ui/now'
import { language } from '../../ui/words'
import { isOffered, Snooze } from './Snooze'
import { words } from './words'

interface Due {
  subject: string
  title: string
  uselessAfter: string
}

/** What the person has been reminded of lately and can hear of again. Nothing when there is none. */
export function Again({ body }: { body: Home }) {
  const due = dueOf(body).filter((one) => isOffered({ ...one, body }))
  return due.length === 0 ? null : (
    <Card labelledBy="again">
      <h2 id="again">{words.value.title}</h2>
      {due.map(({ subject, title, uselessAfter }) => (
        <div key={subject}>
          <h3>{title}</h3>
          <Snooze subject={subject} uselessAfter={uselessAfter} body={body} />
        </div>
      ))}
    </Card>
  )
}

/** The check-ins that are open, and the sessions within a day. */
const dueOf = (body: Home): Due[] => [...body.check_ins.filter(isOpen).map((one) => ofCheckIn(one, body)), ...body.occurrences.filter(isNear).map((one) => ofSession(one, body))]

const isOpen = ({ opens_at, closes_at, answered_at }: CheckInOut): boolean =>
  !answered_at && Date.parse(opens_at) <= now.value.getTime() && now.value.getTime() < Date.parse(closes_at)

const DAY = 86_400_000

const isNear = ({ starts_at, state }: OccurrenceOut): boolean => {
  const ahead = Date.parse(starts_at) - now.value.getTime()
  return state !== 'cancelled' && ahead > 0 && ahead <= DAY
}

const ofCheckIn = ({ id, slot, closes_at }: CheckInOut, { rhythm }: Home): Due => ({
  subject: id,
  title: rhythm.find((line) => line.slot === slot)?.title[language.value] ?? words.value.checkIn,
  uselessAfter: closes_at,
})

const ofSession = ({ id, title, starts_at }: OccurrenceOut, { person }: Home): Due => ({
  subject: id,
  title: `${title}, ${momentInText(starts_at, now.value, { language: language.value, zone: person.zone })}`,
  uselessAfter: starts_at,
})

import { useEffect } from 'preact/hooks'
import { latest } from '../checkins/due'
import { readerOf } from '../checkins/names'
import { lookUpReplies, repliesSeen, seeReply } from '../data/replies'
import { dayInText } from '../shared/i18n'
import type { AnswerSeen, Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { language } from '../ui/words'
import { words } from './words'

/** On a phone that is new to the person, what was written long ago is no news. */
const NEWS = 14 * 86_400_000

/** What a counselor wrote to an answer, until it was seen on this phone; one after the other, the newest first. */
export function Replies({ body }: { body: Home }) {
  useEffect(() => void lookUpReplies().catch(() => undefined), [])
  const { wrote, open, seen } = words.value.reply
  const known = repliesSeen.value
  const isNews = ({ id, reply, seen_at }: AnswerSeen) =>
    reply && seen_at && !known?.includes(id) && now.value.getTime() - Date.parse(seen_at) < NEWS
  const fresh = known && latest(body.answers.filter(isNews))
  const place = { zone: body.person.zone, language: language.value }
  const team = readerOf({ ...body.reading, counselor: null })
  if (!fresh) return null
  const { id, reply, seen_by, answered_at } = fresh
  return (
    <Notice
      key={id}
      action={
        <span class="row">
          <ButtonLink kind="soft" href={`/history#${id}`}>{open}</ButtonLink>
          <Button kind="bare" onTap={() => void seeReply(id).catch(() => undefined)}>{seen}</Button>
        </span>
      }
    >
      {wrote(seen_by ?? team, dayInText(answered_at, now.value, place))} <span class="reason">“{reply}”</span>
    </Notice>
  )
}

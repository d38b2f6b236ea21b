import { useEffect } from 'preact/hooks'
import { readerOf } from '../checkins/names'
import { lookUpReplies, repliesSeen, seeReplies } from '../data/replies'
import { dayInText, momentInText } from '../shared/i18n'
import type { AnswerSeen, Home, Written } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { language } from '../ui/words'
import { words } from './words'

/** On a phone that is new to the person, what was written long ago is no news. */
const NEWS = 14 * 86_400_000

/** What counselors wrote to answers, until it was seen on this phone; one after the other, the newest first. */
export function Replies({ body }: { body: Home }) {
  useEffect(() => void lookUpReplies().catch(() => undefined), [])
  const { wrote, open, seen } = words.value.reply
  const fresh = repliesSeen.value && newest(body.answers, repliesSeen.value, now.value)
  if (!fresh) return null
  const { answer, reply: { id, by, at, text } } = fresh
  const place = { zone: body.person.zone, language: language.value }
  const who = by ?? readerOf({ ...body.reading, counselor: null })
  return (
    <Notice
      key={id}
      action={
        <span class="row">
          <ButtonLink kind="soft" href={`/history#${answer.id}`}>{open}</ButtonLink>
          <Button kind="bare" onTap={() => void seeReplies([id]).catch(() => undefined)}>{seen}</Button>
        </span>
      }
    >
      {wrote(who, momentInText(at, now.value, place), dayInText(answer.answered_at, now.value, place))} <span class="reason">“{text}”</span>
    </Notice>
  )
}

function newest(answers: readonly AnswerSeen[], seen: readonly string[], now: Date): { answer: AnswerSeen; reply: Written } | undefined {
  // A home that was kept by an older app has no list of them.
  const all = answers.flatMap((answer) => (answer.replies ?? []).map((reply) => ({ answer, reply })))
  const news = all.filter(({ reply: { id, at } }) => !seen.includes(id) && now.getTime() - Date.parse(at) < NEWS)
  return news.toSorted((one, other) => Date.parse(other.reply.at) - Date.parse(one.reply.at))[0]
}

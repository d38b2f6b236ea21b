import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import type { Kept, TopicsIn } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { Rows } from '../../ui/Rows'
import { topicSaid } from './said'
import { LONGEST_TOPIC } from './TopicField'
import { words } from './words'

const MOST = 100

/** The program's list of topics, in its order. An emptied line goes. */
export function Topics({ topics, onChange }: { topics: readonly string[]; onChange: () => void }) {
  const [typed, setTyped] = useState<readonly string[] | undefined>()
  const [news, setNews] = useState('')
  const { topicList: said, ...common } = words.value
  const save = useIntention<TopicsIn, Kept>((id) => `/api/topics/${id}`, () => {
    setNews(said.saved)
    onChange()
  })
  const shown = topics.map((topic) => topicSaid(topic, words.value))
  const send = (event: Event) => {
    event.preventDefault()
    const lines = (typed ?? shown).map((topic) => topic.trim()).filter(Boolean)
    save.say({ topics: [...new Set(lines)] })
  }
  const write = (next: readonly string[]) => {
    setNews('')
    setTyped(next)
  }
  return (
    <Card>
      <p class="quiet">{said.lead}</p>
      <form class="stack topics" onSubmit={send} noValidate>
        <Rows values={shown} add={said.more} most={MOST} onValues={write}>
          {({ n, value, onValue }) => <TextField label={said.topic(n + 1)} maxLength={LONGEST_TOPIC} autocomplete="off" value={value ?? ''} onValue={(topic) => onValue(topic || undefined)} />}
        </Rows>
        <Refused refusal={save.refusal} />
        <div class="row">
          <Button type="submit" disabled={save.saying || typed === undefined}>{save.saying ? common.saving : common.save}</Button>
          <span role="status" class="quiet">{save.saying ? '' : news}</span>
        </div>
      </form>
    </Card>
  )
}

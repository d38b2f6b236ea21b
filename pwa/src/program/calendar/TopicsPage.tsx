import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import { PageHead } from '../../ui/PageHead'
import { Topics } from './Topics'
import { useAhead } from './useCalendar'
import { words } from './words'

/** The program's own list of topics. */
export function TopicsPage() {
  const fetched = useAhead()
  const { body, reload } = fetched
  const { title, rule } = words.value.topicList
  return (
    <Desk head={<><PageHead title={title} back="/schedule" /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <Topics topics={body.topics} onChange={reload} />
          <p class="quiet"><a href="/settings">{rule}</a></p>
        </Work>
      )}
    </Desk>
  )
}

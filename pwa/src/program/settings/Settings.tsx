import { useFetched } from '../../data/fetched'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import type { SettingsOut } from '../../shared/wire'
import { PageHead } from '../../ui/PageHead'
import { AttendanceRule } from './AttendanceRule'
import { Coverage } from './Coverage'
import { Instruments } from './Instruments'
import { Schedules } from './Schedules'
import './settings.css'
import { words } from './words'

/** What the program sets for everybody. */
export function Settings() {
  const fetched = useFetched<SettingsOut>('/api/settings')
  const { body, reload } = fetched
  const { title, lead } = words.value
  return (
    <Desk head={<><PageHead title={title} {...(body ? { sub: lead(body.program.name) } : {})} /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <Coverage settings={body} onChange={reload} />
          <AttendanceRule settings={body} onChange={reload} />
          <Schedules settings={body} onChange={reload} />
          <Instruments instruments={body.instruments} onChange={reload} />
        </Work>
      )}
    </Desk>
  )
}

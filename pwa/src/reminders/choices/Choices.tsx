import { home } from '../../data/home'
import { words as mine } from '../../me/words'
import { usual } from '../../shared/reminders'
import { Item } from '../../ui/Card'
import { Again } from '../again/Due'
import '../reminders.css'
import { CheckIns } from './CheckIns'
import { DaysOff } from './DaysOff'
import { LockScreen } from './LockScreen'
import { Medication } from './Medication'
import { Part } from './Part'
import { Quiet } from './Quiet'
import { Sessions } from './Sessions'
import { words } from './words'

/** What the person decides about their reminders, one idea after the other. */
export function Choices() {
  const { week, sent, changes } = words.value
  const chosen = { ...usual, ...home.value?.reminders?.choices }
  return (
    <>
      <Item icon="calendar" title={week.title} about={week.about} href="/reminders/ahead" />
      <Item icon="lines" title={sent.title} about={sent.about} href="/reminders/sent" />
      {home.value && <Again body={home.value} />}
      <LockScreen {...chosen} />
      <Sessions session={chosen.session} />
      <CheckIns {...chosen} />
      <Medication {...chosen} />
      <Item icon="clock" title={mine.value.rhythm.title} about={mine.value.me.rhythmAbout} href="/times" />
      <Quiet quiet={chosen.quiet} />
      <DaysOff days_off={chosen.days_off} />
      <Part id="changes" title={changes.title}><p>{changes.about}</p></Part>
    </>
  )
}

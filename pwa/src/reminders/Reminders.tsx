import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Reminders() {
  const { title, nothing } = words.value.reminders
  return (
    <>
      <PageHead title={title} back="/me" />
      <Empty icon="bell">{nothing}</Empty>
    </>
  )
}

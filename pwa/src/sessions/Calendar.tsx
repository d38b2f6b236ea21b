import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Calendar() {
  const { title, nothing } = words.value.calendar
  return (
    <>
      <PageHead title={title} />
      <Empty icon="calendar">{nothing}</Empty>
    </>
  )
}
